//! The REST endpoints as an OpenAPI 3.1 document. A test compares it with the router, in both directions.

mod describe;
mod development;
mod export;
mod graphql;
mod ingest;
pub mod payload;
pub mod schemas;
mod signin;
mod upkeep;

use crate::app::App;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use describe::Route;
use utoipa::openapi::path::{PathItem, Paths, PathsBuilder};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    Components, ComponentsBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, ServerBuilder,
};

/// `GET /openapi.json`.
pub(crate) async fn answer(State(app): State<App>) -> Response {
    Json(document(&app)).into_response()
}

/// The endpoints of this server; `/dev/..` only if enabled.
pub(crate) fn document(app: &App) -> OpenApi {
    let mut routes = ingest::routes();
    routes.extend(graphql::routes());
    routes.extend(export::routes());
    routes.extend(signin::routes());
    if app.options().dev {
        routes.extend(development::routes());
    }
    routes.extend(upkeep::routes());
    let info = InfoBuilder::new()
        .title("Tachograph")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "How an organization uses its coding agents: adoption, reliability, speed, cost and friction. Query the \
             figures with GraphQL, whose schema is documented at /graphql; this document covers everything else.",
        ))
        .license(Some(LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build()));
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([ServerBuilder::new().url(app.auth().public_url()).build()]))
        .paths(paths(routes))
        .components(Some(components()))
        .build()
}

fn paths(routes: Vec<Route>) -> Paths {
    let built = routes
        .into_iter()
        .fold(PathsBuilder::new(), |paths, route| paths.path(route.path, PathItem::new(route.method, route.operation)));
    built.build()
}

fn components() -> Components {
    let bearer = |text: &str| {
        let http = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(text)).build();
        SecurityScheme::Http(http)
    };
    let cookie = "The cookie that signing in with a browser sets. Requests with it that are no GET must come from a \
                  page of this server.";
    schemas::add(ComponentsBuilder::new())
        .security_scheme(describe::TOKEN, bearer("A person's access token, from the configured issuer."))
        .security_scheme(
            describe::KEY,
            bearer(
                "A producer's ingest key, as returned by createIngestKey; a client certificate may be used instead.",
            ),
        )
        .security_scheme(
            describe::COOKIE,
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description("tachograph_session", cookie))),
        )
        .build()
}
