//! Who sends events.
use crate::OrgId;
use std::sync::Arc;

/// What the ids of producers begin with that showed a certificate; no id of a key has a colon.
const CERTIFICATE: &str = "cert:";

/// A caller that showed a valid ingest key, or a certificate in place of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Producer {
    /// The public id of the key; of a certificate `cert:` and its fingerprint.
    pub key_id: Arc<str>,
    /// The only organization that it may write to; `None`: all of them.
    pub org_id: Option<OrgId>,
}

impl Producer {
    /// Whoever showed the certificate of this fingerprint, which speaks for an organization, or for all of
    /// them.
    #[must_use]
    pub fn of_certificate(fingerprint: &str, org_id: Option<OrgId>) -> Self {
        Self { key_id: Arc::from(format!("{CERTIFICATE}{fingerprint}")), org_id }
    }

    /// Whether it showed a certificate, and no key.
    #[must_use]
    pub fn has_certificate(&self) -> bool {
        self.key_id.starts_with(CERTIFICATE)
    }

    /// Whether the organization that it may write to is there for sure: a key is made for one that is. A
    /// certificate is made elsewhere, for whatever its authority likes.
    #[must_use]
    pub fn is_of_known_organization(&self) -> bool {
        self.org_id.is_some() && !self.has_certificate()
    }
}
