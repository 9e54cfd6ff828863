//! `POST /auth/refresh`: a new token, without a new sign-in.
use crate::app::App;
use crate::auth::cookies::Kind;
use crate::auth::signin::callback;
use crate::auth::signin::client::SignInError;
use crate::auth::signin::trouble::Trouble;
use crate::http::answer::failure;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

/// Renews the token of the browser's cookie.
pub(crate) async fn renew(State(app): State<App>, headers: HeaderMap) -> Response {
    let auth = app.auth();
    let Some(sign_in) = auth.sign_in() else { return Trouble::Absent.into_response() };
    let Some(refresh_token) = auth.cookies().get(&headers, Kind::Refresh) else { return over(&app) };
    let tokens = match sign_in.renew(refresh_token).await {
        Ok(tokens) => tokens,
        Err(error @ SignInError::Provider(_)) => return Trouble::Failed(error).into_response(),
        Err(error) => {
            tracing::info!(%error, "a sign-in was not renewed");
            return over(&app);
        }
    };
    let (person, end) = match auth.person(&tokens.id_token).await {
        Ok(person) => person,
        Err(error) => return error.into_response(),
    };
    let before = auth.cookies().get(&headers, Kind::Session).and_then(subject);
    if before.is_some_and(|before| before != person.sub.as_str()) {
        tracing::warn!("a sign-in was not renewed: the provider speaks of somebody else");
        return over(&app);
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    match callback::keep(&app, &mut response, &tokens, end) {
        Ok(()) => response,
        Err(trouble) => trouble.into_response(),
    }
}

/// Whom a token speaks of, valid or not: a token that has ended may be renewed for the same person.
fn subject(token: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Claims {
        sub: String,
    }
    jsonwebtoken::dangerous::insecure_decode::<Claims>(token).ok().map(|token| token.claims.sub)
}

/// There is nothing to renew: sign in again.
fn over(app: &App) -> Response {
    let mut response = failure(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "sign in again at /auth/login");
    if let Some(cookie) = app.auth().cookies().clear(Kind::Refresh) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
