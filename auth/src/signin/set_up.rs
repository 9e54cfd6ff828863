//! What an operator has to set before people can sign in with a browser, for the pages that say so.
use crate::Auth;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use web::accept::accepts;
use web::layout::{document, escape};

/// A setting, as an environment variable, and its meaning.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Setting {
    /// The name of the variable.
    pub variable: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

const fn setting(variable: &'static str, meaning: &'static str) -> Setting {
    Setting { variable, meaning }
}

/// Whose tokens are accepted.
pub const ISSUER: [Setting; 2] = [
    setting("TACHOGRAPH_AUTH_ISSUER", "the identity provider, exactly as in the claim iss of its tokens"),
    setting("TACHOGRAPH_AUTH_JWKS", "the URL of its published keys (jwks_uri)"),
];

/// How browsers get tokens.
pub const CLIENT: [Setting; 3] = [
    setting("TACHOGRAPH_AUTH_CLIENT_ID", "the id of this server's client at the provider"),
    setting("TACHOGRAPH_AUTH_CLIENT_SECRET", "the client's secret; none for a public client"),
    setting("TACHOGRAPH_PUBLIC_URL", "where browsers find this server"),
];

/// The settings that are missing; none if people can sign in with a browser.
#[must_use]
pub fn missing(auth: &Auth) -> Vec<Setting> {
    match (auth.sign_in(), auth.takes_tokens()) {
        (Some(_), _) => Vec::new(),
        (None, true) => CLIENT.to_vec(),
        (None, false) => [&ISSUER[..], &CLIENT].concat(),
    }
}

/// The response if sign-in with browsers is not set up: a page for people, an error for programs.
pub(super) fn answer(auth: &Auth, headers: &HeaderMap) -> Response {
    if !accepts(headers, "text/html") {
        return super::problem::Problem::Absent.into_response();
    }
    let rows: String = missing(auth)
        .iter()
        .map(|Setting { variable, meaning }| format!("<p><strong><code>{variable}</code></strong><br>{meaning}</p>\n"))
        .collect();
    let body = format!(
        "<p class=\"eyebrow\">Sign-in</p>\n<h1>Nobody can sign in here yet</h1>\n\
         <p>No identity provider is configured for browser sign-in. The operator has to set these variables and \
         restart the server:</p>\n<section>\n{rows}</section>\n\
         <p>At the provider, the redirect URI of the client is <code>{}</code>. Its tokens must contain a person's \
         organization and role: see <em>Authentication</em> in <code>docs/OPERATIONS.md</code>.</p>\n\
         <p>To try it out on your own machine, set <code>TACHOGRAPH_DEV=true</code> instead: anybody can then sign in \
         as anybody. In a container, also set <code>TACHOGRAPH_DEV_ALLOW_ANY_ADDRESS=true</code>.</p>\n",
        escape(&auth.callback_url())
    );
    let mut response = document("Sign in · Tachograph", &body);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
