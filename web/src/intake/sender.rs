//! In whose name a body takes room.
use domain::Caller;
use domain::OrgId;
use domain::Producer;
use std::sync::Arc;

/// In whose name a body takes room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sender {
    /// Whoever showed no credential: all of them together are one.
    Stranger,
    /// A person or an ingest key, of an organization or of the platform.
    Known {
        /// The person or the key.
        caller: Arc<str>,
        /// The organization.
        organization: Option<OrgId>,
    },
    /// An ingest key whose body is counted already, for what waits to be stored: that may outlive the
    /// request, and has a share of its own.
    Queue {
        /// The key.
        key: Arc<str>,
        /// The organization.
        organization: Option<OrgId>,
    },
}

impl Sender {
    /// The sender that a caller is.
    #[must_use]
    pub fn of(caller: Option<&Caller>) -> Self {
        match caller {
            None => Self::Stranger,
            Some(Caller::Person(person)) => {
                // No identifier has a control character.
                let org_id = person.org_id.as_ref().map_or("", OrgId::as_str);
                let caller = Arc::from(format!("person\0{org_id}\0{}", person.sub));
                Self::Known { caller, organization: person.org_id.clone() }
            }
            Some(Caller::Producer(producer)) => Self::key(producer),
        }
    }

    /// The sender that an ingest key is.
    #[must_use]
    pub fn key(producer: &Producer) -> Self {
        let caller = Arc::from(format!("key\0{}", producer.key_id));
        Self::Known { caller, organization: producer.org_id.clone() }
    }

    /// The same for what waits to be stored of a request that is counted already.
    #[must_use]
    pub fn queue(producer: &Producer) -> Self {
        Self::Queue { key: Arc::clone(&producer.key_id), organization: producer.org_id.clone() }
    }
}
