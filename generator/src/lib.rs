//! The made-up producer: whole days of plausible events for chosen organizations, sent through the
//! ingest API like anybody else's.
//!
//! The pure half ([`generate_day`], [`live_session`]) knows no network and no clock: the same seed, organization
//! and day give the same events, whatever the rest of the range is. The other half ([`Feeder`],
//! [`register`], [`live`]) speaks HTTP; nothing here ever touches a database.
//!
//! To add a kind of event: a variant of [`event::Payload`], and a line in [`session`] that emits it.

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
