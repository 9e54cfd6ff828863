//! A sign-in in progress. Its state is kept only by the browser that began it: sealed, so that only flows of
//! this installation are accepted back, and short-lived.
use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Instant;
use query::installation::Secret;
use serde::{Deserialize, Serialize};
use url::Url;

/// How long a sign-in may take, in seconds.
pub const SECONDS: i64 = 10 * 60;
const PURPOSE: &str = "sign-in";

/// The state that must come back unchanged.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Flow {
    /// Ties the response to this browser.
    pub state: String,
    /// Ties the token to this sign-in.
    pub nonce: String,
    /// Proves to the provider that the code was issued to this client.
    pub verifier: String,
    /// Where to go afterward: a path of this server.
    pub return_to: String,
    /// When it expires, in seconds since 1970.
    pub until: i64,
}

impl Flow {
    /// The flow as a cookie value.
    #[must_use]
    pub fn seal(&self, secret: &Secret) -> String {
        // Strings and numbers always have a JSON form.
        let content = URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default());
        let mac = URL_SAFE_NO_PAD.encode(secret.mac(PURPOSE, &content));
        format!("{content}.{mac}")
    }

    /// The flow in a cookie, if it was sealed by this installation and has not expired.
    #[must_use]
    pub fn unseal(cookie: &str, secret: &Secret, now: Instant) -> Option<Self> {
        let (content, mac) = cookie.split_once('.')?;
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        verify_slices_are_equal(&mac, &secret.mac(PURPOSE, content)).ok()?;
        let flow: Self = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(content).ok()?).ok()?;
        (now.0.div_euclid(1_000_000) < flow.until).then_some(flow)
    }
}

/// Whether the path leads to a page of this server, whose paths begin with `base`, however a browser parses
/// it: other services may run beside `base` on the same host.
#[must_use]
pub fn is_own_path(path: &str, base: &str) -> bool {
    let fine = |character: char| !character.is_control() && character != '\\' && !character.is_whitespace();
    let is_path = path.starts_with('/') && !path.starts_with("//") && path.len() <= 1_024 && path.chars().all(fine);
    is_path && is_below(path, base)
}

/// Whether a path is below another one once its dot segments are resolved, percent-encoded or not.
fn is_below(path: &str, base: &str) -> bool {
    let Ok(read) = Url::parse("http://localhost").and_then(|origin| origin.join(path)) else { return false };
    let below = read.path().strip_prefix(base);
    read.host_str() == Some("localhost") && below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::is_own_path;

    #[test]
    fn only_paths_of_this_server_are_returned_to() {
        for own in ["/", "/organizations/acme?from=2026-01-01#runs", "/a//b"] {
            assert!(is_own_path(own, ""), "{own}");
        }
        for foreign in [
            "",
            "a",
            "//evil.example",
            "/\\evil.example",
            "\\/evil",
            "https://evil.example",
            "/\t/evil",
            "/a\nb",
            "javascript:x",
        ] {
            assert!(!is_own_path(foreign, ""), "{foreign}");
        }
    }

    #[test]
    fn beside_the_base_path_others_live() {
        for own in ["/tacho", "/tacho/", "/tacho?a=/../b", "/tacho#x", "/tacho/a/../b", "/tacho/%2e/a"] {
            assert!(is_own_path(own, "/tacho"), "{own}");
        }
        for foreign in [
            "/",
            "/other-app/evil",
            "/tachometer",
            "/tacho/../other-app/evil",
            "/tacho/a/../../other-app",
            "/tacho/%2e%2e/other-app",
            "/tacho/.%2E/other-app",
            "/tacho/..",
        ] {
            assert!(!is_own_path(foreign, "/tacho"), "{foreign}");
        }
    }
}
