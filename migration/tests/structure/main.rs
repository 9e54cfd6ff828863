//! The schema that the migrations create: both engines compared to the entities, and to the rules for all
//! tables.

mod described;
mod pinned;
mod postgres;
mod sqlite;
mod table;

use anyhow::Context as _;
use entities::{TABLES, reference_tables, shared_tables, spread_tables, tenant_tables};
use migration::Migrator;
use sea_orm_migration::MigratorTrait;
use sea_orm_migration::sea_orm::{self, FromQueryResult};
use std::collections::BTreeMap;
use std::time::Duration;
use store::{Engine, Store};
use table::{Family, Table};

/// The table in which the migrations themselves are recorded.
const NOTED: &str = "seaql_migrations";

/// The actual tables of the database, by name.
async fn read(store: &Store) -> anyhow::Result<BTreeMap<String, Table>> {
    let mut tables = match store.engine() {
        Engine::Sqlite => sqlite::read(store).await?,
        Engine::Postgres => postgres::read(store).await?,
    };
    tables.remove(NOTED);
    Ok(tables)
}

testkit::on_both_engines!(up_down_and_up_again_leave_no_trace, |db| async {
    let before = read(db.store()).await?;
    Migrator::down(db.store().orm_write(), None).await?;
    assert_eq!(read(db.store()).await?, BTreeMap::new());
    migration::migrate(db.store()).await?;
    assert_eq!(read(db.store()).await?, before);
    migration::migrate(db.store()).await?;
    assert_eq!(read(db.store()).await?, before);
    Ok(())
});

testkit::on_both_engines!(every_entity_is_its_table, |db| async {
    let tables = read(db.store()).await?;
    let entities = described::entities()?;
    assert_eq!(tables.keys().collect::<Vec<_>>(), entities.keys().collect::<Vec<_>>());
    for (name, entity) in &entities {
        let table = &tables[name];
        let columns: BTreeMap<_, _> =
            table.columns.iter().map(|(column, real)| (column.clone(), (real.family, real.nullable))).collect();
        assert_eq!(columns, entity.columns, "{name}");
        assert_eq!(table.primary_key, entity.primary_key, "{name}");
    }
    Ok(())
});

testkit::on_both_engines!(every_table_is_of_an_organization_or_known_to_be_shared, |db| async {
    let tables = read(db.store()).await?;
    let mut listed: Vec<&str> = tenant_tables().chain(shared_tables()).map(|table| table.name).collect();
    listed.sort_unstable();
    assert_eq!(tables.keys().collect::<Vec<_>>(), listed);
    for name in tenant_tables().map(|table| table.name) {
        let table = &tables[name];
        assert_eq!(table.primary_key.first().map(String::as_str), Some("org_id"), "{name}");
        for (index, columns) in &table.indexes {
            assert!(columns.columns.starts_with("org_id,"), "{index} of {name}");
        }
    }
    Ok(())
});

testkit::on_both_engines!(every_foreign_reference_is_indexed, |db| async {
    for (name, table) in read(db.store()).await? {
        for reference in &table.references {
            let keys = table.indexes.values().filter(|index| index.only.is_empty()).map(|index| index.columns.clone());
            let mut leading = keys.chain([table.primary_key.join(",")]);
            let found = leading.any(|columns| format!("{columns},").starts_with(&format!("{reference},")));
            assert!(found, "no index of {name} begins with {reference}");
        }
    }
    Ok(())
});

testkit::on_both_engines!(texts_compare_bytewise, |db| async {
    // SQLite compares bytewise unless another collation is given.
    let bytewise = if db.engine() == Engine::Postgres { "C" } else { "BINARY" };
    for (name, table) in read(db.store()).await? {
        for (column, real) in table.columns.iter().filter(|(_, real)| real.family == Family::Text) {
            assert_eq!(real.collation, bytewise, "{name}.{column}");
        }
    }
    Ok(())
});

testkit::on_both_engines!(no_index_that_nobody_asked_for, |db| async {
    let mut found = Vec::new();
    for (name, table) in read(db.store()).await? {
        for (index, real) in table.indexes {
            let unique = if real.unique { "unique " } else { "" };
            let only = if real.only.is_empty() { String::new() } else { format!(" where {}", real.only) };
            found.push(format!("{unique}{index} on {name} ({}){only}", real.columns));
        }
    }
    let own = if db.engine() == Engine::Postgres { pinned::INDEXES_OF_POSTGRES } else { &[] };
    assert_eq!(found, [pinned::INDEXES, own].concat());
    Ok(())
});

testkit::on_both_engines!(several_processes_migrate_at_once, |db| async {
    Migrator::down(db.store().orm_write(), None).await?;
    let (left, right) = (db.open_again().await?, db.open_again().await?);
    let outcome = tokio::join!(migration::migrate(db.store()), migration::migrate(&left), migration::migrate(&right));
    outcome.0?;
    outcome.1?;
    outcome.2?;
    assert_eq!(read(db.store()).await?.len(), TABLES.len());
    Ok(())
});

#[derive(FromQueryResult)]
struct Waiting {
    waiting: i64,
}

/// While a long reader is active, a migration that changes its table waits, without blocking anyone.
#[test]
fn a_step_gives_way_to_a_long_reader() -> anyhow::Result<()> {
    testkit::both::run(Engine::Postgres, async |db| {
        let store = db.store();
        // Back to before the migration that adds a column to the queue.
        let newer = Migrator::migrations().iter().rev().position(|step| step.name() == "m0011_queue_trace");
        let steps = u32::try_from(newer.context("the step of the queue's trace")? + 1)?;
        Migrator::down(store.orm_write(), Some(steps)).await?;
        let reader = store.begin().await?;
        reader.run("/* test */ SELECT count(*) FROM events_queue", []).await?;
        let migrating = tokio::spawn({
            let store = store.clone();
            async move { migration::migrate(&store).await }
        });
        let waiting =
            "/* test */ SELECT count(*) AS waiting FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND NOT granted
                       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        while store.select::<Waiting>(waiting, []).await?[0].waiting == 0 {
            anyhow::ensure!(!migrating.is_finished(), "it did not wait for the reader");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let event =
            "/* test */ INSERT INTO events_queue (org_id, due_at, event_id, attempts) VALUES ('acme', 0, 'e', 0)";
        tokio::time::timeout(Duration::from_secs(60), store.run(event, [])).await??;
        assert!(!migrating.is_finished(), "the reader is still there");
        reader.rollback().await?;
        migrating.await??;
        assert_eq!(read(store).await?.len(), TABLES.len());
        Ok(())
    })
}

testkit::on_both_engines!(tables_of_an_organization_can_be_spread_over_machines, |db| async {
    let tables = read(db.store()).await?;
    for name in spread_tables().map(|table| table.name) {
        // Referenced rows are always on the same machine: in the same organization, or on every machine.
        for reference in &tables[name].references {
            assert_eq!(reference.split(',').next(), Some("org_id"), "{name}: {reference}");
        }
    }
    for name in reference_tables().map(|table| table.name) {
        for reference in &tables[name].references {
            assert_eq!(reference, "org_id", "{name} refers to more than organizations");
        }
    }
    Ok(())
});
