//! The check of statements itself, on a server that certainly records them.
use sqlx::{Connection, Executor, PgConnection};
use testkit::postgres::{Durability, ThrowAway};
use testkit::{Result, statements};

#[tokio::test]
async fn what_crosses_organizations_is_remembered_and_told() -> Result<()> {
    let server = ThrowAway::start_with(Durability::None)?;
    let url = server.url("postgres");
    // The first call creates the extension; no statement has been recorded so far.
    assert!(statements::faults(&url, "postgres").await?.is_empty());
    let mut connection = PgConnection::connect(&url).await?;
    connection.execute("CREATE TABLE run_facts (org_id text, run_id text)").await?;
    connection.execute("SELECT count(*) FROM run_facts WHERE org_id = 'acme'").await?;
    assert!(statements::faults(&url, "postgres").await?.is_empty());
    connection.execute("SELECT run_id FROM run_facts WHERE run_id = 'r'").await?;
    connection.execute("SELECT run_id FROM run_facts WHERE org_id = 'acme' FOR UPDATE").await?;
    let mut faults = statements::faults(&url, "postgres").await?;
    faults.sort();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].starts_with("it locks rows"), "{faults:?}");
    assert!(faults[1].starts_with("run_facts is not tied to an organization"), "{faults:?}");
    Ok(())
}
