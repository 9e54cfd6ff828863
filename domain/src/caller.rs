//! The one type of caller.
use crate::{Instant, OrgId, Producer, Role, UserId};
use std::net::IpAddr;
use std::sync::Arc;

/// Somebody whose credential was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Somebody who signed in.
    Person(Person),
    /// Something that sends events.
    Producer(Producer),
}

/// A person, as the token tells. Whoever has a role of an organization has an organization, and
/// nobody else has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The person's id.
    pub sub: UserId,
    /// The person's name.
    pub name: Option<String>,
    /// The person's address.
    pub email: Option<String>,
    /// The person's organization; none for platform roles.
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

/// From where a request comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The address of whoever asked; none where it is not known.
    pub peer: Option<IpAddr>,
    /// Under which id the request is logged.
    pub request_id: Option<Arc<str>>,
}
