//! The two sets of tables that a projection can write: the live read models, and the scratch
//! tables in which they are recomputed.

/// The two tables of totals of one width of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grain {
    /// Of organisations.
    pub org: &'static str,
    /// Of their users.
    pub users: &'static str,
    /// The column that holds the first day.
    pub column: &'static str,
}

/// The names of one set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tables {
    /// Runs.
    pub runs: &'static str,
    /// Sessions.
    pub sessions: &'static str,
    /// Handoffs.
    pub handoffs: &'static str,
    /// Events of runs that have several of a kind.
    pub repeats: &'static str,
    /// Sessions of runs whose events name several.
    pub crossings: &'static str,
    /// Totals of a day.
    pub days: Grain,
    /// Totals of a month.
    pub months: Grain,
    /// Ordinals of users.
    pub org_users: &'static str,
}

impl Tables {
    /// What everybody reads.
    pub const LIVE: Self = Self {
        runs: "run_facts",
        sessions: "session_stats",
        handoffs: "handoff_facts",
        repeats: "run_repeats",
        crossings: "run_crossings",
        days: Grain { org: "org_stats_daily", users: "user_stats_daily", column: "day" },
        months: Grain { org: "org_stats_monthly", users: "user_stats_monthly", column: "month" },
        org_users: "org_users",
    };

    /// Temporary tables of one connection.
    pub const SCRATCH: Self = Self {
        runs: "scratch_run_facts",
        sessions: "scratch_session_stats",
        handoffs: "scratch_handoff_facts",
        repeats: "scratch_run_repeats",
        crossings: "scratch_run_crossings",
        days: Grain { org: "scratch_org_stats_daily", users: "scratch_user_stats_daily", column: "day" },
        months: Grain { org: "scratch_org_stats_monthly", users: "scratch_user_stats_monthly", column: "month" },
        org_users: "scratch_org_users",
    };

    /// What runs and sessions that are gone left in the totals, by day and by month. A recomputation
    /// begins with these rows, so that its sums are those of everything that ever counted.
    pub const KEPT: [Grain; 2] = [
        Grain { org: "kept_org_daily", users: "kept_user_daily", column: "day" },
        Grain { org: "kept_org_monthly", users: "kept_user_monthly", column: "month" },
    ];

    /// The columns of a read model that this program knows; see [`entities::columns`].
    pub(crate) fn columns(table: &str) -> String {
        entities::columns(table).unwrap_or_else(|| "*".to_owned())
    }

    /// The read models, each with its scratch table.
    pub const READ_MODELS: [(&'static str, &'static str); 9] = [
        (Self::LIVE.runs, Self::SCRATCH.runs),
        (Self::LIVE.sessions, Self::SCRATCH.sessions),
        (Self::LIVE.handoffs, Self::SCRATCH.handoffs),
        (Self::LIVE.repeats, Self::SCRATCH.repeats),
        (Self::LIVE.crossings, Self::SCRATCH.crossings),
        (Self::LIVE.days.org, Self::SCRATCH.days.org),
        (Self::LIVE.days.users, Self::SCRATCH.days.users),
        (Self::LIVE.months.org, Self::SCRATCH.months.org),
        (Self::LIVE.months.users, Self::SCRATCH.months.users),
    ];
}
