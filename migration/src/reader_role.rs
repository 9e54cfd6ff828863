//! The role under which the API reads on `PostgreSQL`, and its privileges. Roles belong to the whole server,
//! not to a database, so this is not a migration: it is ensured whenever migrations run.
use entities::guarded_tables;
use sqlx::AssertSqlSafe;
use store::{Store, StoreError};

/// Creates the role if it is missing, allows this user to switch to it, and grants it SELECT on all tables
/// except the secrets. If the user lacks the privileges for this, nothing changes; the API then reports at
/// startup that it reads without row-level security.
const ENSURE: &str = "DO $$
    DECLARE
        name text;
    BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tachograph_reader') THEN
            BEGIN
                CREATE ROLE tachograph_reader NOLOGIN;
            EXCEPTION
                WHEN duplicate_object OR unique_violation THEN NULL;
            END;
        END IF;
        -- From 16 on, whoever makes a role is its member without being let take it.
        IF NOT pg_has_role(current_user, 'tachograph_reader',
            CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END) THEN
            EXECUTE format('GRANT tachograph_reader TO %I', current_user);
        END IF;
        IF NOT has_schema_privilege('tachograph_reader', current_schema(), 'USAGE') THEN
            EXECUTE format('GRANT USAGE ON SCHEMA %I TO tachograph_reader', current_schema());
        END IF;
        FOR name IN SELECT tablename FROM pg_tables
            WHERE schemaname = current_schema() AND (rowsecurity OR tablename = 'users') AND tablename <> 'ingest_keys'
                AND NOT has_table_privilege('tachograph_reader', format('%I.%I', schemaname, tablename), 'SELECT')
        LOOP
            EXECUTE format('GRANT SELECT ON %I TO tachograph_reader', name);
        END LOOP;
        FOR name IN SELECT column_name FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = 'ingest_keys' AND column_name <> 'secret_hash'
                AND NOT has_column_privilege('tachograph_reader', 'ingest_keys', column_name, 'SELECT')
        LOOP
            EXECUTE format('GRANT SELECT (%I) ON ingest_keys TO tachograph_reader', name);
        END LOOP;
    EXCEPTION
        WHEN insufficient_privilege THEN NULL;
    END $$";

/// Restores missing policies, for a dump of a cluster, whose tables cannot have any, in a database on one
/// machine: the migrations that created them count as applied there.
const ENSURE_POLICIES: &str = "DO $$
    DECLARE
        name text;
        spread boolean := false;
    BEGIN
        IF to_regclass('pg_dist_partition') IS NOT NULL THEN
            EXECUTE 'SELECT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = to_regclass(''events_raw''))'
                INTO spread;
        END IF;
        IF NOT spread THEN
            FOR name IN SELECT c.relname FROM pg_class c
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
                    AND c.relname = ANY (string_to_array('TABLES', ' '))
                    AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'tachograph_sight')
            LOOP
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
        END IF;
    EXCEPTION
        WHEN insufficient_privilege THEN NULL;
    END $$";

/// The tables with a policy.
fn guarded() -> String {
    guarded_tables().map(|table| table.name).collect::<Vec<_>>().join(" ")
}

/// See [`ENSURE_POLICIES`] and [`ENSURE`], which depends on the former.
pub(crate) async fn ensure(store: &Store) -> Result<(), StoreError> {
    if let Some(pool) = store.postgres() {
        sqlx::query(AssertSqlSafe(ENSURE_POLICIES.replace("TABLES", &guarded()))).execute(pool).await?;
        sqlx::query(ENSURE).execute(pool).await?;
    }
    Ok(())
}
