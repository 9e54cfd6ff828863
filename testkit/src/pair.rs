//! Two servers of one `PostgreSQL` in place of one: what holds for a server must hold for a pair of
//! them behind a proxy, whichever of the two is asked.
use crate::Database;
use anyhow::Result;
use api::AppOptions;
use axum::Router;
use axum::extract::Request;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::{Engine, signal};
use tower::ServiceExt as _;

/// Set, the tests on `PostgreSQL` ask two servers in turns.
pub const PAIR_VARIABLE: &str = "TACHOGRAPH_TEST_PAIR";

/// The router of an app over the database of a test; of a pair of apps where [`PAIR_VARIABLE`] is set.
///
/// # Errors
/// When the second one does not start.
pub async fn router(db: &Database, app: api::App, options: AppOptions) -> Result<Router> {
    let first = api::router(app);
    if std::env::var_os(PAIR_VARIABLE).is_none() || db.engine() == Engine::Sqlite {
        return Ok(first);
    }
    let store = db.open_again().await?;
    // They hear of one another as processes do, until the test's runtime ends.
    drop((signal::bridge(db.store()), signal::bridge(&store)));
    let second = api::router(api::App::new(store, options).await?);
    let turn = Arc::new(AtomicUsize::new(0));
    Ok(Router::new().fallback_service(tower::service_fn(move |request: Request| {
        let is_even = turn.fetch_add(1, Ordering::Relaxed).is_multiple_of(2);
        if is_even { first.clone() } else { second.clone() }.oneshot(request)
    })))
}
