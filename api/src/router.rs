//! Which address leads where.
use crate::app::App;
use crate::auth::dev_token;
use crate::graphql::handler;
use crate::http::{answer, events, frame, health, measure};
use crate::pages;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::{get, post};

/// The router of an app.
pub fn router(app: App) -> Router {
    let body_limit = DefaultBodyLimit::max(app.options().graphql.max_body_bytes);
    let mut routes = Router::new()
        .route("/", get(pages::landing))
        .route("/graphql", get(pages::graphiql).post(handler::post).layer(body_limit))
        .route("/v1/events", post(events::take))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(measure::render));
    if app.options().dev {
        routes = routes.route("/dev/token", post(dev_token::issue)).route("/dev/jwks.json", get(dev_token::keys));
    }
    routes.fallback(answer::nowhere).layer(from_fn(frame::surround)).with_state(app)
}

/// Health and metrics alone, for a process that serves nobody.
pub fn health_router(app: App) -> Router {
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(measure::render))
        .fallback(answer::nowhere)
        .layer(from_fn(frame::surround))
        .with_state(app)
}
