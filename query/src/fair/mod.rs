//! Fair sharing: asking most does not get a party most.
//!
//! A person may run only a few operations at once, and the rest are queued ([`people`]). The points of all
//! operations in flight, and the read connections, are shared among organizations, none of which gets more
//! than half ([`halves`]).
mod halves;
mod people;

pub use halves::{Halves, Turn};
pub use people::{People, UnderWay};

use domain::{Caller, OrgId, Person};
use std::num::NonZeroUsize;

/// Who shares quotas.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// An organization: its people and its ingest keys.
    Organization(OrgId),
    /// Callers that belong to the platform.
    Platform,
    /// Callers without a credential.
    Strangers,
}

impl Party {
    /// The party of a caller.
    #[must_use]
    pub fn of(caller: Option<&Caller>) -> Self {
        match caller {
            Some(Caller::Person(person)) => Self::of_person(person),
            Some(Caller::Producer(producer)) => Self::of_org(producer.org_id.as_ref()),
            None => Self::Strangers,
        }
    }

    /// The party of a person.
    #[must_use]
    pub fn of_person(person: &Person) -> Self {
        Self::of_org(person.org_id.as_ref())
    }

    fn of_org(org_id: Option<&OrgId>) -> Self {
        org_id.map_or(Self::Platform, |org_id| Self::Organization(org_id.clone()))
    }
}

/// How many of the largest operations may be in flight at once, at least; on machines with many processors,
/// two per processor.
const LARGEST_AT_ONCE: usize = 4;
/// Operations with up to this many points do not wait for those of other people, whatever else is in flight;
/// they do wait for the same person's other operations.
pub const LIGHT: usize = 1_000;

/// The resources that callers in a process share.
#[derive(Debug)]
pub struct Shares {
    /// The operations of each person.
    pub people: People,
    /// The points of all operations in flight that are not light.
    pub points: Halves,
    /// The read connections.
    pub readers: Halves,
}

impl Shares {
    /// Nothing is in use yet. `max_operations` is per person, `max_complexity` is the maximum of points per
    /// operation, and `readers` is the number of read connections.
    #[must_use]
    pub fn new(max_operations: usize, max_complexity: usize, readers: usize) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let at_once = processors.saturating_mul(2).max(LARGEST_AT_ONCE);
        Self {
            people: People::new(max_operations),
            points: Halves::of(max_complexity.saturating_mul(at_once)),
            readers: Halves::of(readers),
        }
    }
}
