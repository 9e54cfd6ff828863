//! Temporary tables in which the read models of one organization are recomputed. They belong to one
//! connection and are on disk, so memory does not grow with the data.
use crate::tables::Tables;
use domain::OrgId;
use entities::{Content, TABLES, Table, handoff_fact, run_fact};
use store::{Engine, StoreError, Tx};

/// The tables that are recomputed, each with its scratch table.
fn shapes() -> impl Iterator<Item = (&'static Table, &'static str)> {
    TABLES.iter().filter_map(|table| Some((table, table.scratch?)))
}

/// Creates empty scratch tables on the transaction's connection.
pub(crate) async fn create(tx: &mut Tx) -> Result<(), StoreError> {
    tx.run("DROP TABLE IF EXISTS scratch_events", []).await?;
    let events = "CREATE TEMPORARY TABLE scratch_events (n BIGINT NOT NULL PRIMARY KEY, event_id TEXT NOT NULL)";
    tx.run(events, []).await?;
    tx.run("CREATE INDEX scratch_events_id ON scratch_events (event_id)", []).await?;
    tx.run("DROP TABLE IF EXISTS scratch_reached", []).await?;
    tx.run("CREATE TEMPORARY TABLE scratch_reached (n BIGINT NOT NULL)", []).await?;
    for (table, scratch) in shapes() {
        tx.run(format!("DROP TABLE IF EXISTS {scratch}"), []).await?;
        let (live, columns, key) = (table.name, table.columns(), table.key());
        tx.run(format!("CREATE TEMPORARY TABLE {scratch} AS SELECT {columns} FROM {live} WHERE 1 = 0"), []).await?;
        tx.run(format!("CREATE UNIQUE INDEX {scratch}_key ON {scratch} ({key})"), []).await?;
    }
    for scratch in [Tables::Scratch.of(run_fact::Entity), Tables::Scratch.of(handoff_fact::Entity)] {
        tx.run(format!("CREATE INDEX {scratch}_session ON {scratch} (org_id, session_id)"), []).await?;
    }
    Ok(())
}

/// Empties the scratch tables, fills in the kept contributions of sessions that retention has deleted, and
/// lists the events of an organization that count: those that are neither queued nor dead letters. They are
/// sorted by session, so that a batch touches few sessions.
pub(crate) async fn begin_organization(tx: &mut Tx, org_id: &OrgId) -> Result<(), StoreError> {
    for (_, scratch) in shapes() {
        tx.run(format!("DELETE FROM {scratch}"), []).await?;
    }
    tx.run("DELETE FROM scratch_events", []).await?;
    reach(tx, 0).await?;
    plan(tx, "on").await?;
    // The queue is ordered by time: `SQLite` would scan all of it for each event if it were not materialized,
    // which also lets it build an index.
    let events = "INSERT INTO scratch_events (n, event_id)
         WITH waiting AS MATERIALIZED (SELECT org_id, event_id FROM events_queue WHERE org_id = $1)
         SELECT row_number() OVER (ORDER BY r.session_id, r.event_id), r.event_id
         FROM events_raw r
         LEFT JOIN waiting q ON q.org_id = r.org_id AND q.event_id = r.event_id
         LEFT JOIN events_dead_letter d ON d.org_id = r.org_id AND d.event_id = r.event_id
         WHERE r.org_id = $1 AND q.event_id IS NULL AND d.event_id IS NULL";
    tx.run(events, [org_id.as_str().into()]).await?;
    for (table, scratch) in TABLES.iter().filter_map(|table| Some((table, begins(table)?))) {
        let (from, columns) = (table.name, table.columns());
        let sql = format!("INSERT INTO {scratch} ({columns}) SELECT {columns} FROM {from} WHERE org_id = $1");
        tx.run(sql, [org_id.as_str().into()]).await?;
    }
    if tx.engine() == Engine::Postgres {
        // Otherwise the planner assumes a handful of rows.
        tx.run("ANALYZE scratch_events", []).await?;
    }
    plan(tx, "off").await
}

/// Records up to which of the listed events they have been applied.
pub(crate) async fn reach(tx: &mut Tx, number: i64) -> Result<(), StoreError> {
    tx.run("DELETE FROM scratch_reached", []).await?;
    tx.run("INSERT INTO scratch_reached (n) VALUES ($1)", [number.into()]).await?;
    Ok(())
}

/// The scratch table that starts out with the rows of this one: the ordinals of people as they are, and the
/// totals with the kept contributions of deleted sessions.
fn begins(table: &Table) -> Option<&'static str> {
    match table.content {
        Content::Numbered => table.scratch,
        Content::Kept { totals } => entities::table(totals)?.scratch,
        Content::Written | Content::Recomputed => None,
    }
}

/// `PostgreSQL` knows nothing about the size of new temporary tables: "off" makes it look rows up by key,
/// "on" leaves the choice to the planner.
async fn plan(tx: &mut Tx, scans: &str) -> Result<(), StoreError> {
    if tx.engine() == Engine::Postgres {
        tx.run("SET LOCAL plan_cache_mode = force_custom_plan", []).await?;
        for setting in ["enable_seqscan", "enable_hashjoin", "enable_mergejoin"] {
            tx.run(format!("SET LOCAL {setting} = {scans}"), []).await?;
        }
    }
    Ok(())
}

/// Removes the scratch tables.
pub(crate) async fn remove(tx: &mut Tx) -> Result<(), StoreError> {
    tx.run("DROP TABLE scratch_reached", []).await?;
    tx.run("DROP TABLE scratch_events", []).await?;
    for (_, scratch) in shapes() {
        tx.run(format!("DROP TABLE {scratch}"), []).await?;
    }
    Ok(())
}
