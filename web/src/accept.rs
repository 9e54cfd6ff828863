//! Which kinds of answer a client reads.
use axum::http::HeaderMap;
use axum::http::header::ACCEPT;

/// Whether the client names this kind among those that it reads.
pub fn accepts(headers: &HeaderMap, kind: &str) -> bool {
    let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|kinds| kinds.split(',')).any(|accepted| {
        let accepted = accepted.split(';').next().unwrap_or_default().trim();
        accepted.eq_ignore_ascii_case(kind)
    })
}
