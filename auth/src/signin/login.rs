//! `GET /auth/login`: redirects to the provider.
use crate::Auth;
use crate::cookies::Kind;
use crate::signin::flow::{SECONDS, is_own_path};
use crate::signin::problem::Problem;
use crate::signin::set_up;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{HOST, SET_COOKIE};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;
use url::form_urlencoded;
use web::answer::field_failure;
use web::query::Query;

#[derive(Deserialize)]
pub(crate) struct Arguments {
    return_to: Option<String>,
    /// Whether the browser was already redirected to the public URL.
    moved: Option<bool>,
}

/// Redirects the browser to the provider, with a cookie that identifies it when it comes back.
pub(crate) async fn begin(
    State(auth): State<Arc<Auth>>,
    headers: HeaderMap,
    Query(arguments): Query<Arguments>,
) -> Response {
    let Some(sign_in) = auth.sign_in() else { return set_up::answer(&auth, &headers) };
    let return_to = arguments.return_to.unwrap_or_else(|| format!("{}/", auth.base_path()));
    if !is_own_path(&return_to, auth.base_path()) {
        return field_failure("return_to", "expected a path of this server, such as /");
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let public = auth.public_url();
    // Cookies belong to the host name that the browser used, and the provider redirects to the public one.
    if auth.public_origin().split_once("://").is_none_or(|(_, name)| name != host) && arguments.moved.is_none() {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("return_to", &return_to).finish();
        return Redirect::to(&format!("{public}/auth/login?moved=true&{query}")).into_response();
    }
    match sign_in.begin(return_to).await {
        Ok((url, flow)) => {
            let cookie = auth.cookies().set(Kind::SignIn, &flow.seal(auth.secret()), SECONDS);
            let mut response = Redirect::to(&url).into_response();
            if let Some(cookie) = cookie {
                response.headers_mut().append(SET_COOKIE, cookie);
            }
            response
        }
        Err(error) => Problem::Failed(error).into_response(),
    }
}
