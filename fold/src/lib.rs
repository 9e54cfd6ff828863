//! The fold: from a set of events to exact read models, with no I/O and no clock.
//!
//! Its one idea: `delta of every total = contribution(after) - contribution(before)`. The caller loads the
//! state of every run and session that a batch touches ([`State`]), applies the events in any order
//! ([`fold()`]), and adds the differences to the daily totals ([`daily`]). Every "first" and "last" keeps the
//! [`Key`](domain::Key) that won it, so an event that arrives later can still win or lose. Hence the same set
//! of events gives the same rows, whatever the order, the batches and the number of workers.
//!
//! Agents that report no start and no end of a run send prompts and steps: [`prompts`] says which step belongs to
//! which run, [`steps`] what the steps of a run tell together, [`mod@affected`] which runs a batch changes. The steps
//! of those are read again and summed up anew, because a late prompt splits a run and a late note dissolves one.
//!
//! To add a stored count: a field of [`domain::totals`], its contribution in [`run`] or [`session`], its
//! column in a migration.

pub mod activity;
pub mod affected;
pub mod daily;
pub mod handoff;
pub mod keyed;
pub mod prompts;
pub mod reported;
pub mod run;
pub mod session;
pub mod state;
pub mod steps;

pub use activity::Activity;
pub use affected::StepRange;
pub use daily::{Deltas, OrgDay, UserDay};
pub use handoff::Handoff;
pub use prompts::{Prompt, Prompts};
pub use reported::Reported;
pub use run::{Run, RunPrompt, SettledRun};
pub use session::{AgentSession, Session, SessionTotals};
pub use state::{ChangedRun, Changes, DuplicateRunEvent, SharedRun, State, fold, needed_steps};
pub use steps::Steps;
