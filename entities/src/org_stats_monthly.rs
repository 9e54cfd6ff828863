//! The totals of an organization in one month.
use crate::totals::totals;

domain::with_counts! {
    totals
    /// The totals of an organization in one month.
    "org_stats_monthly" {
        /// The organization.
        #[sea_orm(primary_key, auto_increment = false)]
        pub org_id: String,
        /// The UTC month, as its first day.
        #[sea_orm(primary_key, auto_increment = false)]
        pub month: i32,
    } {
        /// Distinct users with at least one run in that month.
        pub active_users_count: i64,
        /// Those users' ordinals, as a portable Roaring bitmap.
        pub active_users: Vec<u8>,
    }
}
