//! Whether the process is alive, and whether it can do its work.
use crate::app::App;
use crate::http::readiness::Fault;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use store::cluster::Machines;
use web::answer::failure;

/// Responds as long as the process is alive.
pub(crate) async fn alive() -> Response {
    Json(json!({"status": "ok"})).into_response()
}

/// Why no requests should be sent here, or only some can be served.
pub(crate) enum Problem {
    /// The store does not accept a write, does not return it, or has no room for more.
    Unready(String),
    /// Some machines of a cluster do not respond. The data of the others is served: if a load balancer
    /// removed this process, and all others with it, nothing would work at all.
    Partly(String),
}

/// Checks whether the store accepts a write and returns it, has room for more, and is complete.
pub(crate) async fn problem(app: &App) -> Option<Problem> {
    let wrong = match app.readiness().ask(app.store()).await {
        Ok(()) => match app.ingest().disk().problem() {
            None => missing(app.readiness().machines(app.store()).await),
            Some(disk) => Some(Problem::Unready(disk)),
        },
        Err(Fault { part, why }) => Some(Problem::Unready(format!("the store: {part} failed: {why}"))),
    };
    metrics::gauge!(telemetry::metric::READY).set(if wrong.is_none() { 1.0 } else { 0.0 });
    wrong
}

fn missing(Machines { missing, all }: Machines) -> Option<Problem> {
    match missing {
        0 => None,
        _ if missing == all => Some(Problem::Unready("the store: no machine of the cluster answers".to_owned())),
        _ => Some(Problem::Partly(
            "some machines of the cluster do not answer; organizations on the others are served".to_owned(),
        )),
    }
}

/// Responds with the result of [`problem`].
pub(crate) async fn ready(State(app): State<App>) -> Response {
    match problem(&app).await {
        None => Json(json!({"status": "ready"})).into_response(),
        Some(Problem::Partly(why)) => Json(json!({"status": "degraded", "why": why})).into_response(),
        Some(Problem::Unready(why)) => failure(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", &why),
    }
}
