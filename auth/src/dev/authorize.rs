//! `GET /dev/authorize`: lets the user choose a person, and redirects the browser back with a code.
use crate::Auth;
use crate::dev::issuer::{CLIENT, DevIssuer};
use crate::dev::{absent, people};
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use url::{Host, Url};
use web::answer::field_failure;
use web::query::Query;

/// How long a code is valid.
const CODE_SECONDS: i64 = 60;

/// A client's authorization request.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Wanted {
    pub(crate) response_type: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) scope: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) code_challenge: Option<String>,
    pub(crate) code_challenge_method: Option<String>,
    /// The person chosen on the page.
    #[serde(skip_serializing)]
    pub(crate) person: Option<String>,
}

/// Shows the page for choosing a person; once one is chosen, redirects to the client.
pub(crate) async fn choose(State(auth): State<Arc<Auth>>, Query(wanted): Query<Wanted>) -> Response {
    let Some(issuer) = auth.dev_issuer() else { return absent() };
    if wanted.client_id.as_deref() != Some(CLIENT) {
        return field_failure("client_id", "the only client is tachograph");
    }
    let Some(back) = wanted.redirect_uri.as_deref().and_then(|uri| allowed(&auth, uri)) else {
        return field_failure("redirect_uri", "expected this server's /auth/callback, or a loopback address");
    };
    if let Err((error, description)) = check(&wanted) {
        return away(issuer, back, &wanted, &[("error", error), ("error_description", description)]);
    }
    let Some(id) = wanted.person.as_deref() else { return people::page(&auth, &wanted) };
    let Some(person) = auth.dev_people().iter().find(|person| person.sub.as_str() == id) else {
        return field_failure("person", "expected a person from the page");
    };
    let content = json!({
        "sub": person.sub.as_str(), "redirect_uri": wanted.redirect_uri, "nonce": wanted.nonce,
        "code_challenge": wanted.code_challenge,
    });
    match issuer.seal("code", &content, auth.clock().now(), CODE_SECONDS) {
        Ok(code) => away(issuer, back, &wanted, &[("code", &code)]),
        Err(error) => {
            tracing::error!(%error, "cannot sign an authorization code");
            away(issuer, back, &wanted, &[("error", "server_error")])
        }
    }
}

fn check(wanted: &Wanted) -> Result<(), (&'static str, &'static str)> {
    let scopes = wanted.scope.as_deref().unwrap_or_default();
    if wanted.response_type.as_deref() != Some("code") {
        return Err(("unsupported_response_type", "response_type: expected code"));
    }
    if !scopes.split(' ').any(|scope| scope == "openid") {
        return Err(("invalid_scope", "scope: expected openid among others"));
    }
    if wanted.code_challenge_method.as_deref() != Some("S256") || wanted.code_challenge.is_none() {
        return Err(("invalid_request", "code_challenge: expected the method S256"));
    }
    Ok(())
}

/// The address to redirect to, if it is allowed: the redirect must not lead to a foreign site.
fn allowed(auth: &Auth, uri: &str) -> Option<Url> {
    let url = Url::parse(uri).ok().filter(|url| url.fragment().is_none())?;
    let own = uri == auth.callback_url();
    let local = match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    (own || (local && url.scheme() == "http")).then_some(url)
}

fn away(issuer: &DevIssuer, mut back: Url, wanted: &Wanted, answer: &[(&str, &str)]) -> Response {
    {
        let mut query = back.query_pairs_mut();
        query.extend_pairs(answer).append_pair("iss", issuer.url());
        if let Some(state) = &wanted.state {
            query.append_pair("state", state);
        }
    }
    Redirect::to(back.as_str()).into_response()
}
