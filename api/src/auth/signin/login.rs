//! `GET /auth/login`: off to the provider.
use crate::app::App;
use crate::auth::cookies::Kind;
use crate::auth::signin::flow::{SECONDS, is_own_path};
use crate::auth::signin::set_up;
use crate::auth::signin::trouble::Trouble;
use crate::http::answer::field_failure;
use crate::http::query::Query;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{HOST, SET_COOKIE};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use url::form_urlencoded;

#[derive(Deserialize)]
pub(crate) struct Arguments {
    return_to: Option<String>,
    /// Whether the browser was sent to the public address already.
    moved: Option<bool>,
}

/// Sends the browser to the provider, with a cookie by which it is known again.
pub(crate) async fn begin(State(app): State<App>, headers: HeaderMap, Query(arguments): Query<Arguments>) -> Response {
    let Some(sign_in) = app.auth().sign_in() else { return set_up::answer(app.auth(), &headers) };
    let return_to = arguments.return_to.unwrap_or_else(|| format!("{}/", app.auth().base_path()));
    if !is_own_path(&return_to, app.auth().base_path()) {
        return field_failure("return_to", "expected a path of this server, such as /");
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let public = app.auth().public_url();
    // Cookies stay with the name by which a server is called, and the provider calls the public one.
    if app.auth().public_origin().split_once("://").is_none_or(|(_, name)| name != host) && arguments.moved.is_none() {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("return_to", &return_to).finish();
        return Redirect::to(&format!("{public}/auth/login?moved=true&{query}")).into_response();
    }
    match sign_in.begin(return_to).await {
        Ok((url, flow)) => {
            let cookie = app.auth().cookies().set(Kind::SignIn, &flow.seal(app.auth().secret()), SECONDS);
            let mut response = Redirect::to(&url).into_response();
            if let Some(cookie) = cookie {
                response.headers_mut().append(SET_COOKIE, cookie);
            }
            response
        }
        Err(error) => Trouble::Failed(error).into_response(),
    }
}
