//! The two sets of tables that a projection can write: the live read models, and the scratch
//! tables in which they are recomputed. Which tables those are, [`entities::TABLES`] says.
use entities::{Table, org_stats_daily, org_stats_monthly, user_stats_daily, user_stats_monthly};
use sea_orm::EntityName;

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

/// One of the two sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tables {
    /// What everybody reads.
    Live,
    /// Temporary tables of one connection.
    Scratch,
}

impl Tables {
    /// What runs and sessions that are gone left in the totals, by day and by month. A recomputation
    /// begins with these rows, so that its sums are those of everything that ever counted.
    pub const KEPT: [Grain; 2] = [
        Grain { org: "kept_org_daily", users: "kept_user_daily", column: "day" },
        Grain { org: "kept_org_monthly", users: "kept_user_monthly", column: "month" },
    ];

    /// The name of an entity's table in the set.
    pub(crate) fn of<E: EntityName>(self, entity: E) -> &'static str {
        let live = entity.table_name();
        match self {
            Self::Live => live,
            // Never the live one: there is no table of the other name.
            Self::Scratch => entities::table(live).and_then(|table| table.scratch).unwrap_or("scratch_of_none"),
        }
    }

    /// The totals of the days.
    pub(crate) fn days(self) -> Grain {
        Grain { org: self.of(org_stats_daily::Entity), users: self.of(user_stats_daily::Entity), column: "day" }
    }

    /// The totals of the months.
    pub(crate) fn months(self) -> Grain {
        Grain { org: self.of(org_stats_monthly::Entity), users: self.of(user_stats_monthly::Entity), column: "month" }
    }
}

/// The read models, each with its scratch table.
pub(crate) fn read_models() -> impl Iterator<Item = (&'static Table, &'static str)> {
    entities::read_models().filter_map(|table| Some((table, table.scratch?)))
}

#[cfg(test)]
mod tests {
    use super::Tables;
    use entities::{TABLES, kept_tables, org_member, run_fact};
    use std::collections::BTreeSet;

    #[test]
    fn what_is_not_recomputed_has_no_name_among_the_recomputed() {
        assert_eq!(
            (Tables::Live.of(run_fact::Entity), Tables::Scratch.of(run_fact::Entity)),
            ("run_facts", "scratch_run_facts")
        );
        let none = Tables::Scratch.of(org_member::Entity);
        assert!(TABLES.iter().all(|table| table.name != none && table.scratch != Some(none)), "{none}");
    }

    #[test]
    fn whatever_is_kept_has_its_grain() {
        let kept: BTreeSet<_> = Tables::KEPT.iter().flat_map(|grain| [grain.org, grain.users]).collect();
        assert_eq!(kept, kept_tables().map(|table| table.name).collect());
    }
}
