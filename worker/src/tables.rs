//! The two sets of tables that a projection can write: the live read models, and the scratch
//! tables in which they are recomputed.
use entities::Table;

/// The two tables of totals for one unit of time (days or months).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grain {
    /// Totals of organizations.
    pub org: &'static str,
    /// Totals of their users.
    pub users: &'static str,
    /// The column that holds the first day.
    pub column: &'static str,
}

/// The table names of one set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tables {
    /// Runs.
    pub runs: &'static str,
    /// Sessions.
    pub sessions: &'static str,
    /// Handoffs.
    pub handoffs: &'static str,
    /// Duplicate start or completion events of runs.
    pub repeats: &'static str,
    /// Sessions of runs whose events name more than one.
    pub crossings: &'static str,
    /// Daily totals.
    pub days: Grain,
    /// Monthly totals.
    pub months: Grain,
    /// Ordinals of users.
    pub org_users: &'static str,
}

/// The tables whose names have this prefix.
macro_rules! tables {
    ($prefix:literal) => {
        Tables {
            runs: concat!($prefix, "run_facts"),
            sessions: concat!($prefix, "session_stats"),
            handoffs: concat!($prefix, "handoff_facts"),
            repeats: concat!($prefix, "run_repeats"),
            crossings: concat!($prefix, "run_crossings"),
            days: Grain {
                org: concat!($prefix, "org_stats_daily"),
                users: concat!($prefix, "user_stats_daily"),
                column: "day",
            },
            months: Grain {
                org: concat!($prefix, "org_stats_monthly"),
                users: concat!($prefix, "user_stats_monthly"),
                column: "month",
            },
            org_users: concat!($prefix, "org_users"),
        }
    };
}

impl Tables {
    /// The tables that everyone reads.
    pub const LIVE: Self = tables!("");

    /// Temporary tables of one connection.
    pub const SCRATCH: Self = tables!("scratch_");

    /// The contributions of deleted runs and sessions to the totals, by day and by month. A recomputation
    /// begins with these rows, so that its sums include everything that was ever counted.
    pub const KEPT: [Grain; 2] = [
        Grain { org: "kept_org_daily", users: "kept_user_daily", column: "day" },
        Grain { org: "kept_org_monthly", users: "kept_user_monthly", column: "month" },
    ];
}

/// The read models, each with its scratch table.
pub(crate) fn read_models() -> impl Iterator<Item = (&'static Table, &'static str)> {
    entities::read_models().filter_map(|table| Some((table, table.scratch?)))
}

#[cfg(test)]
mod tests {
    use super::Tables;
    use entities::{TABLES, kept_tables};
    use std::collections::BTreeSet;

    impl Tables {
        fn names(self) -> BTreeSet<&'static str> {
            let Self { runs, sessions, handoffs, repeats, crossings, days, months, org_users } = self;
            let (days, months) = ([days.org, days.users], [months.org, months.users]);
            [runs, sessions, handoffs, repeats, crossings, org_users].into_iter().chain(days).chain(months).collect()
        }
    }

    #[test]
    fn whatever_is_recomputed_has_its_place_in_both_sets() {
        let recomputed = || TABLES.iter().filter(|table| table.scratch.is_some());
        assert_eq!(Tables::LIVE.names(), recomputed().map(|table| table.name).collect());
        assert_eq!(Tables::SCRATCH.names(), recomputed().filter_map(|table| table.scratch).collect());
        let kept: BTreeSet<_> = Tables::KEPT.iter().flat_map(|grain| [grain.org, grain.users]).collect();
        assert_eq!(kept, kept_tables().map(|table| table.name).collect());
    }
}
