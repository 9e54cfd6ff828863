//! Collects the state of the installation.
use anyhow::Context as _;
use migration::steps::{Steps, steps};
use sea_orm::FromQueryResult;
use store::backlog::{Backlog, backlog};
use store::pressure::Space;
use store::{Engine, Store, StoreError};

/// Above about this many events, their number is taken from the planner's statistics.
const COUNT_UP_TO: i64 = 5_000_000;

/// The planner has no estimate for the coordinator's own table, which is empty.
const CLUSTER_ESTIMATE: &str = "SELECT coalesce(sum(greatest(result::bigint, 0)), 0)::bigint AS number
     FROM run_command_on_shards('events_raw', 'SELECT reltuples::bigint FROM pg_class WHERE oid = ''%s''::regclass')
     WHERE success";

/// The state of an installation.
#[derive(Debug)]
pub(crate) struct Status {
    pub(crate) engine: Engine,
    /// The version of the database engine.
    pub(crate) engine_version: String,
    pub(crate) steps: Steps,
    pub(crate) space: Space,
    /// The free space for events, if known, and how much there should be.
    pub(crate) room: Option<u64>,
    pub(crate) wanted: u64,
    /// Why the database rejects writes, if it does.
    pub(crate) refuses: Option<&'static str>,
    pub(crate) workers: u64,
    /// The contents of the tables; `None` while the migrations that create them are missing.
    pub(crate) contents: Option<Contents>,
}

/// The contents of the tables.
#[derive(Debug)]
pub(crate) struct Contents {
    pub(crate) organizations: i64,
    pub(crate) events: i64,
    /// Whether `events` is an estimate.
    pub(crate) estimated: bool,
    pub(crate) backlog: Backlog,
    /// How long the oldest event without any attempt has been waiting.
    pub(crate) oldest_micros: Option<i64>,
}

/// Collects the state.
pub(crate) async fn look(store: &Store, wanted: u64) -> anyhow::Result<Status> {
    let steps = steps(store).await.context("cannot read the database")?;
    let contents = match contents(store).await {
        Ok(contents) => Some(contents),
        Err(_) if !steps.pending.is_empty() => None,
        Err(error) => return Err(error).context("cannot read the database"),
    };
    let refuses = match &contents {
        Some(_) => store.probe().await.err().map(|(_, error)| error.kind()),
        None => None,
    };
    Ok(Status {
        room: store.room().await?.map(|room| room.for_rows(wanted)),
        wanted,
        refuses,
        engine: store.engine(),
        engine_version: engine_version(store).await?,
        steps,
        space: store.space().await?,
        workers: store.workers_seen().await?,
        contents,
    })
}

async fn contents(store: &Store) -> Result<Contents, StoreError> {
    let backlog = backlog(store, u32::MAX).await?;
    let now = store.clock().now();
    let estimate = match store.engine() {
        Engine::Sqlite => 0,
        Engine::Postgres if store.is_distributed().await? => number(store, CLUSTER_ESTIMATE).await?,
        Engine::Postgres => {
            number(store, "SELECT reltuples::bigint AS number FROM pg_class WHERE oid = 'events_raw'::regclass").await?
        }
    };
    let estimated = estimate > COUNT_UP_TO;
    Ok(Contents {
        organizations: number(store, "SELECT count(*) AS number FROM orgs").await?,
        events: if estimated { estimate } else { number(store, "SELECT count(*) AS number FROM events_raw").await? },
        estimated,
        oldest_micros: backlog.oldest.map(|oldest| now.0.saturating_sub(oldest.0).max(0)),
        backlog,
    })
}

#[derive(FromQueryResult)]
struct Version {
    version: String,
}

#[derive(FromQueryResult)]
struct Number {
    number: i64,
}

async fn engine_version(store: &Store) -> Result<String, StoreError> {
    let sql = match store.engine() {
        Engine::Sqlite => "SELECT sqlite_version() AS version",
        Engine::Postgres => "SELECT current_setting('server_version') AS version",
    };
    let told: Vec<Version> = store.select(sql, []).await?;
    Ok(told.into_iter().next().map(|row| row.version).unwrap_or_default())
}

/// The value of a statement's column `number`.
async fn number(store: &Store, sql: &str) -> Result<i64, StoreError> {
    let told: Vec<Number> = store.select(sql, []).await?;
    Ok(told.first().map_or(0, |row| row.number))
}
