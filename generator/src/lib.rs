//! The simulated producer: whole days of plausible events for given organizations, sent through the ingest API
//! like those of any other producer.
//!
//! The pure half ([`generate_day`], [`live_session`]) uses no network and no clock: the same seed, organization
//! and day yield the same events, regardless of the rest of the range. The other half ([`Feeder`],
//! [`register`], [`live`]) speaks HTTP; nothing in this crate ever accesses a database.
//!
//! A fleet reports as [`Speech`] says: whole runs as events of the contract ([`session`]), or what agents do step by
//! step ([`script`]) by OpenTelemetry ([`otlp`]).
//!
//! To add an event type, declared in [`domain::contract`]: a line in [`session`] that generates it.

mod content;
pub mod day;
pub mod dice;
pub mod event;
pub mod feed;
pub mod id;
pub mod org;
pub mod otlp;
pub mod parcel;
pub mod people;
pub mod plan;
pub mod presets;
pub mod script;
pub mod session;
pub mod speech;

pub use day::{generate_day, live_session};
pub use event::GeneratedEvent;
pub use feed::{
    Admin, Answer, Claims, DEV_INGEST_KEY, Feeder, FeederOptions, LivePlan, Observer, Pace, Server, Totals, live,
    register, sign_in,
};
pub use org::{OrgSpec, default_orgs};
pub use parcel::Parcel;
pub use people::Person;
pub use plan::{Counts, Plan};
pub use presets::{PRESETS, Preset};
pub use script::{Agent, Script};
pub use speech::{Played, Speech};
