//! `GET /auth/callback`: back from the provider.
use crate::app::App;
use crate::audit::{Action, Entry, Place};
use crate::auth::cookies::{Kind, MAX_BYTES};
use crate::auth::signin::flow::Flow;
use crate::auth::signin::trouble::Trouble;
use crate::auth::signin::{SignIn, Tokens, set_up};
use crate::http::query::Query;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::Instant;
use serde::Deserialize;

/// How long a browser keeps what renews its token; the provider decides how long that works.
const REFRESH_SECONDS: i64 = 30 * 24 * 60 * 60;

#[derive(Deserialize)]
pub(crate) struct Arguments {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

/// Takes the code, and puts the token into the browser's cookie.
pub(crate) async fn finish(
    State(app): State<App>,
    place: Place,
    headers: HeaderMap,
    Query(arguments): Query<Arguments>,
) -> Response {
    let Some(sign_in) = app.auth().sign_in() else { return set_up::answer(app.auth(), &headers) };
    let taken = take(&app, sign_in, place, &headers, arguments).await;
    let mut response = taken.unwrap_or_else(Trouble::into_response);
    // A flow is for one answer, whatever came of it.
    if let Some(cookie) = app.auth().cookies().clear(Kind::SignIn) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

async fn take(
    app: &App,
    sign_in: &SignIn,
    place: Place,
    headers: &HeaderMap,
    arguments: Arguments,
) -> Result<Response, Trouble> {
    let auth = app.auth();
    let cookie = auth.cookies().get(headers, Kind::SignIn);
    let flow = cookie.and_then(|cookie| Flow::unseal(cookie, auth.secret(), app.clock().now()));
    let flow = flow.ok_or_else(|| Trouble::Refused("This sign-in was not begun here, or took too long."))?;
    let state = arguments.state.unwrap_or_default();
    if verify_slices_are_equal(state.as_bytes(), flow.state.as_bytes()).is_err() {
        return Err(Trouble::Refused("This sign-in belongs to another one that was begun."));
    }
    if let Some(error) = arguments.error {
        tracing::info!(%error, "a provider did not sign somebody in");
        return Err(Trouble::Refused("The provider did not sign you in."));
    }
    let code = arguments.code.ok_or_else(|| Trouble::Refused("The provider sent no code."))?;
    let tokens = sign_in.finish(code, &flow).await.map_err(Trouble::Failed)?;
    let (person, end) = auth.person(&tokens.id_token).await.map_err(Trouble::Unknown)?;
    let mut response = Redirect::to(&flow.return_to).into_response();
    keep(app, &mut response, &tokens, end)?;
    let entry = Entry::new(Action::SignIn, &person, place);
    app.audit().record(entry).await.map_err(|error| Trouble::Unknown(error.into()))?;
    Ok(response)
}

/// Puts the tokens of a sign-in into the browser's cookies.
fn keep(app: &App, response: &mut Response, tokens: &Tokens, end: Instant) -> Result<(), Trouble> {
    renewed(app, response, tokens, end)?;
    if tokens.refresh_token.is_none() {
        // That of somebody who signed in here before would make this browser that person again.
        if let Some(cookie) = app.auth().cookies().clear(Kind::Refresh) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    Ok(())
}

/// Puts the tokens of a renewal into the browser's cookies; what renewed them goes on to, where the
/// provider gives nothing new.
pub(super) fn renewed(app: &App, response: &mut Response, tokens: &Tokens, end: Instant) -> Result<(), Trouble> {
    let cookies = app.auth().cookies();
    let left = (end.0 - app.clock().now().0).div_euclid(1_000_000);
    if tokens.id_token.len() > MAX_BYTES {
        return Err(Trouble::Refused("The provider's token is too long for a cookie: it says too much."));
    }
    let session = cookies.set(Kind::Session, &tokens.id_token, left);
    let refresh = tokens.refresh_token.as_deref().and_then(|token| refresh_cookie(app, token));
    for cookie in [session, refresh].into_iter().flatten() {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(())
}

/// The cookie that keeps what renews a token. Without it, one signs in again when the token ends.
pub(super) fn refresh_cookie(app: &App, token: &str) -> Option<HeaderValue> {
    let cookies = app.auth().cookies();
    // What is too long for a cookie would leave an old one there.
    if token.len() > MAX_BYTES {
        cookies.clear(Kind::Refresh)
    } else {
        cookies.set(Kind::Refresh, token, REFRESH_SECONDS)
    }
}
