//! The totals of one person in an organization on one day.
use crate::totals::totals;

domain::with_counts! {
    totals
    /// The totals of one person in an organization on one day.
    "user_stats_daily" {
        /// The organization.
        #[sea_orm(primary_key, auto_increment = false)]
        pub org_id: String,
        /// The person.
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: String,
        /// The UTC day.
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: i32,
    } {}
}
