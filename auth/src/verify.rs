//! Checking an access token against the published keys of its issuer.
use crate::claims::ClaimReader;
use crate::keys::KeyCache;
use crate::keys::cache::Lookup;
use crate::options::AuthOptions;
use domain::Instant;
use domain::Person;
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use serde_json::{Map, Value};
use thiserror::Error;

/// The signature algorithms that are accepted: all asymmetric, none weak.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256];
/// The maximum length of a token, in bytes.
const MAX_BYTES: usize = 16 * 1024;

/// Why a token is rejected.
#[derive(Debug, Error)]
pub enum TokenError {
    /// It is not a token, or its signature, issuer or audience is wrong.
    #[error("the credential is not valid: neither an ingest key of this server nor a token for it ({0})")]
    Invalid(#[from] jsonwebtoken::errors::Error),
    /// It is too long.
    #[error("the access token is not valid: it has more than {MAX_BYTES} bytes")]
    TooLong,
    /// It is signed with an algorithm that is not accepted, or not the one for its key.
    #[error("the access token must be signed with EdDSA, ES256 or RS256, as intended for its key")]
    Algorithm,
    /// It has a critical header that is not supported.
    #[error("the access token has a critical header that is not supported")]
    Critical,
    /// It does not name its signing key, or names an unknown one.
    #[error("the access token does not identify a known signing key")]
    UnknownKey,
    /// The issuer has never responded, so nothing can be checked.
    #[error("the token issuer's keys are not available now")]
    Unavailable,
    /// It has expired.
    #[error("the access token has expired")]
    Expired,
    /// It is not valid yet.
    #[error("the access token is not valid yet")]
    NotYet,
    /// A claim is missing or wrong.
    #[error("the access token's claim {0}")]
    Claim(String),
    /// No issuer is configured on this server.
    #[error("the access token cannot be checked: no token issuer is configured on this server")]
    NoIssuer,
}

/// Checks the tokens of one issuer.
pub struct Verifier {
    keys: KeyCache,
    issuers: Vec<String>,
    audiences: Vec<String>,
    claims: ClaimReader,
    leeway: i64,
}

impl Verifier {
    /// Checks tokens from an issuer, by any of its names, for one of the audiences.
    #[must_use]
    pub fn new(keys: KeyCache, issuers: Vec<String>, audiences: Vec<String>, options: &AuthOptions) -> Self {
        let leeway = i64::try_from(options.leeway.as_secs()).unwrap_or(i64::MAX);
        Self { keys, issuers, audiences, claims: ClaimReader::new(options), leeway }
    }

    /// The person identified by a valid token, and when it expires.
    ///
    /// # Errors
    /// When the token is not valid at `now`.
    pub async fn verify(&self, token: &str, now: Instant) -> Result<(Person, Instant), TokenError> {
        if token.len() > MAX_BYTES {
            return Err(TokenError::TooLong);
        }
        let header = decode_header(token)?;
        if !ALGORITHMS.contains(&header.alg) {
            return Err(TokenError::Algorithm);
        }
        if header.crit.is_some() {
            return Err(TokenError::Critical);
        }
        let key = match self.keys.find(header.kid.as_deref(), header.alg).await {
            Lookup::Known(key) => key,
            Lookup::Unknown => return Err(TokenError::UnknownKey),
            Lookup::Unavailable => return Err(TokenError::Unavailable),
        };
        if key.algorithm != header.alg {
            return Err(TokenError::Algorithm);
        }
        let mut rules = Validation::new(key.algorithm);
        rules.set_issuer(&self.issuers);
        rules.set_audience(&self.audiences);
        rules.set_required_spec_claims(&["exp", "iss", "aud"]);
        // The library would use the system clock; the expiry is checked below with ours.
        rules.validate_exp = false;
        let claims = decode::<Map<String, Value>>(token, &key.key, &rules)?.claims;
        let end = self.check_time(&claims, now)?;
        Ok((self.claims.person(&claims)?, end))
    }

    /// When the token expires, if it is valid now.
    fn check_time(&self, claims: &Map<String, Value>, now: Instant) -> Result<Instant, TokenError> {
        let seconds = now.0.div_euclid(1_000_000);
        let end = time(claims, "exp")?.ok_or_else(|| TokenError::Claim("exp is missing".to_owned()))?;
        let end = end.saturating_add(self.leeway);
        if end <= seconds {
            return Err(TokenError::Expired);
        }
        if time(claims, "nbf")?.is_some_and(|from| from.saturating_sub(self.leeway) > seconds) {
            return Err(TokenError::NotYet);
        }
        Ok(Instant(end.saturating_mul(1_000_000)))
    }
}

/// A claim in seconds since 1970; some issuers write fractions.
fn time(claims: &Map<String, Value>, name: &str) -> Result<Option<i64>, TokenError> {
    let wrong = || TokenError::Claim(format!("{name} must be a number of seconds"));
    match claims.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(number)) => {
            let fraction = || number.as_f64().filter(|seconds| seconds.is_finite()).map(|seconds| seconds as i64);
            number.as_i64().or_else(fraction).map(Some).ok_or_else(wrong)
        }
        Some(_) => Err(wrong()),
    }
}
