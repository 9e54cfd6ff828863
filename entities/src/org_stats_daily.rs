//! The totals of an organization on one day.
use crate::totals::totals;

domain::with_counts! {
    totals
    /// The totals of an organization on one day.
    "org_stats_daily" {
        /// The organization.
        #[sea_orm(primary_key, auto_increment = false)]
        pub org_id: String,
        /// The UTC day.
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: i32,
    } {
        /// Distinct users with at least one run on that day.
        pub active_users_count: i64,
        /// Those users' ordinals, as a portable Roaring bitmap.
        pub active_users: Vec<u8>,
    }
}
