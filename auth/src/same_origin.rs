//! Against requests that a foreign page makes a browser send: cookies go along with those, but so
//! does the word of the browser about where they come from.
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
    /// Whether the browser says that a page of this server sent the request. No word is a no. For
    /// everything that a cookie allows and that does more than show: unsafe methods, and the opening
    /// of a websocket.
    #[must_use]
    pub fn same_origin(&self, headers: &HeaderMap) -> bool {
        let told = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let site = told(&FETCH_SITE).map(|site| site == "same-origin");
        let origin = told(&ORIGIN).map(|origin| {
            let secure = self.public_origin().starts_with("https://");
            // Over https a page of the same name over http is somebody else.
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

/// Refuses what a foreign page sends with the cookies of this server.
pub async fn guard(State(auth): State<Arc<Auth>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    // Whoever can set Authorization is no foreign page, and then no cookie counts.
    let by_cookie = !headers.contains_key(AUTHORIZATION) && auth.cookies().any(headers);
    if by_cookie && !request.method().is_safe() && !auth.same_origin(headers) {
        let message = "a request with this server's cookies must come from a page of this server";
        return failure(StatusCode::FORBIDDEN, "FORBIDDEN", message);
    }
    next.run(request).await
}
