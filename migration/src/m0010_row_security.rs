//! `PostgreSQL` itself limits a reader to the organizations in its settings: regardless of the statement, rows
//! of others are hidden. The owner of the tables, who writes, is exempt.
//!
//! The API passes them in two settings of its connection: `tachograph.orgs`, ids separated by the control
//! character U+001F, which no id contains, and `tachograph.platform`, `on` if all organizations may be seen.
//! With neither set, no rows are visible.
crate::ddl::step!(
    "m0010_row_security",
    // The inner SELECTs make the settings be read once per statement, not once per row.
    up: &["{postgres}DO $$
        DECLARE
            name text;
        BEGIN
            FOREACH name IN ARRAY ARRAY[
                'events_dead_letter', 'events_queue', 'events_raw', 'handoff_facts', 'ingest_keys', 'org_members',
                'org_stats_daily', 'org_stats_monthly', 'org_users', 'orgs', 'projection_state', 'run_facts',
                'session_stats', 'teams', 'user_stats_daily', 'user_stats_monthly'
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
        END $$"],
    down: &["{postgres}DO $$
        DECLARE
            name text;
        BEGIN
            FOR name IN SELECT tablename FROM pg_policies
                WHERE schemaname = current_schema() AND policyname = 'tachograph_sight'
            LOOP
                EXECUTE format('DROP POLICY tachograph_sight ON %I', name);
                EXECUTE format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY', name);
            END LOOP;
        END $$"]
);
