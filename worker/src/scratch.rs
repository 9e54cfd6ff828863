//! Temporary tables in which the read models of one organisation are recomputed. They belong to one
//! connection and lie on disk, so that memory does not grow with the data.
use crate::tables::Tables;
use domain::OrgId;
use store::{Engine, Sql, StoreError, Tx};

/// The scratch tables: name, the table that they are shaped like, their key.
const SHAPES: &[(&str, &str, &str)] = &[
    ("scratch_run_facts", "run_facts", "org_id, run_id"),
    ("scratch_session_stats", "session_stats", "org_id, session_id"),
    ("scratch_handoff_facts", "handoff_facts", "org_id, event_id"),
    ("scratch_org_stats_daily", "org_stats_daily", "org_id, day"),
    ("scratch_user_stats_daily", "user_stats_daily", "org_id, user_id, day"),
    ("scratch_org_stats_monthly", "org_stats_monthly", "org_id, month"),
    ("scratch_user_stats_monthly", "user_stats_monthly", "org_id, user_id, month"),
    ("scratch_run_repeats", "run_repeats", "org_id, run_id, event_id"),
    ("scratch_run_crossings", "run_crossings", "org_id, session_id, run_id"),
    ("scratch_org_users", "org_users", "org_id, user_id"),
];

/// Makes empty scratch tables on the transaction's connection.
pub(crate) async fn create(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute("DROP TABLE IF EXISTS scratch_events").await?;
    tx.execute("CREATE TEMPORARY TABLE scratch_events (n BIGINT NOT NULL PRIMARY KEY, event_id TEXT NOT NULL)").await?;
    for (scratch, live, key) in SHAPES {
        tx.execute(Sql::new(format!("DROP TABLE IF EXISTS {scratch}"))).await?;
        let columns = Tables::columns(live);
        let sql = format!("CREATE TEMPORARY TABLE {scratch} AS SELECT {columns} FROM {live} WHERE 1 = 0");
        tx.execute(Sql::new(sql)).await?;
        tx.execute(Sql::new(format!("CREATE UNIQUE INDEX {scratch}_key ON {scratch} ({key})"))).await?;
    }
    for scratch in ["scratch_run_facts", "scratch_handoff_facts"] {
        tx.execute(Sql::new(format!("CREATE INDEX {scratch}_session ON {scratch} (org_id, session_id)"))).await?;
    }
    Ok(())
}

/// Empties the scratch tables, fills in what those left in the totals that retention has taken away,
/// and lists the events of an organisation that count: those that are neither queued nor given up.
/// Sorted by session, so that a batch touches few sessions.
pub(crate) async fn begin_organization(tx: &mut Tx, org_id: &OrgId) -> Result<(), StoreError> {
    for (scratch, ..) in SHAPES {
        tx.execute(Sql::new(format!("DELETE FROM {scratch}"))).await?;
    }
    tx.execute("DELETE FROM scratch_events").await?;
    plan(tx, "on").await?;
    // The queue is ordered by time: `SQLite` would read all of it for each event, were it not set apart
    // and given an index on the way.
    let sql = Sql::new(
        "INSERT INTO scratch_events (n, event_id)
         WITH waiting AS MATERIALIZED (SELECT org_id, event_id FROM events_queue WHERE org_id = $1)
         SELECT row_number() OVER (ORDER BY r.session_id, r.event_id), r.event_id
         FROM events_raw r
         LEFT JOIN waiting q ON q.org_id = r.org_id AND q.event_id = r.event_id
         LEFT JOIN events_dead_letter d ON d.org_id = r.org_id AND d.event_id = r.event_id
         WHERE r.org_id = $1 AND q.event_id IS NULL AND d.event_id IS NULL",
    );
    tx.execute(sql.text(org_id.shared())).await?;
    let columns = Tables::columns(Tables::LIVE.org_users);
    let sql = format!("INSERT INTO scratch_org_users ({columns}) SELECT {columns} FROM org_users WHERE org_id = $1");
    tx.execute(Sql::new(sql).text(org_id.shared())).await?;
    for (kept, grain) in Tables::KEPT.iter().zip([Tables::SCRATCH.days, Tables::SCRATCH.months]) {
        for (from, to) in [(kept.org, grain.org), (kept.users, grain.users)] {
            let columns = Tables::columns(from);
            let sql = Sql::new(format!("INSERT INTO {to} ({columns}) SELECT {columns} FROM {from} WHERE org_id = $1"));
            tx.execute(sql.text(org_id.shared())).await?;
        }
    }
    if tx.engine() == Engine::Postgres {
        // Otherwise it believes that there are a handful of them.
        tx.execute("ANALYZE scratch_events").await?;
    }
    plan(tx, "off").await
}

/// `PostgreSQL` knows nothing about the size of fresh temporary tables: "off" makes it look rows up
/// by key, "on" leaves the choice to it.
async fn plan(tx: &mut Tx, scans: &str) -> Result<(), StoreError> {
    if tx.engine() == Engine::Postgres {
        tx.execute("SET LOCAL plan_cache_mode = force_custom_plan").await?;
        for setting in ["enable_seqscan", "enable_hashjoin", "enable_mergejoin"] {
            tx.execute(Sql::new(format!("SET LOCAL {setting} = {scans}"))).await?;
        }
    }
    Ok(())
}

/// Removes the scratch tables.
pub(crate) async fn remove(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute("DROP TABLE scratch_events").await?;
    for (scratch, ..) in SHAPES {
        tx.execute(Sql::new(format!("DROP TABLE {scratch}"))).await?;
    }
    Ok(())
}
