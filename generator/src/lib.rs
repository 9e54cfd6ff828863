//! The simulated producer: whole days of plausible events for given organizations, sent through the ingest API
//! like those of any other producer.
//!
//! The pure half ([`generate_day`], [`live_session`]) uses no network and no clock: the same seed, organization
//! and day yield the same events, regardless of the rest of the range. The other half ([`Feeder`],
//! [`register`], [`live`]) speaks HTTP; nothing in this crate ever accesses a database.
//!
//! To add an event type, declared in [`domain::contract`]: a line in [`session`] that generates it.

mod content;
pub mod day;
pub mod dice;
pub mod event;
pub mod feed;
pub mod id;
pub mod org;
pub mod people;
pub mod plan;
pub mod presets;
pub mod session;

pub use day::{generate_day, live_session};
pub use event::GeneratedEvent;
pub use feed::{
    Admin, Answer, Claims, DEV_INGEST_KEY, Feeder, FeederOptions, LivePlan, Observer, Pace, Server, Totals, live,
    register, sign_in,
};
pub use org::{OrgSpec, default_orgs};
pub use people::Person;
pub use plan::{Counts, Plan};
pub use presets::{PRESETS, Preset};
