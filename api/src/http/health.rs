//! Whether the process lives, and whether it can do its work.
use crate::app::App;
use crate::http::readiness::Fault;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use store::cluster::Machines;
use web::answer::failure;

/// Answers as long as the process does.
pub(crate) async fn alive() -> Response {
    Json(json!({"status": "ok"})).into_response()
}

/// Why no work should be sent here, or only some can be done.
pub(crate) enum Problem {
    /// The store takes no write, does not give it back, or has no room for more.
    Unready(String),
    /// Some machines of a cluster do not answer. What the others hold is served: were this process
    /// taken out of a balancer for it, and all others with it, everything would stand still.
    Partly(String),
}

/// Whether the store takes a write and gives it back, has room for more, and is there as a whole.
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

/// Answers what [`problem`] says.
pub(crate) async fn ready(State(app): State<App>) -> Response {
    match problem(&app).await {
        None => Json(json!({"status": "ready"})).into_response(),
        Some(Problem::Partly(why)) => Json(json!({"status": "degraded", "why": why})).into_response(),
        Some(Problem::Unready(why)) => failure(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", &why),
    }
}
