//! The caller of a request.
use crate::{Instant, OrgId, Producer, Role, UserId};
use std::net::IpAddr;
use std::sync::Arc;

/// A caller whose credential was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A signed-in user.
    Person(Person),
    /// A program that sends events.
    Producer(Producer),
}

/// A person, as described by the token. A person has an organization exactly if the role belongs to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The person's id.
    pub sub: UserId,
    /// The person's name.
    pub name: Option<String>,
    /// The person's email address.
    pub email: Option<String>,
    /// The person's organization; `None` for platform roles.
    pub org_id: Option<OrgId>,
    /// What the person may do.
    pub role: Role,
}

/// A caller, and how long the credential is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identified {
    /// The caller.
    pub caller: Caller,
    /// When the credential expires; `None` if it ends only by revocation. A connection must not outlive it.
    pub expires_at: Option<Instant>,
}

/// Where a request comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The client's address; `None` if it is not known.
    pub peer: Option<IpAddr>,
    /// The id under which the request is logged.
    pub request_id: Option<Arc<str>>,
}
