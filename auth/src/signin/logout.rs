//! `POST /auth/logout`: signs the browser out.
use crate::Auth;
use crate::cookies::Kind;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use query::audit::{Action, Entry};
use std::sync::Arc;
use web::Origin;
use web::accept::accepts;

/// Deletes the cookies; a form submission is redirected to the first page, a script gets 204.
pub(crate) async fn leave(State(auth): State<Arc<Auth>>, Origin(place): Origin, headers: HeaderMap) -> Response {
    let cookies = auth.cookies();
    if let Some(token) = cookies.get(&headers, Kind::Session)
        && let Ok((person, _)) = auth.person(token).await
        && let Err(error) = auth.audit().record(Entry::new(Action::SignOut, &person, place)).await
    {
        // Signing out must work even if it cannot be recorded.
        tracing::error!(%error, "cannot record a sign-out");
    }
    let mut response = if accepts(&headers, "text/html") {
        Redirect::to(&format!("{}/", auth.base_path())).into_response()
    } else {
        StatusCode::NO_CONTENT.into_response()
    };
    for kind in [Kind::Session, Kind::Refresh, Kind::SignIn] {
        if let Some(cookie) = cookies.clear(kind) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}
