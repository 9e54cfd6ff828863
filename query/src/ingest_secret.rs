//! The format of an ingest key's secret: `tgk_`, the public id of the key, `_`, and a random part. If one is
//! found in a log or a repository, it is clear what it is and which key to revoke.
use crate::installation::Secret;
use rand::distr::{Alphanumeric, SampleString as _};

/// What every secret begins with.
pub const PREFIX: &str = "tgk_";
/// The purpose of the keyed hash.
const PURPOSE: &str = "ingest key";
const ID_CHARS: usize = 12;
/// 40 characters from a set of 62: 238 bits.
const SECRET_CHARS: usize = 40;

/// A new secret.
pub struct IngestSecret {
    /// The public id of its key.
    pub key_id: String,
    /// The whole text, to be shown once.
    pub text: String,
}

impl IngestSecret {
    /// A new random secret.
    #[must_use]
    pub fn generate() -> Self {
        let mut rng = rand::rng();
        let key_id = Alphanumeric.sample_string(&mut rng, ID_CHARS);
        let text = format!("{PREFIX}{key_id}_{}", Alphanumeric.sample_string(&mut rng, SECRET_CHARS));
        Self { key_id, text }
    }

    /// The keyed hash that is stored for a secret.
    #[must_use]
    pub fn hash(installation: &Secret, text: &str) -> [u8; 32] {
        installation.mac(PURPOSE, text)
    }

    /// The public id of the key, if the text has the format of a secret.
    #[must_use]
    pub fn key_id(text: &str) -> Option<&str> {
        let plain = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let (key_id, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
        (plain(key_id, ID_CHARS) && plain(secret, SECRET_CHARS)).then_some(key_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_tells_its_key_and_nothing_else_does() {
        let secret = IngestSecret::generate();
        assert_eq!(IngestSecret::key_id(&secret.text), Some(secret.key_id.as_str()));
        let short = &secret.text[..secret.text.len() - 1];
        let long = format!("{}a", secret.text);
        for other in
            [short, &long, "tgk_", "tgk_a_b", "dev-ingest-key", &secret.text[4..], &secret.text.replace('_', "-")]
        {
            assert_eq!(IngestSecret::key_id(other), None, "{other}");
        }
    }
}
