//! The issuer of development: a small OpenID provider under `/dev/` that lets anybody be anybody.
//! Browsers and tests walk the same way through it as through any other provider.

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

/// The most bytes of a request: it comes from nobody who is known.
const MAX_BODY: usize = 64 * 1024;

/// The addresses of the issuer.
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

/// What is said where there is no such issuer.
fn absent() -> Response {
    failure(StatusCode::NOT_FOUND, "NOT_FOUND", "this server has no development issuer")
}
