//! The two sets of tables that a projection can write: the live read models, and the scratch
//! tables in which they are recomputed.

/// The names of one set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tables {
    /// Runs.
    pub runs: &'static str,
    /// Sessions.
    pub sessions: &'static str,
    /// Handoffs.
    pub handoffs: &'static str,
    /// Days of organisations.
    pub org_days: &'static str,
    /// Days of users.
    pub user_days: &'static str,
    /// Ordinals of users.
    pub org_users: &'static str,
}

impl Tables {
    /// What everybody reads.
    pub const LIVE: Self = Self {
        runs: "run_facts",
        sessions: "session_stats",
        handoffs: "handoff_facts",
        org_days: "org_stats_daily",
        user_days: "user_stats_daily",
        org_users: "org_users",
    };

    /// Temporary tables of one connection.
    pub const SCRATCH: Self = Self {
        runs: "scratch_run_facts",
        sessions: "scratch_session_stats",
        handoffs: "scratch_handoff_facts",
        org_days: "scratch_org_stats_daily",
        user_days: "scratch_user_stats_daily",
        org_users: "scratch_org_users",
    };

    /// The read models, each with its scratch table.
    pub const READ_MODELS: [(&'static str, &'static str); 5] = [
        (Self::LIVE.runs, Self::SCRATCH.runs),
        (Self::LIVE.sessions, Self::SCRATCH.sessions),
        (Self::LIVE.handoffs, Self::SCRATCH.handoffs),
        (Self::LIVE.org_days, Self::SCRATCH.org_days),
        (Self::LIVE.user_days, Self::SCRATCH.user_days),
    ];
}
