//! What operators look at, and the pages for people.
use super::describe::{Route, get, named, plain};
use super::schemas::Status;
use utoipa::openapi::schema::Type;

const TAG: &str = "Operation";
const PAGES: &str = "Pages";

pub(super) fn routes() -> Vec<Route> {
    let page = |path, summary| get(PAGES, path, summary).answers("200", "The page", "text/html", plain(Type::String));
    vec![
        get(TAG, "/healthz", "Whether the process lives")
            .answers("200", "It does", "application/json", named::<Status>())
            .done(),
        get(TAG, "/readyz", "Whether the store can be written and read")
            .tells("Those who ask within a second share one answer.")
            .answers("200", "It can", "application/json", named::<Status>())
            .refuses("503", "UNAVAILABLE: it cannot")
            .done(),
        get(TAG, "/metrics", "What is measured about this process")
            .answers("200", "Prometheus text", "text/plain", plain(Type::String))
            .done(),
        page("/", "The dashboard")
            .tells("Addresses that have no route of their own show it as well, to whoever accepts text/html.")
            .ends("304", "The browser has it")
            .done(),
        get(
            PAGES,
            "/config.json",
            "What the dashboard has to know first: where the API is, how people sign in, and what to set before they can",
        )
        .answers("200", "Settings", "application/json", plain(Type::Object))
        .done(),
        page("/docs/rest", "This document for people").done(),
        get(PAGES, "/openapi.json", "This document")
            .answers("200", "OpenAPI 3.1", "application/json", plain(Type::Object))
            .done(),
        get(PAGES, "/assets/{file}", "Scripts and styles of the pages")
            .tells("The name carries a hash of the content: it may be kept for good.")
            .part("file", "The name, as the pages tell it.")
            .answers("200", "The file", "application/octet-stream", plain(Type::String))
            .ends("304", "The browser has it")
            .refuses("404", "NOT_FOUND: not of this version")
            .done(),
    ]
}
