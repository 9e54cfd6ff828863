//! Two servers on one `PostgreSQL` instead of one: whatever is true of one server must be true of two behind a
//! proxy, whichever handles a request.
use crate::Database;
use anyhow::Result;
use api::AppOptions;
use axum::Router;
use axum::extract::Request;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::{Engine, signal};
use tower::ServiceExt as _;

/// If set, requests of tests on `PostgreSQL` alternate between two servers.
pub const PAIR_VARIABLE: &str = "TACHOGRAPH_TEST_PAIR";

/// The router of an app on a test's database, or of a pair of apps if [`PAIR_VARIABLE`] is set.
///
/// # Errors
/// When the second one does not start.
pub async fn router(db: &Database, app: api::App, options: AppOptions) -> Result<Router> {
    let first = api::router(app);
    if std::env::var_os(PAIR_VARIABLE).is_none() || db.engine() == Engine::Sqlite {
        return Ok(first);
    }
    let store = db.open_again().await?;
    // They notify each other as separate processes do, until the test's runtime ends.
    drop((signal::bridge(db.store()), signal::bridge(&store)));
    let second = api::router(api::App::new(store, options).await?);
    let turn = Arc::new(AtomicUsize::new(0));
    Ok(Router::new().fallback_service(tower::service_fn(move |request: Request| {
        let is_even = turn.fetch_add(1, Ordering::Relaxed).is_multiple_of(2);
        if is_even { first.clone() } else { second.clone() }.oneshot(request)
    })))
}
