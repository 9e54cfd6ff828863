//! The development issuer's key, which all processes of an installation share, and what is signed with it.
use crate::keys::{KeyCache, KeySource};
use crate::options::AuthOptions;
use crate::verify::{TokenError, Verifier};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Person;
use domain::{Instant, OrgId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use query::installation::share;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use store::Store;

/// The name under which the installation stores the key.
const KEY_NAME: &str = "dev_issuer_ed25519_pkcs8";
/// The issuer in tokens that every process of the installation accepts, whatever address browsers use.
const ISSUER: &str = "urn:tachograph:development";
/// The audience of tokens, and the only client.
pub const CLIENT: &str = "tachograph";
/// How long a token is valid.
pub const TOKEN_SECONDS: i64 = 12 * 60 * 60;

/// Signs tokens for anyone who asks.
pub struct DevIssuer {
    key: EncodingKey,
    own: DecodingKey,
    key_id: String,
    document: Vec<u8>,
    url: String,
    used: Mutex<HashMap<String, Instant>>,
}

impl DevIssuer {
    /// The issuer of this installation, which browsers find below `public_url`; the first process that needs
    /// it generates its key.
    ///
    /// # Errors
    /// When the store fails, or the stored value is not a key.
    pub async fn load(store: &Store, public_url: &str) -> anyhow::Result<Self> {
        let fresh = Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new())
            .map_err(|_| anyhow::anyhow!("the system cannot generate a signing key"))?;
        let pkcs8 = share(store, KEY_NAME, fresh.as_ref()).await?;
        let pair = Ed25519KeyPair::from_pkcs8(&pkcs8)
            .map_err(|_| anyhow::anyhow!("row {KEY_NAME} of table installation holds no Ed25519 key"))?;
        let public = pair.public_key().as_ref();
        let key_id = URL_SAFE_NO_PAD.encode(&Sha256::digest(public)[..9]);
        let document = json!({"keys": [{
            "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
            "kid": key_id, "x": URL_SAFE_NO_PAD.encode(public),
        }]});
        Ok(Self {
            key: EncodingKey::from_ed_der(&pkcs8),
            own: DecodingKey::from_ed_der(public),
            key_id,
            document: document.to_string().into_bytes(),
            url: format!("{public_url}/dev"),
            used: Mutex::default(),
        })
    }

    /// The verifier for this issuer's tokens: the same code as for any other issuer.
    #[must_use]
    pub fn verifier(&self, store: &Store) -> Verifier {
        let source = KeySource::Here(self.document.clone());
        let keys = KeyCache::new(source, store.clock().clone(), Duration::ZERO);
        let issuers = vec![ISSUER.to_owned(), self.url.clone()];
        Verifier::new(keys, issuers, vec![CLIENT.to_owned()], &AuthOptions::default())
    }

    /// Its URL, which is also its issuer name for browsers.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The published key set.
    #[must_use]
    pub fn document(&self) -> &[u8] {
        &self.document
    }

    /// An access token for this person.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn access_token(&self, person: &Person, now: Instant) -> Result<String, TokenError> {
        self.sign(&claims(person), ISSUER, CLIENT, now, TOKEN_SECONDS)
    }

    /// An ID token that tells a client who signed in, issued at the client's own request.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn id_token(&self, person: &Person, nonce: Option<&str>, now: Instant) -> Result<String, TokenError> {
        let mut claims = claims(person);
        if let Some(nonce) = nonce {
            claims["nonce"] = Value::from(nonce);
        }
        self.sign(&claims, &self.url, CLIENT, now, TOKEN_SECONDS)
    }

    /// Seals content for this issuer itself, to be brought back by a client.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn seal(&self, purpose: &str, content: &Value, now: Instant, seconds: i64) -> Result<String, TokenError> {
        let content = json!({"content": content, "jti": format!("{:032x}", rand::random::<u128>())});
        self.sign(&content, ISSUER, &sealed(purpose), now, seconds)
    }

    /// The content that was sealed for this purpose, if it is still valid. With `once`, it can be used only
    /// once.
    pub fn unseal(&self, purpose: &str, text: &str, now: Instant, once: bool) -> Option<Value> {
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[sealed(purpose)]);
        // The library would use the system clock; the expiry is checked below with ours.
        rules.validate_exp = false;
        let mut claims = decode::<Map<String, Value>>(text, &self.own, &rules).ok()?.claims;
        let end = Instant(claims.get("exp")?.as_i64()?.checked_mul(1_000_000)?);
        if end <= now || (once && !self.use_up(claims.get("jti")?.as_str()?, end, now)) {
            return None;
        }
        claims.remove("content")
    }

    /// Marks it as used, and returns whether it was not used before.
    fn use_up(&self, id: &str, end: Instant, now: Instant) -> bool {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, end| now < *end);
        used.insert(id.to_owned(), end).is_none()
    }

    fn sign(
        &self,
        content: &Value,
        issuer: &str,
        audience: &str,
        now: Instant,
        seconds: i64,
    ) -> Result<String, TokenError> {
        #[derive(Serialize)]
        struct Signed<'a> {
            iss: &'a str,
            aud: &'a str,
            iat: i64,
            exp: i64,
            #[serde(flatten)]
            content: &'a Value,
        }
        let iat = now.0.div_euclid(1_000_000);
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(self.key_id.clone());
        Ok(encode(&header, &Signed { iss: issuer, aud: audience, iat, exp: iat + seconds, content }, &self.key)?)
    }
}

fn sealed(purpose: &str) -> String {
    format!("{ISSUER}:{purpose}")
}

fn claims(person: &Person) -> Value {
    let mut claims = json!({"sub": person.sub.as_str(), "role": person.role.wire()});
    let more = [
        ("name", person.name.as_deref()),
        ("email", person.email.as_deref()),
        ("org_id", person.org_id.as_ref().map(OrgId::as_str)),
    ];
    for (name, value) in more {
        if let Some(value) = value {
            claims[name] = Value::from(value);
        }
    }
    claims
}
