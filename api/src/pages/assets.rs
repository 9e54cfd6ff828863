//! The script and the style sheet of GraphiQL, which are part of this program. Their addresses carry
//! a hash of what they hold, so that browsers may keep them for good.
use crate::http::answer::nowhere;
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};
use std::io::Write as _;
use std::sync::LazyLock;

/// The script.
pub(crate) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("js", "text/javascript; charset=utf-8", include_bytes!("../../../graphiql/dist/graphiql.js"))
});

/// The style sheet.
pub(crate) static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("css", "text/css; charset=utf-8", include_bytes!("../../../graphiql/dist/graphiql.css"))
});

/// One file.
pub(crate) struct Asset {
    name: String,
    kind: &'static str,
    plain: &'static [u8],
    /// The same for browsers that unpack it; `None` where it could not be made.
    packed: Option<Bytes>,
}

impl Asset {
    fn new(ending: &str, kind: &'static str, plain: &'static [u8]) -> Self {
        let hash: String = Sha256::digest(plain).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self { name: format!("graphiql-{hash}.{ending}"), kind, plain, packed: pack(plain).ok() }
    }

    /// Where it is.
    pub(crate) fn address(&self) -> String {
        format!("/assets/{}", self.name)
    }

    fn answer(&self, headers: &HeaderMap) -> Response {
        let tag = format!("\"{}\"", self.name);
        let known = headers.get_all(IF_NONE_MATCH).iter().any(|value| value.as_bytes() == tag.as_bytes());
        let mut response = match (known, &self.packed) {
            (true, _) => StatusCode::NOT_MODIFIED.into_response(),
            (false, Some(packed)) if unpacks(headers) => ([(CONTENT_ENCODING, "gzip")], packed.clone()).into_response(),
            (false, _) => self.plain.into_response(),
        };
        let about = response.headers_mut();
        about.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        about.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
        about.insert(VARY, HeaderValue::from_static("accept-encoding"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            about.insert(ETAG, tag);
        }
        response
    }
}

/// Answers one of the files, by the name that pages call it by.
pub(crate) async fn take(Path(file): Path<String>, headers: HeaderMap) -> Response {
    match [&SCRIPT, &STYLE].into_iter().find(|asset| asset.name == file) {
        Some(asset) => asset.answer(&headers),
        None => nowhere().await,
    }
}

fn unpacks(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|list| list.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        named && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn pack(plain: &[u8]) -> std::io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain)?;
    Ok(encoder.finish()?.into())
}
