//! A second, naive implementation of the read models: it reads every event, sorts, searches and counts.
//!
//! It shares only the domain types with the projection. Where the projection keeps state and adds differences,
//! this always starts from nothing, so that the two agree only if both are right.

mod compute;
mod counts;
mod day;
mod handoffs;
mod load;
mod membership;
mod merge;
pub mod metrics;
mod outcome;
mod run;
mod same;
mod session;

pub use compute::{compute, runs_by_event};
pub use day::{OrgDay, UserDay};
pub use load::load;
pub use run::Run;
pub use same::{assert_same, differences};
pub use session::{Handoff, Session};

use std::collections::BTreeMap;

/// All rows of all read models, by primary key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadModels {
    /// `run_facts`, by organization and run.
    pub runs: BTreeMap<(String, String), Run>,
    /// `session_stats`, by organization and session.
    pub sessions: BTreeMap<(String, String), Session>,
    /// `handoff_facts`, by organization and event.
    pub handoffs: BTreeMap<(String, String), Handoff>,
    /// `org_stats_daily`, by organization and day.
    pub org_days: BTreeMap<(String, i32), OrgDay>,
    /// `user_stats_daily`, by organization, day and user.
    pub user_days: BTreeMap<(String, i32, String), UserDay>,
    /// `org_stats_monthly`, by organization and the month's first day.
    pub org_months: BTreeMap<(String, i32), OrgDay>,
    /// `user_stats_monthly`, by organization, the month's first day and user.
    pub user_months: BTreeMap<(String, i32, String), UserDay>,
}
