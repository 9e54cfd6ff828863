//! The issuer of development: a small OpenID provider under `/dev/` that lets anybody be anybody.
//! Browsers and tests walk the same way through it as through any other provider.

pub mod authorize;
pub mod discovery;
pub mod exchange;
pub mod issuer;
pub mod people;
pub mod token;

use crate::app::App;
use crate::http::answer::failure;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
pub use issuer::DevIssuer;

/// The most bytes of a request: it comes from nobody who is known.
const MAX_BODY: usize = 64 * 1024;

/// The addresses of the issuer.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/dev/token", post(token::issue))
        .route("/dev/jwks.json", get(discovery::keys))
        .route("/dev/.well-known/openid-configuration", get(discovery::document))
        .route("/dev/authorize", get(authorize::choose))
        .route("/dev/token-endpoint", post(exchange::exchange))
}

/// What is said where there is no such issuer.
fn absent() -> Response {
    failure(StatusCode::NOT_FOUND, "NOT_FOUND", "there is no development issuer here")
}
