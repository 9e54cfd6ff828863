//! The totals per day and month, of an organization and of each of its users.

/// The columns of totals, the same in all of these tables.
macro_rules! counts {
    () => {
        "
            runs BIGINT NOT NULL,
            successful_runs BIGINT NOT NULL,
            failed_tool BIGINT NOT NULL,
            failed_model BIGINT NOT NULL,
            failed_timeout BIGINT NOT NULL,
            failed_other BIGINT NOT NULL,
            duration_ms BIGINT NOT NULL,
            queue_wait_ms BIGINT NOT NULL,
            queue_wait_runs BIGINT NOT NULL,
            cost_nano_usd BIGINT NOT NULL,
            input_tokens BIGINT NOT NULL,
            output_tokens BIGINT NOT NULL,
            sessions BIGINT NOT NULL,
            session_runs BIGINT NOT NULL,
            session_active_ms BIGINT NOT NULL,
            session_lifespan_ms BIGINT NOT NULL,
            session_cost_nano_usd BIGINT NOT NULL,
            handoff_sessions BIGINT NOT NULL,
            post_handoff_sessions BIGINT NOT NULL,"
    };
}
pub(crate) use counts;

crate::ddl::step!(
    "m0006_daily",
    up: &[
        concat!(
            "CREATE TABLE org_stats_daily (
            org_id {text} NOT NULL,
            day INTEGER NOT NULL,",
            counts!(),
            "
            active_users_count BIGINT NOT NULL,
            active_users {bytes} NOT NULL,
            durations {bytes} NOT NULL,
            PRIMARY KEY (org_id, day)
        ) {clustered_updated}"
        ),
        // Person before day: a person's days are adjacent, and on SQLite a list of people goes from person to
        // person, reading only the days of its period.
        concat!(
            "CREATE TABLE user_stats_daily (
            org_id {text} NOT NULL,
            user_id {text} NOT NULL,
            day INTEGER NOT NULL,",
            counts!(),
            "
            durations {bytes} NOT NULL,
            PRIMARY KEY (org_id, user_id, day)
        ) {clustered_updated}"
        ),
        // The same by calendar month (its first day), so that a year is twelve rows and the remaining days.
        concat!(
            "CREATE TABLE org_stats_monthly (
            org_id {text} NOT NULL,
            month INTEGER NOT NULL,",
            counts!(),
            "
            active_users_count BIGINT NOT NULL,
            active_users {bytes} NOT NULL,
            durations {bytes} NOT NULL,
            PRIMARY KEY (org_id, month)
        ) {clustered_updated}"
        ),
        concat!(
            "CREATE TABLE user_stats_monthly (
            org_id {text} NOT NULL,
            user_id {text} NOT NULL,
            month INTEGER NOT NULL,",
            counts!(),
            "
            durations {bytes} NOT NULL,
            PRIMARY KEY (org_id, user_id, month)
        ) {clustered_updated}"
        ),
    ],
    down: &[
        "DROP TABLE user_stats_monthly",
        "DROP TABLE org_stats_monthly",
        "DROP TABLE user_stats_daily",
        "DROP TABLE org_stats_daily",
    ]
);
