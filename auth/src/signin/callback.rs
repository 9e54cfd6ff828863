//! `GET /auth/callback`: the redirect back from the provider.
use crate::Auth;
use crate::cookies::{Kind, MAX_BYTES};
use crate::signin::flow::Flow;
use crate::signin::problem::Problem;
use crate::signin::{SignIn, Tokens, set_up};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::Instant;
use domain::Place;
use query::audit::{Action, Entry};
use serde::Deserialize;
use std::sync::Arc;
use web::Origin;
use web::query::Query;

/// How long a browser keeps the refresh token; the provider decides how long it works.
const REFRESH_SECONDS: i64 = 30 * 24 * 60 * 60;

#[derive(Deserialize)]
pub(crate) struct Arguments {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

/// Exchanges the code, and sets the token as a cookie.
pub(crate) async fn finish(
    State(auth): State<Arc<Auth>>,
    Origin(place): Origin,
    headers: HeaderMap,
    Query(arguments): Query<Arguments>,
) -> Response {
    let Some(sign_in) = auth.sign_in() else { return set_up::answer(&auth, &headers) };
    let taken = take(&auth, sign_in, place, &headers, arguments).await;
    let mut response = taken.unwrap_or_else(Problem::into_response);
    // A flow is used only once, whatever the outcome.
    if let Some(cookie) = auth.cookies().clear(Kind::SignIn) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

async fn take(
    auth: &Auth,
    sign_in: &SignIn,
    place: Place,
    headers: &HeaderMap,
    arguments: Arguments,
) -> Result<Response, Problem> {
    let cookie = auth.cookies().get(headers, Kind::SignIn);
    let flow = cookie.and_then(|cookie| Flow::unseal(cookie, auth.secret(), auth.clock().now()));
    let flow = flow.ok_or_else(|| Problem::Refused("This sign-in was not started here, or took too long."))?;
    let state = arguments.state.unwrap_or_default();
    if verify_slices_are_equal(state.as_bytes(), flow.state.as_bytes()).is_err() {
        return Err(Problem::Refused("This response belongs to a different sign-in."));
    }
    if let Some(error) = arguments.error {
        tracing::info!(%error, "the provider refused a sign-in");
        return Err(Problem::Refused("The provider did not sign you in."));
    }
    let code = arguments.code.ok_or_else(|| Problem::Refused("The provider sent no code."))?;
    let tokens = sign_in.finish(code, &flow).await.map_err(Problem::Failed)?;
    let (person, end) = auth.person(&tokens.id_token).await.map_err(Problem::Unknown)?;
    let mut response = Redirect::to(&flow.return_to).into_response();
    keep(auth, &mut response, &tokens, end)?;
    let entry = Entry::new(Action::SignIn, &person, place);
    auth.audit().record(entry).await.map_err(|error| Problem::Unknown(error.into()))?;
    Ok(response)
}

/// Sets the tokens of a sign-in as cookies.
fn keep(auth: &Auth, response: &mut Response, tokens: &Tokens, end: Instant) -> Result<(), Problem> {
    renewed(auth, response, tokens, end)?;
    if tokens.refresh_token.is_none() {
        // A previous person's refresh token would sign this browser in as that person again.
        if let Some(cookie) = auth.cookies().clear(Kind::Refresh) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    Ok(())
}

/// Sets the tokens of a renewal as cookies; the refresh token stays if the provider issues no new one.
pub(super) fn renewed(auth: &Auth, response: &mut Response, tokens: &Tokens, end: Instant) -> Result<(), Problem> {
    let cookies = auth.cookies();
    let left = (end.0 - auth.clock().now().0).div_euclid(1_000_000);
    if tokens.id_token.len() > MAX_BYTES {
        return Err(Problem::Refused("The provider's token is too long for a cookie; it has too many claims."));
    }
    let session = cookies.set(Kind::Session, &tokens.id_token, left);
    let refresh = tokens.refresh_token.as_deref().and_then(|token| refresh_cookie(auth, token));
    for cookie in [session, refresh].into_iter().flatten() {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(())
}

/// The cookie with the refresh token. Without it, the user must sign in again when the token expires.
pub(super) fn refresh_cookie(auth: &Auth, token: &str) -> Option<HeaderValue> {
    let cookies = auth.cookies();
    // A browser would reject a cookie that is too long, and keep the old one.
    if token.len() > MAX_BYTES {
        cookies.clear(Kind::Refresh)
    } else {
        cookies.set(Kind::Refresh, token, REFRESH_SECONDS)
    }
}
