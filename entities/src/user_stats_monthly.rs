//! The totals of one person in an organization in one month.
use crate::totals::totals;

domain::with_counts! {
    totals
    /// The totals of one person in an organization in one month.
    "user_stats_monthly" {
        /// The organization.
        #[sea_orm(primary_key, auto_increment = false)]
        pub org_id: String,
        /// The person.
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: String,
        /// The UTC month, as its first day.
        #[sea_orm(primary_key, auto_increment = false)]
        pub month: i32,
    } {}
}
