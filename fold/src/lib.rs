//! The fold: from a set of events to exact read models, with no I/O and no clock.
//!
//! Its one idea: `delta of every total = contribution(after) - contribution(before)`. The caller loads the
//! state of every run and session that a batch touches ([`State`]), applies the events in any order
//! ([`fold`]), and adds the differences to the daily totals ([`daily`]). Every "first" and "last" keeps the
//! [`Key`](domain::Key) that won it, so an event that arrives later can still win or lose. Hence the same set
//! of events gives the same rows, whatever the order, the batches and the number of workers.
//!
//! To add a stored count: a field of [`domain::totals`], its contribution in [`run`] or [`session`], its
//! column in a migration.

pub mod daily;
pub mod keyed;
pub mod run;
pub mod session;
pub mod state;

pub use daily::{Deltas, OrgDay, UserDay};
pub use run::Run;
pub use session::{Session, SessionTotals};
pub use state::{Changes, DuplicateRunEvent, Handoff, SharedRun, State, fold};
