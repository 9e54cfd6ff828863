//! The sender that a body's memory counts against.
use domain::Caller;
use domain::OrgId;
use domain::Producer;
use std::sync::Arc;

/// The sender that a body's memory counts against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sender {
    /// Callers without a credential: all of them together count as one.
    Stranger,
    /// A person or an ingest key, of an organization or of the platform.
    Known {
        /// The person or the key.
        caller: Arc<str>,
        /// The organization.
        organization: Option<OrgId>,
    },
    /// An ingest key, for events waiting to be stored, whose body was already counted: these may outlive the
    /// request, and have a share of their own.
    Queue {
        /// The key.
        key: Arc<str>,
        /// The organization.
        organization: Option<OrgId>,
    },
}

impl Sender {
    /// The sender for a caller.
    #[must_use]
    pub fn of(caller: Option<&Caller>) -> Self {
        match caller {
            None => Self::Stranger,
            Some(Caller::Person(person)) => {
                // Identifiers cannot contain control characters.
                let org_id = person.org_id.as_ref().map_or("", OrgId::as_str);
                let caller = Arc::from(format!("person\0{org_id}\0{}", person.sub));
                Self::Known { caller, organization: person.org_id.clone() }
            }
            Some(Caller::Producer(producer)) => Self::key(producer),
        }
    }

    /// The sender for an ingest key.
    #[must_use]
    pub fn key(producer: &Producer) -> Self {
        let caller = Arc::from(format!("key\0{}", producer.key_id));
        Self::Known { caller, organization: producer.org_id.clone() }
    }

    /// The sender for events waiting to be stored from a request that was already counted.
    #[must_use]
    pub fn queue(producer: &Producer) -> Self {
        Self::Queue { key: Arc::clone(&producer.key_id), organization: producer.org_id.clone() }
    }
}
