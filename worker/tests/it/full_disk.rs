//! A full disk, simulated by SQLite's page limit, which needs no privileges: it passes, and no event is lost.
use crate::support::{count, drain, number, queued, send, send_new};
use anyhow::Result;
use sea_orm::ConnectionTrait as _;
use serde_json::Value;
use store::{Engine, Store};
use testkit::events::{message, run_completed};

const PLENTY: i64 = 1_000_000;

/// Allows this many more pages on the write connection.
async fn admit(store: &Store, pages: i64) -> Result<()> {
    let now = number(store, "SELECT page_count AS number FROM pragma_page_count()").await?;
    let tx = store.begin().await?;
    tx.query_all_raw(tx.engine().statement(format!("PRAGMA max_page_count = {}", now + pages), [])).await?;
    tx.commit().await?;
    Ok(())
}

fn many(from: u32) -> Vec<Value> {
    (from..from + 600).map(|n| run_completed(&format!("s{n}"), &format!("r{n}")).id(&format!("e{n}")).into()).collect()
}

#[test]
fn projection_waits_for_room_and_gives_nothing_up() -> Result<()> {
    testkit::both::run(Engine::Sqlite, |db| async move {
        let store = db.store();
        send_new(store, many(0)).await?;
        admit(store, 4).await?;
        let failed = drain(store).await.expect_err("there is no room");
        assert!(format!("{failed:#}").contains("full"), "{failed:#}");
        let letters = count(store, "events_dead_letter").await?;
        assert_eq!((queued(store).await?, letters), (600, 0));
        admit(store, PLENTY).await?;
        drain(store).await?;
        assert_eq!((queued(store).await?, count(store, "run_facts").await?), (0, 600));
        let report = worker::verify(store, &worker::WorkerOptions::default(), None, &mut ()).await?;
        assert_eq!((report.differences, report.dead_letters), (0, 0));
        Ok(())
    })
}

#[test]
fn ingest_refuses_what_does_not_fit_and_takes_it_later() -> Result<()> {
    testkit::both::run(Engine::Sqlite, |db| async move {
        let store = db.store();
        send_new(store, [message("s")]).await?;
        admit(store, 4).await?;
        let refused = send(store, &many(0)).await.expect_err("there is no room");
        assert!(refused.to_string().contains("DiskFull"), "{refused}");
        assert_eq!(count(store, "events_raw").await?, 1);
        admit(store, PLENTY).await?;
        assert_eq!(send(store, &many(0)).await?.inserted, 600);
        drain(store).await
    })
}
