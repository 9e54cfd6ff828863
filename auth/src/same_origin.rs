//! CSRF protection: a foreign page can make a browser send requests with our cookies, but the browser also
//! reports where the request comes from.
use crate::Auth;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use web::answer::failure;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

impl Auth {
    /// Whether the browser says that a page of this server sent the request; if it says nothing, the answer
    /// is no. Needed for everything that cookies authenticate and that does more than read: unsafe methods,
    /// and opening a WebSocket.
    #[must_use]
    pub fn same_origin(&self, headers: &HeaderMap) -> bool {
        let told = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let site = told(&FETCH_SITE).map(|site| site == "same-origin");
        let origin = told(&ORIGIN).map(|origin| {
            let secure = self.public_origin().starts_with("https://");
            // Over https, a page on the same host over http counts as foreign.
            let name = origin.split_once("://").filter(|(scheme, _)| *scheme == "https" || !secure);
            let host = name.map(|(_, host)| host).filter(|host| !host.is_empty());
            origin == self.public_origin() || (host.is_some() && host == told(&HOST))
        });
        match (site, origin) {
            (None, None) => false,
            (site, origin) => site.unwrap_or(true) && origin.unwrap_or(true),
        }
    }
}

/// Rejects requests from foreign pages that carry this server's cookies.
pub async fn guard(State(auth): State<Arc<Auth>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    // A foreign page cannot set the Authorization header; if it is set, cookies are not used.
    let by_cookie = !headers.contains_key(AUTHORIZATION) && auth.cookies().any(headers);
    if by_cookie && !request.method().is_safe() && !auth.same_origin(headers) {
        let message = "a request with this server's cookies must come from a page of this server";
        return failure(StatusCode::FORBIDDEN, "FORBIDDEN", message);
    }
    next.run(request).await
}
