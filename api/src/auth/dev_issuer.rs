//! The issuer of development: an Ed25519 key that all processes of an installation share.
use crate::auth::Person;
use crate::auth::verify::{TokenError, Verifier};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entities::Instant;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use store::{Sql, Store, StoreError};

/// Under which name the installation keeps the key.
const KEY_NAME: &str = "dev_issuer_ed25519_pkcs8";
const ISSUER: &str = "urn:tachograph:development";
const AUDIENCE: &str = "tachograph";
/// How long a token is valid.
pub const TOKEN_SECONDS: i64 = 12 * 60 * 60;

/// Signs tokens for whoever asks.
pub struct DevIssuer {
    key: EncodingKey,
    key_id: String,
    keys: JwkSet,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'static str,
    aud: &'static str,
    sub: &'a str,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    org_id: Option<&'a str>,
    role: &'static str,
}

impl DevIssuer {
    /// The issuer of this installation; the first process to ask makes its key.
    ///
    /// # Errors
    /// When the store fails, or holds something that is no key.
    pub async fn load(store: &Store) -> anyhow::Result<Self> {
        let fresh = Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new())
            .map_err(|_| anyhow::anyhow!("the system has no randomness for a signing key"))?;
        let pkcs8 = share(store, fresh.as_ref()).await?;
        let pair = Ed25519KeyPair::from_pkcs8(&pkcs8)
            .map_err(|_| anyhow::anyhow!("row {KEY_NAME} of table installation holds no Ed25519 key"))?;
        let public = pair.public_key().as_ref();
        let key_id = URL_SAFE_NO_PAD.encode(&Sha256::digest(public)[..9]);
        let keys = serde_json::from_value(serde_json::json!({"keys": [{
            "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
            "kid": key_id, "x": URL_SAFE_NO_PAD.encode(public),
        }]}))?;
        Ok(Self { key: EncodingKey::from_ed_der(&pkcs8), key_id, keys })
    }

    /// What checks the tokens of this issuer.
    ///
    /// # Errors
    /// When the key is damaged.
    pub fn verifier(&self) -> Result<Verifier, TokenError> {
        Verifier::new(&self.keys, ISSUER, AUDIENCE)
    }

    /// The keys as they are published.
    #[must_use]
    pub const fn keys(&self) -> &JwkSet {
        &self.keys
    }

    /// A token for this person.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn sign(&self, person: &Person, now: Instant) -> Result<String, TokenError> {
        let iat = now.0.div_euclid(1_000_000);
        let claims = Claims {
            iss: ISSUER,
            aud: AUDIENCE,
            sub: person.sub.as_str(),
            iat,
            exp: iat + TOKEN_SECONDS,
            name: person.name.as_deref(),
            email: person.email.as_deref(),
            org_id: person.org_id.as_ref().map(entities::OrgId::as_str),
            role: person.role.wire(),
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(self.key_id.clone());
        Ok(encode(&header, &claims, &self.key)?)
    }
}

/// Offers a key and reads back the one that won: several processes may start at once.
async fn share(store: &Store, fresh: &[u8]) -> Result<Vec<u8>, StoreError> {
    let read = || async {
        let rows = store.fetch(Sql::new("SELECT value FROM installation WHERE name = $1").text(KEY_NAME)).await?;
        rows.first().map(|row| row.bytes(0).map(<[u8]>::to_vec)).transpose()
    };
    if let Some(known) = read().await? {
        return Ok(known);
    }
    store
        .execute(
            Sql::new("INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
                .text(KEY_NAME)
                .bytes(fresh),
        )
        .await?;
    read().await?.ok_or_else(|| StoreError::Damaged(format!("row {KEY_NAME} of table installation vanished")))
}
