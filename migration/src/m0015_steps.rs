//! What agents tell that report their steps: where an event comes from, prompts, inferred runs, activity, and the
//! counts of all that.
//!
//! Cache tokens were stored by run only. Their sums by session and day are filled in here, from the runs.

/// A change of all tables of daily and monthly totals.
macro_rules! of_totals {
    ($change:literal) => {
        concat!(
            "{each org_stats_daily user_stats_daily org_stats_monthly user_stats_monthly",
            " kept_org_daily kept_user_daily kept_org_monthly kept_user_monthly}",
            "ALTER TABLE {it} ",
            $change
        )
    };
}

crate::ddl::step!(
    "m0015_steps",
    up: &[
        "ALTER TABLE events_raw ADD COLUMN agent {text}",
        "ALTER TABLE events_raw ADD COLUMN agent_version {text}",
        "ALTER TABLE events_raw ADD COLUMN mode SMALLINT",
        "ALTER TABLE events_raw ADD COLUMN repo_id {text}",
        "ALTER TABLE events_raw ADD COLUMN branch {text}",
        "ALTER TABLE events_raw ADD COLUMN team_id {text}",
        "ALTER TABLE events_raw ADD COLUMN environment {text}",
        "ALTER TABLE events_raw ADD COLUMN priced_nano_usd BIGINT",
        "ALTER TABLE run_facts ADD COLUMN reasoning_tokens BIGINT",
        "ALTER TABLE run_facts ADD COLUMN model_calls BIGINT",
        "ALTER TABLE run_facts ADD COLUMN unpriced_calls BIGINT",
        "ALTER TABLE run_facts ADD COLUMN tool_uses BIGINT",
        "ALTER TABLE run_facts ADD COLUMN tool_errors BIGINT",
        "ALTER TABLE run_facts ADD COLUMN rejections BIGINT",
        "ALTER TABLE run_facts ADD COLUMN policy_rejections BIGINT",
        "ALTER TABLE run_facts ADD COLUMN tool_time_ms BIGINT",
        "ALTER TABLE run_facts ADD COLUMN waited_ms BIGINT",
        "ALTER TABLE run_facts ADD COLUMN open_at BIGINT",
        "ALTER TABLE run_facts ADD COLUMN alive_at BIGINT",
        "ALTER TABLE run_facts ADD COLUMN cost_source SMALLINT",
        "ALTER TABLE run_facts ADD COLUMN is_inferred BOOLEAN NOT NULL DEFAULT false",
        "ALTER TABLE run_facts ADD COLUMN prompt_mode SMALLINT",
        "ALTER TABLE run_facts ADD COLUMN steps {bytes}",
        "ALTER TABLE session_stats ADD COLUMN open_runs BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE session_stats ADD COLUMN cache_read_tokens BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE session_stats ADD COLUMN cache_write_tokens BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE session_stats ADD COLUMN unpriced_calls BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE session_stats ADD COLUMN tool_uses BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE session_stats ADD COLUMN tool_errors BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE session_stats ADD COLUMN rejections BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE session_stats ADD COLUMN policy_rejections BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE session_stats ADD COLUMN tool_time_ms BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE session_stats ADD COLUMN waited_ms BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE session_stats ADD COLUMN last_open_step_at BIGINT",
        "ALTER TABLE session_stats ADD COLUMN mode SMALLINT",
        "ALTER TABLE session_stats ADD COLUMN cost_source SMALLINT",
        "ALTER TABLE session_stats ADD COLUMN agent {text}",
        "ALTER TABLE session_stats ADD COLUMN agent_version {text}",
        "ALTER TABLE session_stats ADD COLUMN branch {text}",
        "ALTER TABLE session_stats ADD COLUMN team_id {text}",
        "ALTER TABLE session_stats ADD COLUMN steps {bytes}",
        "ALTER TABLE handoff_facts ADD COLUMN is_inferred BOOLEAN NOT NULL DEFAULT false",
        of_totals!("ADD COLUMN cache_read_tokens BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN cache_write_tokens BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN open_runs BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN unpriced_calls BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN tool_uses BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN tool_errors BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN rejections BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN policy_rejections BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN tool_time_ms BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN waited_ms BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN lines_added BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN lines_deleted BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN commits BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN pull_requests BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN edits_accepted BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN edits_rejected BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN user_active_ms BIGINT NOT NULL DEFAULT 0"),
        of_totals!("ADD COLUMN agent_active_ms BIGINT NOT NULL DEFAULT 0"),
        // The plain events of a session: messages, model calls, tool uses and activity. It takes the place of the index
        // of messages alone.
        "CREATE INDEX events_raw_plain ON events_raw (org_id, session_id, occurred_at, event_id)
         WHERE (event_type = 1 OR event_type = 5 OR event_type = 6 OR event_type = 7)",
        "DROP INDEX events_raw_messages",
        // Inferred runs that may be running, for the live counts.
        "CREATE INDEX run_facts_alive ON run_facts (org_id, alive_at) WHERE alive_at IS NOT NULL",
        "CREATE TABLE prompt_facts (
            occurred_at BIGINT NOT NULL,
            mode SMALLINT,
            starts_run BOOLEAN NOT NULL,
            org_id {text} NOT NULL,
            session_id {text} NOT NULL,
            event_id {text} NOT NULL,
            run_id {text},
            user_id {text},
            PRIMARY KEY (org_id, session_id, event_id)
        ) {clustered}",
        "CREATE TABLE activity_facts (
            org_id {text} NOT NULL,
            session_id {text} NOT NULL,
            day INTEGER NOT NULL,
            lines_added BIGINT NOT NULL,
            lines_deleted BIGINT NOT NULL,
            commits BIGINT NOT NULL,
            pull_requests BIGINT NOT NULL,
            edits_accepted BIGINT NOT NULL,
            edits_rejected BIGINT NOT NULL,
            user_active_ms BIGINT NOT NULL,
            agent_active_ms BIGINT NOT NULL,
            excess {text},
            PRIMARY KEY (org_id, session_id, day)
        ) {clustered_updated}",
        // What OTLP requests said that is no event; see the entity.
        "CREATE TABLE record_counts (
            org_id {text} NOT NULL,
            service {text} NOT NULL,
            name {text} NOT NULL,
            reason SMALLINT NOT NULL,
            agent {text},
            records BIGINT NOT NULL,
            last_seen_at BIGINT NOT NULL,
            PRIMARY KEY (org_id, service, name, reason)
        ) {clustered_updated}",
        "UPDATE session_stats SET
            cache_read_tokens = found.cache_read_tokens,
            cache_write_tokens = found.cache_write_tokens
         FROM (
            SELECT r.org_id AS org_id, r.session_id AS session_id,
                CAST(coalesce(sum(r.cache_read_tokens), 0) AS BIGINT) AS cache_read_tokens,
                CAST(coalesce(sum(r.cache_write_tokens), 0) AS BIGINT) AS cache_write_tokens
            FROM run_facts r
            WHERE r.cache_read_tokens IS NOT NULL OR r.cache_write_tokens IS NOT NULL
            GROUP BY 1, 2
         ) AS found
         WHERE found.org_id = session_stats.org_id AND found.session_id = session_stats.session_id",
        "UPDATE org_stats_daily SET
            cache_read_tokens = found.cache_read_tokens,
            cache_write_tokens = found.cache_write_tokens
         FROM (
            SELECT r.org_id AS org_id, (r.completed_at - (r.completed_at % 86400000000 + 86400000000) % 86400000000) / 86400000000 AS day,
                CAST(coalesce(sum(r.cache_read_tokens), 0) AS BIGINT) AS cache_read_tokens,
                CAST(coalesce(sum(r.cache_write_tokens), 0) AS BIGINT) AS cache_write_tokens
            FROM run_facts r
            WHERE r.cache_read_tokens IS NOT NULL OR r.cache_write_tokens IS NOT NULL
            GROUP BY 1, 2
         ) AS found
         WHERE found.org_id = org_stats_daily.org_id AND found.day = org_stats_daily.day",
        "UPDATE user_stats_daily SET
            cache_read_tokens = found.cache_read_tokens,
            cache_write_tokens = found.cache_write_tokens
         FROM (
            SELECT r.org_id AS org_id, coalesce(r.user_id, s.user_id) AS user_id, (r.completed_at - (r.completed_at % 86400000000 + 86400000000) % 86400000000) / 86400000000 AS day,
                CAST(coalesce(sum(r.cache_read_tokens), 0) AS BIGINT) AS cache_read_tokens,
                CAST(coalesce(sum(r.cache_write_tokens), 0) AS BIGINT) AS cache_write_tokens
            FROM run_facts r JOIN session_stats s ON s.org_id = r.org_id AND s.session_id = r.session_id
            WHERE r.cache_read_tokens IS NOT NULL OR r.cache_write_tokens IS NOT NULL
            GROUP BY 1, 2, 3
         ) AS found
         WHERE found.org_id = user_stats_daily.org_id AND found.user_id = user_stats_daily.user_id AND found.day = user_stats_daily.day",
        "{sqlite}UPDATE org_stats_monthly SET
            cache_read_tokens = found.cache_read_tokens,
            cache_write_tokens = found.cache_write_tokens
         FROM (
            SELECT r.org_id AS org_id, CAST(julianday(date(r.completed_at / 1000000, 'unixepoch', 'start of month')) - 2440587.5 AS INTEGER) AS month,
                CAST(coalesce(sum(r.cache_read_tokens), 0) AS BIGINT) AS cache_read_tokens,
                CAST(coalesce(sum(r.cache_write_tokens), 0) AS BIGINT) AS cache_write_tokens
            FROM run_facts r
            WHERE r.cache_read_tokens IS NOT NULL OR r.cache_write_tokens IS NOT NULL
            GROUP BY 1, 2
         ) AS found
         WHERE found.org_id = org_stats_monthly.org_id AND found.month = org_stats_monthly.month",
        "{sqlite}UPDATE user_stats_monthly SET
            cache_read_tokens = found.cache_read_tokens,
            cache_write_tokens = found.cache_write_tokens
         FROM (
            SELECT r.org_id AS org_id, coalesce(r.user_id, s.user_id) AS user_id, CAST(julianday(date(r.completed_at / 1000000, 'unixepoch', 'start of month')) - 2440587.5 AS INTEGER) AS month,
                CAST(coalesce(sum(r.cache_read_tokens), 0) AS BIGINT) AS cache_read_tokens,
                CAST(coalesce(sum(r.cache_write_tokens), 0) AS BIGINT) AS cache_write_tokens
            FROM run_facts r JOIN session_stats s ON s.org_id = r.org_id AND s.session_id = r.session_id
            WHERE r.cache_read_tokens IS NOT NULL OR r.cache_write_tokens IS NOT NULL
            GROUP BY 1, 2, 3
         ) AS found
         WHERE found.org_id = user_stats_monthly.org_id AND found.user_id = user_stats_monthly.user_id AND found.month = user_stats_monthly.month",
        "{postgres}UPDATE org_stats_monthly SET
            cache_read_tokens = found.cache_read_tokens,
            cache_write_tokens = found.cache_write_tokens
         FROM (
            SELECT r.org_id AS org_id, (date_trunc('month', date '1970-01-01' + CAST((r.completed_at - (r.completed_at % 86400000000 + 86400000000) % 86400000000) / 86400000000 AS INTEGER))::date - date '1970-01-01') AS month,
                CAST(coalesce(sum(r.cache_read_tokens), 0) AS BIGINT) AS cache_read_tokens,
                CAST(coalesce(sum(r.cache_write_tokens), 0) AS BIGINT) AS cache_write_tokens
            FROM run_facts r
            WHERE r.cache_read_tokens IS NOT NULL OR r.cache_write_tokens IS NOT NULL
            GROUP BY 1, 2
         ) AS found
         WHERE found.org_id = org_stats_monthly.org_id AND found.month = org_stats_monthly.month",
        "{postgres}UPDATE user_stats_monthly SET
            cache_read_tokens = found.cache_read_tokens,
            cache_write_tokens = found.cache_write_tokens
         FROM (
            SELECT r.org_id AS org_id, coalesce(r.user_id, s.user_id) AS user_id, (date_trunc('month', date '1970-01-01' + CAST((r.completed_at - (r.completed_at % 86400000000 + 86400000000) % 86400000000) / 86400000000 AS INTEGER))::date - date '1970-01-01') AS month,
                CAST(coalesce(sum(r.cache_read_tokens), 0) AS BIGINT) AS cache_read_tokens,
                CAST(coalesce(sum(r.cache_write_tokens), 0) AS BIGINT) AS cache_write_tokens
            FROM run_facts r JOIN session_stats s ON s.org_id = r.org_id AND s.session_id = r.session_id
            WHERE r.cache_read_tokens IS NOT NULL OR r.cache_write_tokens IS NOT NULL
            GROUP BY 1, 2, 3
         ) AS found
         WHERE found.org_id = user_stats_monthly.org_id AND found.user_id = user_stats_monthly.user_id AND found.month = user_stats_monthly.month",
        "{postgres}DO $$
        DECLARE
            name text;
        BEGIN
            FOREACH name IN ARRAY ARRAY['activity_facts', 'prompt_facts', 'record_counts'] LOOP
                EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
                EXECUTE format(
                    'CREATE POLICY tachograph_sight ON %I FOR SELECT USING (
                        (SELECT current_setting(''tachograph.platform'', true)) = ''on''
                        OR org_id = ANY (
                            (SELECT string_to_array(current_setting(''tachograph.orgs'', true), chr(31)))::text[]
                        )
                    )',
                    name
                );
            END LOOP;
        END $$",
    ],
    down: &[
        "DROP TABLE record_counts",
        "DROP TABLE activity_facts",
        "DROP TABLE prompt_facts",
        "DROP INDEX run_facts_alive",
        "CREATE INDEX events_raw_messages ON events_raw (org_id, session_id, occurred_at, event_id) WHERE event_type = 1",
        "DROP INDEX events_raw_plain",
        of_totals!("DROP COLUMN agent_active_ms"),
        of_totals!("DROP COLUMN user_active_ms"),
        of_totals!("DROP COLUMN edits_rejected"),
        of_totals!("DROP COLUMN edits_accepted"),
        of_totals!("DROP COLUMN pull_requests"),
        of_totals!("DROP COLUMN commits"),
        of_totals!("DROP COLUMN lines_deleted"),
        of_totals!("DROP COLUMN lines_added"),
        of_totals!("DROP COLUMN waited_ms"),
        of_totals!("DROP COLUMN tool_time_ms"),
        of_totals!("DROP COLUMN policy_rejections"),
        of_totals!("DROP COLUMN rejections"),
        of_totals!("DROP COLUMN tool_errors"),
        of_totals!("DROP COLUMN tool_uses"),
        of_totals!("DROP COLUMN unpriced_calls"),
        of_totals!("DROP COLUMN open_runs"),
        of_totals!("DROP COLUMN cache_write_tokens"),
        of_totals!("DROP COLUMN cache_read_tokens"),
        "ALTER TABLE handoff_facts DROP COLUMN is_inferred",
        "ALTER TABLE session_stats DROP COLUMN steps",
        "ALTER TABLE session_stats DROP COLUMN team_id",
        "ALTER TABLE session_stats DROP COLUMN branch",
        "ALTER TABLE session_stats DROP COLUMN agent_version",
        "ALTER TABLE session_stats DROP COLUMN agent",
        "ALTER TABLE session_stats DROP COLUMN cost_source",
        "ALTER TABLE session_stats DROP COLUMN mode",
        "ALTER TABLE session_stats DROP COLUMN last_open_step_at",
        "ALTER TABLE session_stats DROP COLUMN waited_ms",
        "ALTER TABLE session_stats DROP COLUMN tool_time_ms",
        "ALTER TABLE session_stats DROP COLUMN policy_rejections",
        "ALTER TABLE session_stats DROP COLUMN rejections",
        "ALTER TABLE session_stats DROP COLUMN tool_errors",
        "ALTER TABLE session_stats DROP COLUMN tool_uses",
        "ALTER TABLE session_stats DROP COLUMN unpriced_calls",
        "ALTER TABLE session_stats DROP COLUMN cache_write_tokens",
        "ALTER TABLE session_stats DROP COLUMN cache_read_tokens",
        "ALTER TABLE session_stats DROP COLUMN open_runs",
        "ALTER TABLE run_facts DROP COLUMN steps",
        "ALTER TABLE run_facts DROP COLUMN prompt_mode",
        "ALTER TABLE run_facts DROP COLUMN is_inferred",
        "ALTER TABLE run_facts DROP COLUMN cost_source",
        "ALTER TABLE run_facts DROP COLUMN alive_at",
        "ALTER TABLE run_facts DROP COLUMN open_at",
        "ALTER TABLE run_facts DROP COLUMN waited_ms",
        "ALTER TABLE run_facts DROP COLUMN tool_time_ms",
        "ALTER TABLE run_facts DROP COLUMN policy_rejections",
        "ALTER TABLE run_facts DROP COLUMN rejections",
        "ALTER TABLE run_facts DROP COLUMN tool_errors",
        "ALTER TABLE run_facts DROP COLUMN tool_uses",
        "ALTER TABLE run_facts DROP COLUMN unpriced_calls",
        "ALTER TABLE run_facts DROP COLUMN model_calls",
        "ALTER TABLE run_facts DROP COLUMN reasoning_tokens",
        "ALTER TABLE events_raw DROP COLUMN priced_nano_usd",
        "ALTER TABLE events_raw DROP COLUMN environment",
        "ALTER TABLE events_raw DROP COLUMN team_id",
        "ALTER TABLE events_raw DROP COLUMN branch",
        "ALTER TABLE events_raw DROP COLUMN repo_id",
        "ALTER TABLE events_raw DROP COLUMN mode",
        "ALTER TABLE events_raw DROP COLUMN agent_version",
        "ALTER TABLE events_raw DROP COLUMN agent",
    ]
);
