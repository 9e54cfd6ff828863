//! Databases on a Citus cluster: the server used for the tests may be a coordinator. Then every test has its
//! database on every machine, and its tables are distributed as in production.
use crate::database::drop_database;
use anyhow::{Context, Result};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row as _};

/// Few shards, because creating them would take most of a test's time.
const SHARDS: u32 = 4;

/// The lock for adding a database's machines to the cluster.
const TURN: i64 = 0x7ac0_c17e;

/// A machine of the cluster, as the coordinator knows it.
#[derive(Clone, Debug)]
struct Node {
    host: String,
    port: i32,
    is_coordinator: bool,
}

/// The cluster coordinated by a server.
#[derive(Clone, Debug)]
pub(crate) struct Cluster {
    nodes: Vec<Node>,
}

impl Cluster {
    /// The cluster whose coordinator has the database `url`; `None` if it is a single server.
    pub(crate) async fn of(url: &str) -> Result<Option<Self>> {
        let mut connection = PgConnection::connect(url).await.context("cannot reach the PostgreSQL to test on")?;
        let known = "SELECT to_regclass('pg_dist_node') IS NOT NULL";
        if !sqlx::query_scalar::<_, bool>(known).fetch_one(&mut connection).await? {
            connection.close().await?;
            return Ok(None);
        }
        let nodes = "SELECT nodename::text, nodeport, groupid = 0 FROM pg_dist_node WHERE isactive ORDER BY groupid";
        let rows = sqlx::query(nodes).fetch_all(&mut connection).await?;
        connection.close().await?;
        let node = |row: &sqlx::postgres::PgRow| {
            Ok(Node { host: row.try_get(0)?, port: row.try_get(1)?, is_coordinator: row.try_get(2)? })
        };
        let nodes = rows.iter().map(node).collect::<Result<Vec<_>, sqlx::Error>>()?;
        Ok(nodes.iter().any(|node| !node.is_coordinator).then_some(Self { nodes }))
    }

    /// Creates the database `name`, which the coordinator already has, on all machines, and makes them known to
    /// each other. `at` is the coordinator's URL for it.
    pub(crate) async fn join(&self, at: &str, name: &str) -> Result<()> {
        for node in self.workers() {
            let server = node.address(at, "postgres")?;
            execute(&server, &format!("CREATE DATABASE {name} TEMPLATE template0")).await?;
            execute(&node.address(at, name)?, "CREATE EXTENSION citus").await?;
        }
        execute(at, "CREATE EXTENSION citus").await?;
        execute(at, &format!("ALTER DATABASE {name} SET citus.shard_count = {SHARDS}")).await?;
        // Adding a machine propagates roles, which all databases of a server share, so concurrent tests would
        // conflict. They take turns by a lock on the first machine.
        let mut turn = PgConnection::connect(&self.nodes[0].address(at, "postgres")?).await?;
        turn.execute(AssertSqlSafe(format!("SELECT pg_advisory_lock({TURN})"))).await?;
        for node in &self.nodes {
            let call = if node.is_coordinator { "citus_set_coordinator_host" } else { "citus_add_node" };
            execute(at, &format!("SELECT {call}('{}', {})", node.host, node.port)).await?;
        }
        turn.close().await?;
        Ok(())
    }

    /// Drops the database on all workers that can be reached.
    pub(crate) async fn leave(&self, at: &str, name: &str) -> Result<()> {
        let mut left = Ok(());
        for node in self.workers() {
            left = left.and(drop_database(&node.address(at, "postgres")?, name).await);
        }
        left
    }

    fn workers(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|node| !node.is_coordinator)
    }
}

impl Node {
    /// The URL of a database on the machine, with the coordinator's credentials.
    fn address(&self, coordinator: &str, database: &str) -> Result<String> {
        let (address, query) = coordinator.split_once('?').map_or((coordinator, None), |(a, q)| (a, Some(q)));
        let (scheme, rest) = address.split_once("://").context("expected postgres://USER@HOST/NAME")?;
        let authority = rest.split('/').next().unwrap_or_default();
        let user = authority.rsplit_once('@').map(|(user, _)| format!("{user}@")).unwrap_or_default();
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        Ok(format!("{scheme}://{user}{}:{}/{database}{query}", self.host, self.port))
    }
}

async fn execute(url: &str, statement: &str) -> Result<()> {
    let mut connection = PgConnection::connect(url).await.with_context(|| {
        format!("cannot reach a machine of the cluster under the name its coordinator has for it: {statement}")
    })?;
    connection.execute(AssertSqlSafe(statement.to_owned())).await?;
    connection.close().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_is_reached_as_its_coordinator_is() -> Result<()> {
        let node = Node { host: "worker-1".to_owned(), port: 5433, is_coordinator: false };
        let address = node.address("postgres://me:secret@coordinator:5432/x?sslmode=require", "y")?;
        assert_eq!(address, "postgres://me:secret@worker-1:5433/y?sslmode=require");
        assert_eq!(node.address("postgres://coordinator", "y")?, "postgres://worker-1:5433/y");
        Ok(())
    }
}
