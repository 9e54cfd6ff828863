//! Parses a JWKS document, keeping only keys for signatures that are accepted here.
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use thiserror::Error;

/// The maximum number of keys in a set; no real issuer has nearly as many.
const MAX_KEYS: usize = 100;
/// The minimum length of an RSA key, in bytes: 2048 bits.
const MIN_RSA_BYTES: usize = 256;

/// Why a document is not a usable key set.
#[derive(Debug, Error)]
pub enum SetError {
    /// It is not a JWKS.
    #[error("it is not a JSON Web Key Set: {0}")]
    Format(#[from] serde_json::Error),
    /// It has no usable key.
    #[error("it has no key for EdDSA, ES256 or RS256")]
    Empty,
    /// It has too many keys.
    #[error("it has more than {MAX_KEYS} keys")]
    TooMany,
}

/// A key, and the only algorithm it is used with.
#[derive(Clone)]
pub struct SigningKey {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// The key.
    pub key: DecodingKey,
}

/// The keys of an issuer. An issuer with a single key need not give it an id.
#[derive(Clone, Default)]
pub struct KeySet {
    by_id: HashMap<String, Arc<SigningKey>>,
    without_id: Vec<Arc<SigningKey>>,
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<serde_json::Value>,
}

impl KeySet {
    /// The usable keys of a document. Other kinds of keys are ignored.
    ///
    /// # Errors
    /// When it is not a JWKS, or has no usable key.
    pub fn parse(document: &[u8]) -> Result<Self, SetError> {
        let Document { keys } = serde_json::from_slice(document)?;
        if keys.len() > MAX_KEYS {
            return Err(SetError::TooMany);
        }
        let mut set = Self::default();
        for (id, key) in keys.into_iter().filter_map(usable) {
            match id {
                Some(id) => {
                    set.by_id.insert(id, key);
                }
                None => set.without_id.push(key),
            }
        }
        if set.by_id.is_empty() && set.without_id.is_empty() { Err(SetError::Empty) } else { Ok(set) }
    }

    /// The key with this id. If the token names none, or the keys have none, the only key for its algorithm.
    #[must_use]
    pub fn get(&self, kid: Option<&str>, algorithm: Algorithm) -> Option<Arc<SigningKey>> {
        fn only<'a>(keys: impl Iterator<Item = &'a Arc<SigningKey>>, algorithm: Algorithm) -> Option<Arc<SigningKey>> {
            let mut fitting = keys.filter(|key| key.algorithm == algorithm);
            fitting.next().filter(|_| fitting.next().is_none()).cloned()
        }
        match kid {
            Some(kid) => self.by_id.get(kid).cloned().or_else(|| only(self.without_id.iter(), algorithm)),
            None => only(self.by_id.values().chain(&self.without_id), algorithm),
        }
    }
}

fn usable(key: serde_json::Value) -> Option<(Option<String>, Arc<SigningKey>)> {
    let key: Jwk = serde_json::from_value(key).ok()?;
    if key.common.public_key_use.as_ref().is_some_and(|purpose| *purpose != PublicKeyUse::Signature) {
        return None;
    }
    let (algorithm, name) = match &key.algorithm {
        AlgorithmParameters::RSA(rsa) => {
            let modulus = URL_SAFE_NO_PAD.decode(&rsa.n).ok()?;
            let length = modulus.iter().skip_while(|byte| **byte == 0).count();
            (length >= MIN_RSA_BYTES).then_some((Algorithm::RS256, KeyAlgorithm::RS256))?
        }
        AlgorithmParameters::EllipticCurve(ec) if ec.curve == EllipticCurve::P256 => {
            (Algorithm::ES256, KeyAlgorithm::ES256)
        }
        AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => {
            (Algorithm::EdDSA, KeyAlgorithm::EdDSA)
        }
        _ => return None,
    };
    if key.common.key_algorithm.is_some_and(|told| told != name) {
        return None;
    }
    let decoding = DecodingKey::from_jwk(&key).ok()?;
    Some((key.common.key_id, Arc::new(SigningKey { algorithm, key: decoding })))
}
