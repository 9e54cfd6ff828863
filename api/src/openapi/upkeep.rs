//! The endpoints for operators, and the pages for people.
use super::describe::{Route, get, named, plain};
use super::schemas::Status;
use utoipa::openapi::schema::Type;

const TAG: &str = "Operation";
const PAGES: &str = "Pages";

pub(super) fn routes() -> Vec<Route> {
    let page = |path, summary| get(PAGES, path, summary).answers("200", "The page", "text/html", plain(Type::String));
    vec![
        get(TAG, "/healthz", "Liveness: whether the process is running")
            .answers("200", "It is running", "application/json", named::<Status>())
            .done(),
        get(TAG, "/readyz", "Readiness: whether the store can be written and read")
            .tells("Requests within a second share one result.")
            .answers("200", "It is ready", "application/json", named::<Status>())
            .refuses("503", "UNAVAILABLE: it is not ready")
            .done(),
        get(TAG, "/metrics", "Metrics of this process")
            .answers("200", "Prometheus text format", "text/plain", plain(Type::String))
            .done(),
        page("/", "The dashboard")
            .tells("Paths without a route of their own also return it, if the request accepts text/html.")
            .ends("304", "Not modified")
            .done(),
        get(
            PAGES,
            "/config.json",
            "The dashboard's configuration: where the API is, how people sign in, and which settings are missing",
        )
        .answers("200", "Settings", "application/json", plain(Type::Object))
        .done(),
        page("/docs/rest", "This document, human-readable").done(),
        get(PAGES, "/openapi.json", "This document")
            .answers("200", "OpenAPI 3.1", "application/json", plain(Type::Object))
            .done(),
        get(PAGES, "/assets/{file}", "Scripts and styles of the pages")
            .tells("The name contains a hash of the content, so it can be cached forever.")
            .part("file", "The name, as referenced by the pages.")
            .answers("200", "The file", "application/octet-stream", plain(Type::String))
            .ends("304", "Not modified")
            .refuses("404", "NOT_FOUND: not part of this version")
            .done(),
    ]
}
