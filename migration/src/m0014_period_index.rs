//! Totals of all people in a period, read without any other rows. `PostgreSQL` has no other index for this: its
//! primary keys have the person before the day. `SQLite` goes from person to person, through rows stored in
//! that order.
crate::ddl::step!(
    "m0014_period_index",
    up: &[
        "{postgres}CREATE INDEX user_stats_daily_period ON user_stats_daily (org_id, day)",
        "{postgres}CREATE INDEX user_stats_monthly_period ON user_stats_monthly (org_id, month)",
    ],
    down: &[
        "{postgres}DROP INDEX user_stats_monthly_period",
        "{postgres}DROP INDEX user_stats_daily_period",
    ]
);
