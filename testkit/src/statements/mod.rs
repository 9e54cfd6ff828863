//! Every statement that a test causes on `PostgreSQL` is read when its database goes, whatever process
//! sent it: one that crosses organizations must stand in the list of those that may.
mod check;
mod crossing;

use anyhow::{Context, Result};
use sqlx::{Connection, Executor, PgConnection};

/// The extension that remembers statements; it is loaded by the servers that tests start.
pub(crate) const LIBRARY: &str = "pg_stat_statements";

/// What the statements over a database did that they may not. Empty where the server does not
/// remember statements, which only one that was named from outside may.
///
/// # Errors
/// When the server cannot be reached.
pub async fn faults(server: &str, database: &str) -> Result<Vec<String>> {
    let mut connection = PgConnection::connect(server).await.context("cannot reach the PostgreSQL to test on")?;
    let libraries: String = sqlx::query_scalar("SHOW shared_preload_libraries").fetch_one(&mut connection).await?;
    if !libraries.contains(LIBRARY) {
        return Ok(Vec::new());
    }
    // Another test may be making it right now; whether it is there, the next statement tells.
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
