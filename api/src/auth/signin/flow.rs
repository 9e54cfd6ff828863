//! A sign-in on its way, kept by the browser that began it and by nobody else: sealed, so that only
//! a flow of this installation comes back, and short-lived.
use crate::auth::installation::Secret;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entities::Instant;
use serde::{Deserialize, Serialize};

/// How long somebody may take to sign in, in seconds.
pub const SECONDS: i64 = 10 * 60;
const PURPOSE: &str = "sign-in";

/// What must come back as it went.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Flow {
    /// Ties the answer to this browser.
    pub state: String,
    /// Ties the token to this sign-in.
    pub nonce: String,
    /// Proves to the provider that the code was meant for us.
    pub verifier: String,
    /// Where to go afterwards: a path of this server.
    pub return_to: String,
    /// When it is too late, in seconds since 1970.
    pub until: i64,
}

impl Flow {
    /// The flow as the cookie carries it.
    #[must_use]
    pub fn seal(&self, secret: &Secret) -> String {
        // Texts and numbers always have a JSON form.
        let content = URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default());
        let mac = URL_SAFE_NO_PAD.encode(secret.mac(PURPOSE, &content));
        format!("{content}.{mac}")
    }

    /// The flow of a cookie, if it is one of ours and still in time.
    #[must_use]
    pub fn unseal(cookie: &str, secret: &Secret, now: Instant) -> Option<Self> {
        let (content, mac) = cookie.split_once('.')?;
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        verify_slices_are_equal(&mac, &secret.mac(PURPOSE, content)).ok()?;
        let flow: Self = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(content).ok()?).ok()?;
        (now.0.div_euclid(1_000_000) < flow.until).then_some(flow)
    }
}

/// Whether this leads to a page of this server, however a browser reads it.
#[must_use]
pub fn is_own_path(path: &str) -> bool {
    let fine = |character: char| !character.is_control() && character != '\\' && !character.is_whitespace();
    path.starts_with('/') && !path.starts_with("//") && path.len() <= 1_024 && path.chars().all(fine)
}

#[cfg(test)]
mod tests {
    use super::is_own_path;

    #[test]
    fn only_paths_of_this_server_are_returned_to() {
        for own in ["/", "/organizations/acme?from=2026-01-01#runs", "/a//b"] {
            assert!(is_own_path(own), "{own}");
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
            assert!(!is_own_path(foreign), "{foreign}");
        }
    }
}
