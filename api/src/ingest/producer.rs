//! Who sends events.
use entities::OrgId;
use std::sync::Arc;

/// A caller that showed a valid ingest key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Producer {
    /// The public id of the key.
    pub key_id: Arc<str>,
    /// The only organisation that it may write to; `None`: all of them.
    pub org_id: Option<OrgId>,
}
