//! The one type of caller.
use crate::ingest::Producer;
use domain::{Instant, OrgId, Role, UserId};

/// Somebody whose credential was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Somebody who signed in.
    Person(Person),
    /// Something that sends events.
    Producer(Producer),
}

/// A person, as the token tells. Whoever has a role of an organisation has an organisation, and
/// nobody else has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The person's id.
    pub sub: UserId,
    /// The person's name.
    pub name: Option<String>,
    /// The person's address.
    pub email: Option<String>,
    /// The person's organisation; none for platform roles.
    pub org_id: Option<OrgId>,
    /// What the person may do.
    pub role: Role,
}

/// A caller, and for how long the credential that was shown is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identified {
    /// Who calls.
    pub caller: Caller,
    /// When the credential ends; none for what ends by revocation alone. A connection that outlives
    /// it has to be closed.
    pub expires_at: Option<Instant>,
}
