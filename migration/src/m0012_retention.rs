//! How long each organization's events are kept, what days hold of deleted ones, and the few facts about runs
//! without which they cannot be deleted completely.
use crate::m0006_daily::counts;

crate::ddl::step!(
    "m0012_retention",
    up: &[
        // days: null means the installation's default, 0 for ever. kept_from: the first day with nothing
        // deleted; it never decreases.
        "CREATE TABLE org_retention (
            org_id {text} NOT NULL PRIMARY KEY,
            days BIGINT,
            kept_from INTEGER
        )",
        // A run's row records the events that won a "first" or "last"; this table records events of a type that
        // occurred more than once. Usually there are none.
        "CREATE TABLE run_repeats (
            org_id {text} NOT NULL,
            run_id {text} NOT NULL,
            event_id {text} NOT NULL,
            PRIMARY KEY (org_id, run_id, event_id)
        ) {clustered}",
        // The sessions of a run whose events name more than one. Usually there are none.
        "CREATE TABLE run_crossings (
            org_id {text} NOT NULL,
            session_id {text} NOT NULL,
            run_id {text} NOT NULL,
            PRIMARY KEY (org_id, session_id, run_id)
        ) {clustered}",
        "CREATE INDEX run_crossings_run ON run_crossings (org_id, run_id)",
        // Both for what is already projected.
        "INSERT INTO run_repeats (org_id, run_id, event_id)
         WITH counted AS (
            SELECT r.org_id, r.run_id, r.event_type, r.event_id FROM events_raw r
            LEFT JOIN events_queue q ON q.org_id = r.org_id AND q.event_id = r.event_id
            LEFT JOIN events_dead_letter d ON d.org_id = r.org_id AND d.event_id = r.event_id
            WHERE r.run_id IS NOT NULL AND q.event_id IS NULL AND d.event_id IS NULL
         ), several AS (
            SELECT org_id, run_id, event_type FROM counted GROUP BY org_id, run_id, event_type HAVING count(*) > 1
         )
         SELECT c.org_id, c.run_id, c.event_id FROM counted c
         JOIN several s ON s.org_id = c.org_id AND s.run_id = c.run_id AND s.event_type = c.event_type",
        "INSERT INTO run_crossings (org_id, session_id, run_id)
         WITH counted AS (
            SELECT r.org_id, r.run_id, r.session_id FROM events_raw r
            LEFT JOIN events_queue q ON q.org_id = r.org_id AND q.event_id = r.event_id
            LEFT JOIN events_dead_letter d ON d.org_id = r.org_id AND d.event_id = r.event_id
            WHERE r.run_id IS NOT NULL AND q.event_id IS NULL AND d.event_id IS NULL
         ), several AS (
            SELECT org_id, run_id FROM counted GROUP BY org_id, run_id HAVING min(session_id) <> max(session_id)
         )
         SELECT DISTINCT c.org_id, c.session_id, c.run_id FROM counted c
         JOIN several s ON s.org_id = c.org_id AND s.run_id = c.run_id",
        // What deleted runs and sessions contributed to the totals.
        concat!(
            "CREATE TABLE kept_org_daily (
            org_id {text} NOT NULL,
            day INTEGER NOT NULL,",
            counts!(),
            "
            active_users_count BIGINT NOT NULL,
            active_users {bytes} NOT NULL,
            durations {bytes} NOT NULL,
            PRIMARY KEY (org_id, day)
        ) {clustered}"
        ),
        concat!(
            "CREATE TABLE kept_user_daily (
            org_id {text} NOT NULL,
            user_id {text} NOT NULL,
            day INTEGER NOT NULL,",
            counts!(),
            "
            durations {bytes} NOT NULL,
            PRIMARY KEY (org_id, user_id, day)
        ) {clustered}"
        ),
        concat!(
            "CREATE TABLE kept_org_monthly (
            org_id {text} NOT NULL,
            month INTEGER NOT NULL,",
            counts!(),
            "
            active_users_count BIGINT NOT NULL,
            active_users {bytes} NOT NULL,
            durations {bytes} NOT NULL,
            PRIMARY KEY (org_id, month)
        ) {clustered}"
        ),
        concat!(
            "CREATE TABLE kept_user_monthly (
            org_id {text} NOT NULL,
            user_id {text} NOT NULL,
            month INTEGER NOT NULL,",
            counts!(),
            "
            durations {bytes} NOT NULL,
            PRIMARY KEY (org_id, user_id, month)
        ) {clustered}"
        ),
        "{postgres}DO $$
        DECLARE
            name text;
        BEGIN
            FOREACH name IN ARRAY ARRAY[
                'kept_org_daily', 'kept_org_monthly', 'kept_user_daily', 'kept_user_monthly', 'org_retention',
                'run_crossings', 'run_repeats'
            ] LOOP
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
        "DROP TABLE kept_user_monthly",
        "DROP TABLE kept_org_monthly",
        "DROP TABLE kept_user_daily",
        "DROP TABLE kept_org_daily",
        "DROP TABLE run_crossings",
        "DROP TABLE run_repeats",
        "DROP TABLE org_retention",
    ]
);
