//! The pages for people.
use axum::response::Html;

/// The page at `/`.
pub(crate) async fn landing() -> Html<&'static str> {
    Html(include_str!("landing.html"))
}

/// GraphiQL, where one tries queries. Its scripts come from a public mirror of npm, so this page
/// needs the internet.
pub(crate) async fn graphiql() -> Html<String> {
    Html(async_graphql::http::GraphiQLSource::build().endpoint("/graphql").title("Tachograph · GraphiQL").finish())
}
