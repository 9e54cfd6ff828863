//! The nouns of Tachograph: identifiers, time, money, the event contract, totals and the duration sketch. Pure:
//! no database, no clock, no network.

pub mod actor;
pub mod caller;
pub mod category;
pub mod codes;
pub mod contract;
pub mod count_set;
pub mod decimal;
pub mod event;
pub mod excess;
pub mod ids;
pub mod key;
pub mod keys;
pub mod lane;
mod leb128;
pub mod method;
pub mod money;
pub mod origin;
pub mod permission;
pub mod producer;
pub mod role;
pub mod sketch;
pub mod source;
pub mod status;
pub mod step;
pub mod time;
pub mod totals;
pub mod unstored;

pub use actor::Actor;
pub use caller::{Caller, Identified, Person, Place};
pub use category::ErrorCategory;
pub use contract::payload::{
    ActivityCounted, Artifacts, EventBody, EventType, FileChange, LocalHandoff, MessageCreated, ModelCalled,
    RunCompleted, RunStarted, ToolUsed,
};
pub use count_set::CountSet;
pub use event::Event;
pub use ids::{EventId, OrgId, RunId, SessionId, UserId};
pub use key::Key;
pub use method::HandoffMethod;
pub use money::NanoUsd;
pub use origin::Origin;
pub use permission::Capability;
pub use producer::Producer;
pub use role::Role;
pub use sketch::Sketch;
pub use source::Source;
pub use status::RunStatus;
pub use step::{CallStatus, CostSource, Mode, RejectedBy, StepRole, ToolStatus};
pub use time::{Day, Instant, Period};
pub use totals::Totals;
pub use unstored::Unstored;

/// The largest whole number that the contract accepts, and that JSON represents exactly: 2^53 - 1.
pub const MAX_WHOLE: i64 = (1 << 53) - 1;
