//! `POST /auth/refresh`: a new token, without a new sign-in.
//!
//! 204 with new cookies; 503 if the provider is unavailable, and the cookies stay; 401 if it rejects the
//! refresh token. A rejection may be the result of a race won by another tab, served by another process: then
//! the browser has a newer cookie by now, and its next attempt succeeds. So the first rejection only marks
//! the refresh token, and the cookies are deleted only when the same one is rejected again.
use crate::Auth;
use crate::cookies::Kind;
use crate::failure::later;
use crate::signin::callback;
use crate::signin::client::Renewed;
use crate::signin::problem::Problem;
use crate::signin::renewals;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use web::answer::failure;

/// How long a rejection is remembered, in seconds: the page retries at once.
const MARK_SECONDS: i64 = 60;
/// When to retry if the provider is unavailable.
const TRY_AGAIN: Duration = Duration::from_secs(2);

/// Renews the token in the browser's cookie.
pub(crate) async fn renew(State(auth): State<Arc<Auth>>, headers: HeaderMap) -> Response {
    let Some(sign_in) = auth.sign_in() else { return Problem::Absent.into_response() };
    let Some(refresh_token) = auth.cookies().get(&headers, Kind::Refresh) else { return over(&auth) };
    let tokens = match auth.renewals().renew(sign_in, refresh_token).await {
        Ok(Renewed::Whole(tokens)) => tokens,
        Ok(Renewed::Anonymous { refresh_token }) => return anonymous(&auth, refresh_token.as_deref()),
        Err(error) if error.is_transient() => {
            tracing::error!(%error, "a sign-in cannot be refreshed now");
            let text = "the identity provider cannot refresh the sign-in now; the session is unchanged";
            return later(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", text, TRY_AGAIN);
        }
        Err(error) => {
            tracing::info!(%error, "a sign-in was not refreshed");
            return refused(&auth, &headers, refresh_token);
        }
    };
    // Whatever happens next, the provider has invalidated the old refresh token.
    let but_renewable = |mut response: Response| {
        if let Some(cookie) = tokens.refresh_token.as_deref().and_then(|token| callback::refresh_cookie(&auth, token)) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    };
    let end = match auth.person(&tokens.id_token).await {
        Ok((_, end)) => end,
        Err(error) => return but_renewable(error.into_response()),
    };
    // Compare the `sub` claim, by which the provider identifies people, whichever claim identifies them here.
    let before = auth.cookies().get(&headers, Kind::Session).and_then(subject);
    if before.is_some_and(|before| Some(before) != subject(&tokens.id_token)) {
        tracing::warn!("a sign-in was not refreshed: the provider returned a different person");
        return over(&auth);
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    match callback::renewed(&auth, &mut response, &tokens, end) {
        Ok(()) => response,
        Err(problem) => but_renewable(problem.into_response()),
    }
}

/// The subject of a token, valid or not: an expired token may be renewed for the same person.
fn subject(token: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Claims {
        sub: String,
    }
    jsonwebtoken::dangerous::insecure_decode::<Claims>(token).ok().map(|token| token.claims.sub)
}

fn again() -> Response {
    failure(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "sign in again at /auth/login")
}

/// The provider rejected this refresh token, for the first time or again.
fn refused(auth: &Auth, headers: &HeaderMap, refresh_token: &str) -> Response {
    let mark = URL_SAFE_NO_PAD.encode(renewals::hash(refresh_token));
    let cookies = auth.cookies();
    if cookies.get(headers, Kind::Refused) == Some(mark.as_str()) {
        return over(auth);
    }
    let mut response = again();
    if let Some(cookie) = cookies.set(Kind::Refused, &mark, MARK_SECONDS) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// The provider renews, but returns no ID token. The session continues until its token expires, and the
/// refresh token is kept; then the user signs in again, which is immediate if the provider still knows the
/// browser.
fn anonymous(auth: &Auth, refresh_token: Option<&str>) -> Response {
    tracing::warn!("a refresh returned no ID token; the provider has to send one with every refresh");
    let mut response = again();
    if let Some(cookie) = refresh_token.and_then(|token| callback::refresh_cookie(auth, token)) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// There is nothing to renew; the user must sign in again.
fn over(auth: &Auth) -> Response {
    let mut response = again();
    for kind in [Kind::Refresh, Kind::Refused] {
        if let Some(cookie) = auth.cookies().clear(kind) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}
