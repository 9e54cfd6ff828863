//! What differs where the tables are sharded over the machines of a Citus cluster.
use crate::connect::Pools;
use crate::{Rows, Store, StoreError, statement};
use futures_util::TryStreamExt;
use sea_orm::{FromQueryResult, QueryResult};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnection, PgPool, Postgres};
use sqlx::{AssertSqlSafe, Connection as _, Row as _};

/// Rows to insert into a table: `INSERT INTO table (..) VALUES .. tail`.
#[derive(Clone, Debug)]
pub struct Addition {
    /// The table.
    pub table: &'static str,
    /// The rows.
    pub rows: Rows,
    /// What follows the rows in the statement.
    pub tail: &'static str,
}

/// Whether the tables are really sharded; the extension alone is not enough.
pub(crate) async fn is_spread(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let extension = "SELECT to_regclass('pg_dist_partition') IS NOT NULL";
    if !sqlx::query_scalar::<_, bool>(extension).fetch_one(&mut *connection).await? {
        return Ok(false);
    }
    let spread = "SELECT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = to_regclass('events_raw'))";
    sqlx::query_scalar(spread).fetch_one(connection).await
}

/// How many bytes the worker machines hold.
pub(crate) const WORKER_BYTES: &str = "SELECT coalesce(sum(result::bigint), 0)::bigint AS bytes
     FROM run_command_on_workers('SELECT pg_database_size(current_database())') WHERE success";

const MACHINES: &str = "SELECT count(*) FILTER (WHERE NOT success) AS missing, count(*) AS machines
     FROM run_command_on_workers('SELECT 1')";

/// The worker machines of the cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Machines {
    /// How many do not respond.
    pub missing: u64,
    /// How many there are.
    pub all: u64,
}

impl Store {
    /// Inserts rows, and then the rows that `then` builds from what the first insert returned, in one
    /// transaction. Returns what the first insert returned, read by column name. Retries once if a machine
    /// was lost: an idle connection to it is only found to be broken when it is used, and for the retry the
    /// coordinator opens a new one.
    ///
    /// All rows must belong to one organization.
    ///
    /// # Errors
    /// Returns any database error; also when a row does not have the expected columns.
    pub async fn add_spread<T: FromQueryResult + Send + Sync>(
        &self,
        first: &Addition,
        then: impl Fn(&[T]) -> Result<Addition, StoreError> + Send + Sync,
    ) -> Result<Vec<T>, StoreError> {
        let pool = self.cluster()?;
        // Retry on the same connection: others in the pool may be broken in the same way.
        let mut held = Held::new(pool.acquire().await?);
        let connection = &mut held.connection;
        let added = match add_both(connection, first, &then).await {
            Err(error) if error.is_machine_lost() => {
                tracing::debug!(%error, "a machine of the cluster was lost; trying again");
                add_both(connection, first, &then).await
            }
            added => added,
        };
        held.is_free = true;
        added.inspect_err(|error| self.note(error))
    }

    /// Inserts rows that are all new, into one table or several, in one transaction, as a stream that is not
    /// planned row by row: for hundreds of rows, this takes a third of the time of [`Self::add_spread`].
    ///
    /// All rows must belong to one organization.
    ///
    /// # Errors
    /// Returns any database error, including that a row already exists; nothing is inserted then.
    pub async fn stream_spread(&self, additions: &[(&str, Rows)]) -> Result<(), StoreError> {
        let mut held = Held::new(self.cluster()?.acquire().await?);
        let added = stream_all(&mut held.connection, additions).await;
        held.is_free = true;
        added.inspect_err(|error| self.note(error))
    }

    /// Runs a command on every shard of a table, whose name replaces `%1$s` in it, and returns one text per
    /// shard from the machines that respond. Shards with an empty answer are left out.
    ///
    /// # Errors
    /// When the coordinator cannot be queried.
    pub async fn ask_parts(&self, table: &str, command: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT result FROM run_command_on_shards($1::regclass, $2, true)
                   WHERE success AND coalesce(result, '') <> ''";
        Ok(sqlx::query_scalar(sql).bind(table).bind(command).fetch_all(self.cluster()?).await?)
    }

    /// The machines of the cluster, each of which is queried; none without a cluster.
    ///
    /// # Errors
    /// When the coordinator cannot be queried.
    pub async fn machines(&self) -> Result<Machines, StoreError> {
        if !self.is_distributed().await? {
            return Ok(Machines::default());
        }
        let told = sqlx::query(MACHINES).fetch_one(self.cluster()?).await?;
        let (missing, all): (i64, i64) = (told.try_get("missing")?, told.try_get("machines")?);
        Ok(Machines { missing: missing.cast_unsigned(), all: all.cast_unsigned() })
    }

    fn cluster(&self) -> Result<&PgPool, StoreError> {
        match self.all_pools() {
            Pools::Postgres { pool, .. } => Ok(pool),
            Pools::Sqlite { .. } => {
                Err(StoreError::Url("expected the coordinator of a cluster, not SQLite".to_owned()))
            }
        }
    }
}

/// A connection whose statement may be abandoned before it ends. It is closed in that case: the pool would
/// otherwise wait for the unresponsive machine too, with one connection fewer for other requests meanwhile.
struct Held {
    connection: PoolConnection<Postgres>,
    /// Whether the coordinator has responded.
    is_free: bool,
}

impl Held {
    const fn new(connection: PoolConnection<Postgres>) -> Self {
        Self { connection, is_free: false }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if !self.is_free {
            self.connection.close_on_drop();
        }
    }
}

async fn add_both<T: FromQueryResult + Send + Sync>(
    connection: &mut PgConnection,
    first: &Addition,
    then: &(impl Fn(&[T]) -> Result<Addition, StoreError> + Sync),
) -> Result<Vec<T>, StoreError> {
    let mut tx = connection.begin().await?;
    let rows = statement::read(&add(&mut tx, first).await?)?;
    add(&mut tx, &then(&rows)?).await?;
    tx.commit().await?;
    Ok(rows)
}

async fn stream_all(connection: &mut PgConnection, additions: &[(&str, Rows)]) -> Result<(), StoreError> {
    let mut tx = connection.begin().await?;
    for (table, rows) in additions {
        let (text, arguments) = rows.cluster_stream(table, "")?;
        sqlx::query_with(AssertSqlSafe(text), arguments).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn add(connection: &mut PgConnection, addition: &Addition) -> Result<Vec<QueryResult>, StoreError> {
    let mut found = Vec::new();
    for range in addition.rows.cluster_chunks() {
        let (text, arguments) = addition.rows.cluster_insert(addition.table, addition.tail, range)?;
        let mut rows = sqlx::query_with(AssertSqlSafe(text), arguments).persistent(false).fetch(&mut *connection);
        while let Some(row) = rows.try_next().await? {
            found.push(row.into());
        }
    }
    Ok(found)
}
