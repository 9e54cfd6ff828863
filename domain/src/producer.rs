//! A sender of events.
use crate::OrgId;
use std::sync::Arc;

/// The prefix of the ids of producers that authenticated with a certificate; no key id contains a colon.
const CERTIFICATE: &str = "cert:";

/// A caller that authenticated with a valid ingest key or client certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Producer {
    /// The key's public id; for a certificate, `cert:` and its fingerprint.
    pub key_id: Arc<str>,
    /// The only organization that it may write to; `None` means all of them.
    pub org_id: Option<OrgId>,
}

impl Producer {
    /// The producer with the certificate of this fingerprint, which allows writing to one organization or to
    /// all.
    #[must_use]
    pub fn of_certificate(fingerprint: &str, org_id: Option<OrgId>) -> Self {
        Self { key_id: Arc::from(format!("{CERTIFICATE}{fingerprint}")), org_id }
    }

    /// Whether it authenticated with a certificate rather than a key.
    #[must_use]
    pub fn has_certificate(&self) -> bool {
        self.key_id.starts_with(CERTIFICATE)
    }

    /// Whether the organization that it may write to certainly exists: keys are only created for existing
    /// organizations, but a certificate is issued elsewhere, for any organization its authority chooses.
    #[must_use]
    pub fn is_of_known_organization(&self) -> bool {
        self.org_id.is_some() && !self.has_certificate()
    }
}
