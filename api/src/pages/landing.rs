//! The page at `/`: where to go.
use crate::app::App;
use crate::pages::page;
use axum::extract::State;
use axum::response::Response;

const HEAD: &str = "<h1>Tachograph</h1>\n\
    <p>How an organization uses its coding agents: adoption, reliability, speed, cost and friction.</p>\n";

/// Links to what this server has.
pub(crate) async fn show(State(app): State<App>) -> Response {
    let mut body = format!("{HEAD}<ul class=\"links\">\n");
    if app.auth().sign_in().is_some() {
        body.push_str(&link("/auth/login?return_to=/graphql", "Sign in", "with this browser"));
    }
    for (address, name, what) in [
        ("/graphql", "GraphiQL", "ask, follow, send"),
        ("/docs/rest", "REST", "every other address"),
        ("/openapi.json", "OpenAPI", "the same for programs"),
        ("/readyz", "Readiness", "can the store be written and read"),
        ("/metrics", "Metrics", "Prometheus text"),
    ] {
        body.push_str(&link(address, name, what));
    }
    body.push_str("</ul>\n");
    page("Tachograph", &body)
}

fn link(address: &str, name: &str, what: &str) -> String {
    format!("<li><a href=\"{address}\">{name} <span>{what}</span></a></li>\n")
}
