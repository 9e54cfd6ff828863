//! How the secret of an ingest key looks: `tgk_`, the public id of the key, `_`, and what nobody can
//! guess. Whoever finds one in a log or a repository sees what it is, and which key to revoke.
use crate::installation::Secret;
use rand::distr::{Alphanumeric, SampleString as _};

/// What every secret begins with.
pub const PREFIX: &str = "tgk_";
/// What the keyed hash is for.
const PURPOSE: &str = "ingest key";
const ID_CHARS: usize = 12;
/// 40 of 62 characters: 238 bits.
const SECRET_CHARS: usize = 40;

/// A new secret.
pub struct IngestSecret {
    /// The public id of its key.
    pub key_id: String,
    /// The whole text, to be shown once.
    pub text: String,
}

impl IngestSecret {
    /// A secret that nobody had before.
    #[must_use]
    pub fn generate() -> Self {
        let mut rng = rand::rng();
        let key_id = Alphanumeric.sample_string(&mut rng, ID_CHARS);
        let text = format!("{PREFIX}{key_id}_{}", Alphanumeric.sample_string(&mut rng, SECRET_CHARS));
        Self { key_id, text }
    }

    /// The keyed hash under which the text of a secret is stored.
    #[must_use]
    pub fn hash(installation: &Secret, text: &str) -> [u8; 32] {
        installation.mac(PURPOSE, text)
    }

    /// The public id of the key whose secret this looks like.
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
