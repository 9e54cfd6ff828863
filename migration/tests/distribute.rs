//! Distributing the tables over machines. The whole suite runs on a real cluster if `TACHOGRAPH_TEST_POSTGRES`
//! names its coordinator; here, plain `PostgreSQL` simulates one, with functions that record their calls.
use entities::{Table, guarded_tables, reference_tables, spread_tables};
use migration::{DistributeError, distribute};
use std::collections::BTreeSet;
use store::{Engine, RowScope, Store};
use testkit::{Database, Result, on_both_engines};

/// The parts of the extension that are called.
const STAND_IN: &str = "
    CREATE TABLE pg_dist_partition (logicalrelid regclass, partkey text, beside text);
    GRANT SELECT ON pg_dist_partition TO PUBLIC;
    CREATE TABLE pg_dist_node (shouldhaveshards boolean, isactive boolean);
    INSERT INTO pg_dist_node VALUES (true, true), (true, true), (false, true);
    CREATE FUNCTION create_reference_table(name regclass) RETURNS void LANGUAGE sql AS
        'INSERT INTO pg_dist_partition VALUES (name, NULL, NULL)';
    CREATE FUNCTION create_distributed_table(name regclass, key text, colocate_with text) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = name) THEN RAISE 'a policy is left'; END IF;
            IF EXISTS (SELECT 1 FROM pg_constraint WHERE contype = 'f' AND (conrelid = name OR confrelid = name)) THEN
                RAISE 'a reference is left';
            END IF;
            IF colocate_with <> 'none' THEN
                PERFORM 1 FROM pg_dist_partition WHERE logicalrelid = colocate_with::regclass AND partkey IS NOT NULL;
                IF NOT FOUND THEN RAISE 'nothing to lie beside'; END IF;
            END IF;
            INSERT INTO pg_dist_partition VALUES (name, key, colocate_with);
        END $$;
    CREATE FUNCTION truncate_local_data_after_distributing_table(name regclass) RETURNS void LANGUAGE sql AS 'SELECT';
    SET allow_system_table_mods = on;
    INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
        VALUES (99999, 'citus', 10, 2200, false, '13.2-1');
    RESET allow_system_table_mods;
";

/// The values of a statement's column `text`.
async fn texts(store: &Store, sql: &str) -> Result<BTreeSet<String>> {
    Ok(testkit::texts(store, sql).await?.into_iter().collect())
}

/// The foreign keys of the database, as it prints them.
async fn references(store: &Store) -> Result<BTreeSet<String>> {
    let sql = "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS text
        FROM pg_constraint WHERE contype = 'f'";
    texts(store, sql).await
}

async fn is_a_cluster(db: &Database) -> Result<bool> {
    let sql = "SELECT name::text AS text FROM pg_available_extensions WHERE name = 'citus'";
    Ok(!testkit::texts(db.store(), sql).await?.is_empty())
}

on_both_engines!(what_cannot_be_distributed_says_why, |db| async {
    if db.engine() == Engine::Postgres && is_a_cluster(&db).await? {
        return Ok(());
    }
    let Err(refusal) = distribute(db.store()).await else { anyhow::bail!("there is no cluster") };
    match db.engine() {
        Engine::Sqlite => assert!(matches!(refusal, DistributeError::NotPostgres)),
        Engine::Postgres => {
            assert!(matches!(refusal, DistributeError::NoExtension { .. }));
            assert!(refusal.to_string().contains("CREATE EXTENSION citus"), "{refusal}");
        }
    }
    Ok(())
});

#[tokio::test]
async fn every_table_is_spread_or_copied_once_and_keeps_its_references() -> Result<()> {
    let db = Database::postgres().await?;
    if is_a_cluster(&db).await? {
        return Ok(());
    }
    let before = references(db.store()).await?;
    let pool = db.store().postgres().expect("it is PostgreSQL");
    sqlx::raw_sql(STAND_IN).execute(pool).await?;

    // The extension alone distributes nothing: reads still use row-level security.
    let opened = db.open_again().await?;
    assert!(!opened.is_distributed().await?);
    assert!(opened.is_rls_enforced().await?);
    opened.close().await;

    let done = distribute(db.store()).await?;
    assert!(db.store().is_distributed().await?, "whoever asked before asks again");
    let spread: BTreeSet<&str> = done.distributed.iter().map(String::as_str).collect();
    let name = |table: &Table| table.name;
    let expected: BTreeSet<&str> = spread_tables().map(name).collect();
    assert_eq!(spread, expected);
    assert_eq!(done.copied, reference_tables().map(name).collect::<Vec<_>>());
    assert_eq!((done.nodes, done.version.as_str()), (2, "13.2-1"));
    assert_eq!(references(db.store()).await?, before);
    let keys = "SELECT DISTINCT partkey AS text FROM pg_dist_partition WHERE partkey IS NOT NULL";
    assert_eq!(texts(db.store(), keys).await?, BTreeSet::from(["org_id".to_owned()]));

    // The second time, there is nothing left to do, and nothing breaks.
    let again = distribute(db.store()).await?;
    assert_eq!((again.distributed, again.copied), (vec![], vec![]));
    assert_eq!(references(db.store()).await?, before);

    // Stores opened from now on notice; readers no longer switch to a role that other machines lack.
    let opened = db.open_again().await?;
    assert!(opened.is_distributed().await?);
    assert!(!opened.is_rls_enforced().await?);
    opened.close().await;
    Ok(())
}

/// The tables with a policy in force.
async fn guarded(store: &Store) -> Result<BTreeSet<String>> {
    let sql =
        "SELECT c.relname::text AS text FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relrowsecurity";
    texts(store, sql).await
}

#[tokio::test]
async fn policies_that_a_dump_of_a_cluster_lacks_are_made_again() -> Result<()> {
    let db = Database::postgres().await?;
    if is_a_cluster(&db).await? {
        return Ok(());
    }
    let before = guarded(db.store()).await?;
    let expected: BTreeSet<String> = guarded_tables().map(|table| table.name.to_owned()).collect();
    assert_eq!(before, expected);
    for table in &before {
        for loss in [
            format!("DROP POLICY tachograph_sight ON {table}"),
            format!("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"),
        ] {
            db.store().run(loss, []).await?;
        }
        // A dump restored without privileges has none for the role.
        db.store().run(format!("REVOKE ALL ON {table} FROM tachograph_reader"), []).await?;
    }
    assert_eq!(guarded(db.store()).await?, BTreeSet::new());

    migration::migrate(db.store()).await?;
    assert_eq!(guarded(db.store()).await?, before);
    let opened = db.open_again().await?;
    assert!(opened.is_rls_enforced().await?);
    let scope = RowScope::Organizations(vec!["acme".into()]);
    db.store()
        .run("INSERT INTO orgs (org_id, name, created_at) VALUES ('acme', 'a', 0), ('globex', 'g', 0)", [])
        .await?;
    let seen = testkit::texts_within(&opened, &scope, "/* test */ SELECT org_id AS text FROM orgs").await?;
    assert_eq!(seen, ["acme"]);
    opened.close().await;
    Ok(())
}
