//! Which pages may open a websocket with the cookie of whoever looks at them: our own alone.
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};

/// Whether the request may come from a foreign page that borrows the browser's cookie.
pub(super) fn is_foreign(headers: &HeaderMap, public_url: &str) -> bool {
    if headers.contains_key(AUTHORIZATION) || !headers.contains_key(COOKIE) {
        return false;
    }
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    // A browser names the origin of every websocket.
    let Some(origin) = text(ORIGIN) else { return true };
    let is_public = public_url.strip_prefix(origin).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    !is_public && (authority.is_none() || authority != text(HOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(pairs: &[(axum::http::HeaderName, &str)]) -> bool {
        let headers = pairs.iter().map(|(name, value)| (name.clone(), value.parse().expect("a header"))).collect();
        is_foreign(&headers, "https://tacho.example/app")
    }

    #[test]
    fn only_our_own_pages_may_use_the_cookie() {
        let cookie = (COOKIE, "session=1");
        assert!(!foreign(&[]) && !foreign(&[(ORIGIN, "https://evil.example")]), "nothing to borrow");
        assert!(!foreign(&[cookie.clone(), (ORIGIN, "https://tacho.example")]));
        assert!(!foreign(&[cookie.clone(), (ORIGIN, "http://127.0.0.1:8080"), (HOST, "127.0.0.1:8080")]));
        assert!(foreign(&[cookie.clone()]));
        assert!(foreign(&[cookie.clone(), (ORIGIN, "null"), (HOST, "127.0.0.1:8080")]));
        assert!(foreign(&[cookie.clone(), (ORIGIN, "https://tacho.example.evil.example")]));
        assert!(foreign(&[cookie, (ORIGIN, "https://tacho.exampl"), (HOST, "127.0.0.1:8080")]));
    }
}
