//! Sharing fairly: whoever asks most does not get most.
//!
//! A person has few operations under way at once, and the rest waits in line ([`people`]). What all
//! operations under way may resolve together, and the connections that read, are shared by organizations,
//! of which none gets more than half ([`halves`]).
mod halves;
mod people;

pub use halves::{Halves, Turn};
pub use people::{People, UnderWay};

use domain::{Caller, OrgId, Person};
use std::num::NonZeroUsize;

/// Who has a share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// An organization: its people and its keys.
    Organization(OrgId),
    /// Whoever belongs to the platform.
    Platform,
    /// Whoever did not say who it is.
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

/// How many of the largest operations may be under way at once, at least; with many processors two for
/// each of them.
const LARGEST_AT_ONCE: usize = 4;
/// Operations up to so many points do not wait for those of others, whatever else is under way; for their
/// own person's they do.
pub const LIGHT: usize = 1_000;

/// What the callers of a process share.
#[derive(Debug)]
pub struct Shares {
    /// The operations of each person.
    pub people: People,
    /// The points of complexity of all operations under way that are not light.
    pub points: Halves,
    /// The connections that read.
    pub readers: Halves,
}

impl Shares {
    /// Nobody has anything yet. A person may have so many operations under way, and one of them so many points;
    /// and there are so many connections that read.
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
