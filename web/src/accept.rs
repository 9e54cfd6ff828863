//! Which media types a client accepts.
use axum::http::HeaderMap;
use axum::http::header::ACCEPT;

/// Whether the client lists this media type in its Accept header.
pub fn accepts(headers: &HeaderMap, kind: &str) -> bool {
    let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|kinds| kinds.split(',')).any(|accepted| {
        let accepted = accepted.split(';').next().unwrap_or_default().trim();
        accepted.eq_ignore_ascii_case(kind)
    })
}
