//! Tests of the temporary server itself.
use super::*;
use sqlx::{Connection, PgConnection};

async fn query(url: &str, statement: &'static str) -> Result<String> {
    let mut connection = PgConnection::connect(url).await?;
    Ok(sqlx::query_scalar(statement).fetch_one(&mut connection).await?)
}

#[tokio::test]
async fn it_keeps_what_it_committed_through_a_crash_and_goes_away() -> Result<()> {
    let server = ThrowAway::start()?;
    let url = server.url("postgres");
    assert_eq!(query(&url, "SHOW fsync").await?, "on");
    // The driver sets UTC for its own sessions; the server's setting is in its file.
    let zone = "SELECT setting FROM pg_file_settings WHERE lower(name) = 'timezone' AND applied";
    assert_eq!(query(&server.socket_url("postgres"), zone).await?, "Asia/Kolkata");
    let mut connection = PgConnection::connect(&url).await?;
    sqlx::query("CREATE TABLE kept AS SELECT 'still here'::text AS value").execute(&mut connection).await?;
    server.kill_immediately()?;
    assert!(query(&url, "SHOW fsync").await.is_err());
    server.restart()?;
    assert_eq!(query(&url, "SELECT value FROM kept").await?, "still here");
    let folder = server.folder.path().to_owned();
    drop(server);
    assert!(!folder.exists());
    assert!(query(&url, "SHOW fsync").await.is_err());
    Ok(())
}
