//! `GET /auth/callback`: back from the provider.
use crate::app::App;
use crate::audit::{Action, Entry, Place};
use crate::auth::cookies::{Kind, MAX_BYTES};
use crate::auth::signin::flow::Flow;
use crate::auth::signin::trouble::Trouble;
use crate::auth::signin::{SignIn, Tokens};
use crate::http::query::Query;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse as _, Redirect, Response};
use entities::Instant;
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
    let Some(sign_in) = app.auth().sign_in() else { return Trouble::Absent.into_response() };
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

/// Puts tokens into the browser's cookies.
pub(super) fn keep(app: &App, response: &mut Response, tokens: &Tokens, end: Instant) -> Result<(), Trouble> {
    let cookies = app.auth().cookies();
    let left = (end.0 - app.clock().now().0).div_euclid(1_000_000);
    if tokens.id_token.len() > MAX_BYTES {
        return Err(Trouble::Refused("The provider's token is too long for a cookie: it says too much."));
    }
    let session = cookies.set(Kind::Session, &tokens.id_token, left);
    // Without it, one signs in again when the token ends.
    let refresh = tokens.refresh_token.as_deref().filter(|token| token.len() <= MAX_BYTES);
    let refresh = match refresh {
        Some(token) => cookies.set(Kind::Refresh, token, REFRESH_SECONDS),
        // That of somebody who signed in here before would make this browser that person again.
        None => cookies.clear(Kind::Refresh),
    };
    for cookie in [session, refresh].into_iter().flatten() {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(())
}
