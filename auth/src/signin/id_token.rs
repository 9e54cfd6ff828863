//! What makes an issuer's token the ID token of one sign-in: OpenID Connect Core 1.0, 3.1.3.7.
use serde::Deserialize;

#[derive(Deserialize)]
struct Claims {
    #[serde(default)]
    aud: Audiences,
    azp: Option<String>,
    nonce: Option<String>,
}

/// One audience or several: some providers name the project or an API in addition to the client.
#[derive(Deserialize)]
#[serde(untagged)]
enum Audiences {
    One(String),
    Several(Vec<String>),
}

impl Default for Audiences {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl Audiences {
    fn has(&self, client: &str) -> bool {
        match self {
            Self::One(audience) => audience == client,
            Self::Several(audiences) => audiences.iter().any(|audience| audience == client),
        }
    }
}

/// Checks that the token is for this client and this sign-in: the client is among its audiences, and is the
/// authorized party (`azp`) if there is one, and the nonce matches. Signature and expiry are not checked
/// here.
///
/// # Errors
/// Returns what is wrong.
pub(super) fn check(token: &str, client: &str, nonce: &str) -> Result<(), String> {
    let claims = check_client(token, client)?;
    if claims.nonce.as_deref() != Some(nonce) {
        return Err("it belongs to another sign-in (nonce)".to_owned());
    }
    Ok(())
}

/// The same for a renewal, which need not repeat the nonce.
///
/// # Errors
/// Returns what is wrong.
pub(super) fn check_renewal(token: &str, client: &str) -> Result<(), String> {
    check_client(token, client).map(drop)
}

fn check_client(token: &str, client: &str) -> Result<Claims, String> {
    let claims = jsonwebtoken::dangerous::insecure_decode::<Claims>(token).map_err(|error| error.to_string())?.claims;
    if !claims.aud.has(client) {
        return Err("it is not for this client (aud)".to_owned());
    }
    if claims.azp.as_deref().is_some_and(|party| party != client) {
        return Err("it was issued to another client (azp)".to_owned());
    }
    Ok(claims)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    fn checked(claims: &Value) -> bool {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let token = format!("{}.{}.c2ln", part(&json!({"alg": "ES256"})), part(claims));
        check(&token, "ours", "n").is_ok()
    }

    #[test]
    fn for_this_client_and_this_sign_in() {
        for (claims, fine) in [
            (json!({"aud": "ours", "nonce": "n"}), true),
            (json!({"aud": ["ours"], "nonce": "n"}), true),
            (json!({"aud": ["other", "ours"], "azp": "ours", "nonce": "n"}), true),
            (json!({"aud": ["other", "ours"], "nonce": "n"}), true),
            (json!({"aud": ["other", "ours"], "azp": "other", "nonce": "n"}), false),
            (json!({"aud": "ours", "azp": "other", "nonce": "n"}), false),
            (json!({"aud": ["other"], "azp": "ours", "nonce": "n"}), false),
            (json!({"azp": "ours", "nonce": "n"}), false),
            (json!({"aud": "ours", "nonce": "m"}), false),
            (json!({"aud": "ours"}), false),
        ] {
            assert_eq!(checked(&claims), fine, "{claims}");
        }
    }
}
