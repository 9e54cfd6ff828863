//! The development issuer: a small OpenID provider under `/dev/` with which anyone can sign in as anyone.
//! Browsers and tests use it through the same code path as any other provider.

pub mod authorize;
pub mod discovery;
pub mod exchange;
pub mod issuer;
pub mod people;
pub mod token;

use crate::Auth;
use axum::Router;
use axum::extract::FromRef;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
pub use issuer::DevIssuer;
use std::sync::Arc;
use web::answer::failure;
use web::intake::Intake;

/// The maximum size of a request body in bytes; requests are unauthenticated.
const MAX_BODY: usize = 64 * 1024;

/// The routes of the issuer.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Arc<Auth>: FromRef<S>,
    Arc<Intake>: FromRef<S>,
{
    Router::new()
        .route("/dev/token", post(token::issue))
        .route("/dev/jwks.json", get(discovery::keys))
        .route("/dev/.well-known/openid-configuration", get(discovery::document))
        .route("/dev/authorize", get(authorize::choose))
        .route("/dev/token-endpoint", post(exchange::exchange))
}

/// The response if there is no development issuer.
fn absent() -> Response {
    failure(StatusCode::NOT_FOUND, "NOT_FOUND", "this server has no development issuer")
}
