//! GraphiQL, for trying out operations. Its sources are in `graphiql/`.
use crate::app::App;
use crate::pages::assets::{Named, SCRIPT, STYLE};
use auth::DEV_INGEST_KEY;
use axum::extract::State;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use domain::Person;
use serde_json::{Value, json};
use web::answer::failure;
use web::layout::escape;

/// The page.
pub(crate) async fn show(State(app): State<App>) -> Response {
    // One of GraphiQL's libraries inserts a style element, which the policy would block.
    let nonce = format!("{:032x}", rand::random::<u128>());
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let Ok(policy) = HeaderValue::from_str(&policy) else {
        return failure(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "the page could not be rendered");
    };
    let mut response = Html(html(&settings(&app, &nonce))).into_response();
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    response
}

/// The page's settings; `graphiql/src/settings.ts` is the counterpart.
fn settings(app: &App, nonce: &str) -> Value {
    let dev = app.auth().dev_issuer().is_some();
    let people: &[Person] = if dev { &app.options().auth.dev_people } else { &[] };
    let people: Vec<Value> = people.iter().map(person).collect();
    json!({
        "nonce": nonce,
        "dev": dev,
        "signIn": app.auth().sign_in().is_some(),
        "people": people,
        "ingestKey": dev.then_some(DEV_INGEST_KEY),
    })
}

fn person(person: &Person) -> Value {
    json!({
        "sub": person.sub.as_str(),
        "name": person.name.as_deref().unwrap_or(person.sub.as_str()),
        "email": person.email,
        "org_id": person.org_id.as_ref().map(|org_id| org_id.as_str()),
        "role": person.role.wire(),
    })
}

fn html(settings: &Value) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Tachograph</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"{style}\">\n\
         <script src=\"{script}\" defer></script>\n</head>\n<body>\n\
         <div id=\"root\" data-settings=\"{settings}\"></div>\n\
         <noscript>GraphiQL needs JavaScript.</noscript>\n</body>\n</html>\n",
        style = STYLE.as_ref().map(Named::address).unwrap_or_default(),
        script = SCRIPT.as_ref().map(Named::address).unwrap_or_default(),
        settings = escape(&settings.to_string()),
    )
}
