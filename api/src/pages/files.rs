//! Serves embedded files: compressed with an encoding that the browser accepts, and not at all if it has them
//! cached already.
use assets::{EmbedableFile as _, EmbeddedFile};
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

/// How long a browser may cache a file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Keep {
    /// Forever: its name contains a hash of its content.
    Always,
    /// It must revalidate each time, and gets 304 if nothing changed.
    Asking,
}

/// Serves a file.
pub(crate) fn answer(file: &EmbeddedFile, headers: &HeaderMap, keep: Keep) -> Response {
    let packed = [("br", file.data_br()), ("gzip", file.data_gzip())];
    let packed = packed.into_iter().find(|(coding, data)| data.is_some() && unpacks(headers, coding));
    let mut response = match packed {
        _ if knows(headers, file.etag()) => StatusCode::NOT_MODIFIED.into_response(),
        Some((coding, Some(data))) => ([(CONTENT_ENCODING, coding)], data).into_response(),
        _ => file.data().into_response(),
    };
    let about = response.headers_mut();
    if let Ok(kind) = HeaderValue::try_from(kind(file)) {
        about.insert(CONTENT_TYPE, kind);
    }
    about.insert(VARY, HeaderValue::from_static("accept-encoding"));
    tag(about, file.etag(), keep);
    response
}

/// Sets the cache headers and the ETag of a response.
pub(crate) fn tag(about: &mut HeaderMap, tag: &str, keep: Keep) {
    let keep = match keep {
        Keep::Always => "public, max-age=31536000, immutable",
        Keep::Asking => "no-cache",
    };
    about.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        about.insert(ETAG, tag);
    }
}

/// Whether the browser has the version with this ETag. A proxy that compresses responses marks the ETag as
/// weak.
pub(crate) fn knows(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|list| list.split(',')).any(|known| known.trim().trim_start_matches("W/") == tag)
}

fn kind(file: &EmbeddedFile) -> String {
    let kind = file.mime_type().unwrap_or("application/octet-stream");
    let text = kind.starts_with("text/") || kind.ends_with("json") || kind.ends_with("xml");
    if text { format!("{kind}; charset=utf-8") } else { kind.to_owned() }
}

fn unpacks(headers: &HeaderMap, coding: &str) -> bool {
    let accepted = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|list| list.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        named && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}
