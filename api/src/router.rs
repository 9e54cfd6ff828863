//! The routes.
use crate::app::App;
use crate::export;
use crate::graphql::handler;
use crate::http::{events, frame, health, measure, otlp};
use crate::live;
use crate::openapi;
use crate::pages;
use auth::{dev, same_origin, signin};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use web::answer;

/// The router of an app. Routes receive bodies only by way of [`web::intake`].
pub fn router(app: App) -> Router {
    app.auth().announce();
    let mut routes = health_routes()
        .route("/", get(pages::dashboard::show))
        .route("/config.json", get(pages::dashboard::settings))
        .route("/assets/{file}", get(pages::assets::take))
        .route("/docs/rest", get(pages::rest::show))
        .route("/openapi.json", get(openapi::answer))
        .route("/graphql", get(pages::graphiql::show).post(handler::post))
        .route("/export/{org}/{file}", get(export::take))
        .route("/export/{file}", get(export::take))
        .route("/graphql/ws", get(live::socket::upgrade))
        .route("/graphql/stream", get(live::sse::stream).post(live::sse::stream))
        .route("/v1/events", post(events::take))
        .merge(otlp::routes())
        .merge(signin::routes());
    if app.options().dev {
        routes = routes.merge(dev::routes());
    }
    framed(routes.fallback(pages::dashboard::spa_fallback), app)
}

/// The router of a process that is only a worker: health and metrics.
pub fn health_router(app: App) -> Router {
    framed(health_routes().fallback(answer::not_found), app)
}

fn health_routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(measure::render))
}

/// Adds the layers that surround every request: the same-origin check, the request id, metrics, and the
/// common response headers.
pub fn framed(routes: Router<App>, app: App) -> Router {
    routes
        .layer(from_fn_with_state(app.clone(), same_origin::guard))
        .method_not_allowed_fallback(otlp::wrong_method)
        .layer(from_fn(frame::with_common_layers))
        .with_state(app)
}
