//! Checks all statements that a test caused on `PostgreSQL`, from any process, when its database is dropped:
//! those that cross organizations must be on the list of those that may.
mod check;
mod crossing;

use anyhow::{Context, Result};
use sqlx::{Connection, Executor, PgConnection};

/// The extension that records statements; servers started by the tests load it.
pub(crate) const LIBRARY: &str = "pg_stat_statements";

/// The violations among the statements on a database. Empty if the server does not record statements, which is
/// only possible for a server given from outside.
///
/// # Errors
/// When the server cannot be reached.
pub async fn faults(server: &str, database: &str) -> Result<Vec<String>> {
    let mut connection = PgConnection::connect(server).await.context("cannot reach the PostgreSQL to test on")?;
    let libraries: String = sqlx::query_scalar("SHOW shared_preload_libraries").fetch_one(&mut connection).await?;
    if !libraries.contains(LIBRARY) {
        return Ok(Vec::new());
    }
    // Another test may be creating it right now; the next statement shows whether it exists.
    let _ = connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements").await;
    let texts =
        "SELECT query FROM pg_stat_statements(true) s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = $1";
    let texts: Vec<String> = sqlx::query_scalar(texts).bind(database).fetch_all(&mut connection).await?;
    connection.close().await?;
    let faults = texts.iter().filter_map(|text| {
        let fault = check::fault(text, crossing::may(text))?;
        Some(format!("{fault}:\n    {text}"))
    });
    Ok(faults.collect())
}
