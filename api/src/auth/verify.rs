//! Checking an access token against the published keys of its issuer.
use crate::auth::Person;
use crate::text::{is_id, is_printable};
use entities::{Instant, OrgId, Role, UserId};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use std::collections::HashMap;
use thiserror::Error;

/// The algorithms that a token may be signed with: all asymmetric, none weak.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256];
/// How far the clocks of issuer and server may differ.
const LEEWAY_SECONDS: i64 = 30;

/// Why a token is refused.
#[derive(Debug, Error)]
pub enum TokenError {
    /// It is none, or its signature, issuer or audience is wrong.
    #[error("the access token is not valid: {0}")]
    Invalid(#[from] jsonwebtoken::errors::Error),
    /// It is signed by a method that is not accepted.
    #[error("the access token must be signed with EdDSA, ES256 or RS256")]
    Algorithm,
    /// It does not say by which key it is signed, or by an unknown one.
    #[error("the access token names no known signing key")]
    UnknownKey,
    /// It is too old.
    #[error("the access token has expired")]
    Expired,
    /// It is for later.
    #[error("the access token is not valid yet")]
    NotYet,
    /// A claim is missing or wrong.
    #[error("the access token's claim {0}")]
    Claim(&'static str),
    /// Nobody issues tokens for this server.
    #[error("this server has no issuer of access tokens configured")]
    NoIssuer,
}

/// What a token says.
#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: i64,
    nbf: Option<i64>,
    name: Option<String>,
    email: Option<String>,
    org_id: Option<String>,
    role: String,
}

/// Checks the tokens of one issuer.
pub struct Verifier {
    keys: HashMap<String, DecodingKey>,
    issuer: String,
    audience: String,
}

impl Verifier {
    /// Checks tokens of `issuer` for `audience`, signed by one of `keys`.
    ///
    /// # Errors
    /// When a key is damaged.
    pub fn new(keys: &JwkSet, issuer: &str, audience: &str) -> Result<Self, TokenError> {
        let mut by_id = HashMap::new();
        for key in &keys.keys {
            if let Some(id) = &key.common.key_id {
                by_id.insert(id.clone(), DecodingKey::from_jwk(key)?);
            }
        }
        Ok(Self { keys: by_id, issuer: issuer.to_owned(), audience: audience.to_owned() })
    }

    /// The person for whom a valid token speaks, and until when.
    ///
    /// # Errors
    /// When the token is not valid at `now`.
    pub fn verify(&self, token: &str, now: Instant) -> Result<(Person, Instant), TokenError> {
        let header = decode_header(token)?;
        if !ALGORITHMS.contains(&header.alg) {
            return Err(TokenError::Algorithm);
        }
        let key = header.kid.as_deref().and_then(|id| self.keys.get(id)).ok_or(TokenError::UnknownKey)?;
        let mut rules = Validation::new(header.alg);
        rules.set_issuer(&[&self.issuer]);
        rules.set_audience(&[&self.audience]);
        rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // The library would read the machine's clock; ours is checked below.
        rules.validate_exp = false;
        let claims = decode::<Claims>(token, key, &rules)?.claims;
        let seconds = now.0.div_euclid(1_000_000);
        let end = claims.exp.saturating_add(LEEWAY_SECONDS);
        if end <= seconds {
            return Err(TokenError::Expired);
        }
        if claims.nbf.is_some_and(|from| from.saturating_sub(LEEWAY_SECONDS) > seconds) {
            return Err(TokenError::NotYet);
        }
        Ok((claims.into_person()?, Instant(end.saturating_mul(1_000_000))))
    }
}

impl Claims {
    fn into_person(self) -> Result<Person, TokenError> {
        let role = Role::from_wire(&self.role)
            .ok_or(TokenError::Claim("role must be MEMBER, MANAGER, ORG_ADMIN, SUPPORT or SUPER_ADMIN"))?;
        if !is_id(&self.sub) {
            return Err(TokenError::Claim("sub must have 1 to 128 printable characters"));
        }
        for (text, wrong) in [
            (&self.name, "name must have no control characters"),
            (&self.email, "email must have no control characters"),
        ] {
            if text.as_deref().is_some_and(|text| !is_printable(text)) {
                return Err(TokenError::Claim(wrong));
            }
        }
        let org_id = match (role.is_platform(), self.org_id) {
            // A platform role carries no organisation, whatever the token says.
            (true, _) => None,
            (false, Some(org_id)) if is_id(&org_id) => Some(OrgId::from(org_id)),
            (false, _) => return Err(TokenError::Claim("org_id must name the organization of this role")),
        };
        Ok(Person { sub: UserId::from(self.sub), name: self.name, email: self.email, org_id, role })
    }
}
