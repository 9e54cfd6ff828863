//! Signs tokens with all accepted algorithms, and with others.
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Instant;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use testkit::database::NOON;

pub(crate) const ISSUER: &str = "https://id.example.org";
pub(crate) const AUDIENCE: &str = "tachograph";

/// A key of the issuer.
pub(crate) struct Key {
    pub(crate) id: &'static str,
    pub(crate) algorithm: Algorithm,
    pub(crate) key: EncodingKey,
}

/// An issuer with a key per algorithm.
pub(crate) struct Issuer {
    pub(crate) keys: Vec<Key>,
}

impl Key {
    pub(crate) fn new(id: &'static str, algorithm: Algorithm) -> Self {
        let random = SystemRandom::new();
        let key = match algorithm {
            Algorithm::RS256 => {
                let pair = KeyPair::generate(KeySize::Rsa2048).expect("a key");
                let pkcs8 = AsDer::<Pkcs8V1Der<'_>>::as_der(&pair).expect("a document");
                // The key within the document comes after the name of its algorithm.
                EncodingKey::from_rsa_der(&pkcs8.as_ref()[26..])
            }
            Algorithm::ES256 => {
                let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
                EncodingKey::from_ec_der(pkcs8.as_ref())
            }
            _ => EncodingKey::from_ed_der(Ed25519KeyPair::generate_pkcs8v1(&random).expect("a key").as_ref()),
        };
        Self { id, algorithm, key }
    }

    /// The public key, as published.
    pub(crate) fn jwk(&self) -> Value {
        let mut jwk = serde_json::to_value(Jwk::from_encoding_key(&self.key, self.algorithm).expect("a public half"))
            .expect("JSON");
        jwk["kid"] = json!(self.id);
        jwk["use"] = json!("sig");
        jwk
    }

    /// A token with these claims.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(self.algorithm);
        header.kid = Some(self.id.to_owned());
        encode(&header, claims, &self.key).expect("a token")
    }
}

impl Issuer {
    pub(crate) fn new() -> Self {
        let keys = [("rsa", Algorithm::RS256), ("ec", Algorithm::ES256), ("ed", Algorithm::EdDSA)];
        Self { keys: keys.map(|(id, algorithm)| Key::new(id, algorithm)).into() }
    }

    pub(crate) fn jwks(&self) -> Value {
        json!({"keys": self.keys.iter().map(Key::jwk).collect::<Vec<_>>()})
    }

    pub(crate) fn key(&self, algorithm: Algorithm) -> &Key {
        self.keys.iter().find(|key| key.algorithm == algorithm).expect("a key")
    }

    /// A valid token for a manager.
    pub(crate) fn token(&self) -> String {
        self.key(Algorithm::EdDSA).sign(&claims())
    }
}

/// The claims of a manager, valid for an hour from [`NOON`].
pub(crate) fn claims() -> Value {
    let now = seconds(NOON);
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "ada", "name": "Ada", "email": "ada@example.org",
        "org_id": "acme", "role": "MANAGER", "iat": now, "exp": now + 3_600,
    })
}

pub(crate) fn seconds(at: Instant) -> i64 {
    at.0.div_euclid(1_000_000)
}

/// A part of a token.
pub(crate) fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}
