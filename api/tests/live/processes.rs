//! Two processes sharing one PostgreSQL.
use crate::counts::{COUNTS, JUST_NOW};
use crate::session::follow;
use crate::site::Site;
use api::AppOptions;
use domain::Role;
use std::time::Duration;
use store::signal::bridge;
use testkit::events::{message, run_started};
use testkit::{Database, Engine, Result};
use tokio::time::timeout;

/// Less than the interval after which a feed checks by itself.
const BY_WAKE_UP: Duration = Duration::from_secs(4);

#[test]
fn what_one_process_accepts_reaches_the_subscribers_of_another() -> Result<()> {
    testkit::both::run(Engine::Postgres, |db: Database| async move {
        let here = Site::new(&db).await?;
        let there = Site::with(db.open_again().await?, AppOptions::default()).await?;
        assert_ne!(here.store().process(), there.store().process());
        let bridges = [bridge(here.store()), bridge(there.store())];
        here.store_events([message("s1").at("2026-03-01T08:00:00Z")]).await?;
        let mut client = there.client("ada", Role::Member).await?;
        // The bridge may still be connecting to the database: its first notification proves that it is ready.
        let mut projections = there.live().projections().follow(api::live::topic::Topic::Organization("acme".into()));
        let mut sent = 0;
        while timeout(Duration::from_millis(200), projections.hear()).await.is_err() {
            sent += 1;
            assert!(sent < 100, "no projections from the other process");
            here.store_events([message("s1").at("2026-03-01T08:00:00Z")]).await?;
        }
        client.subscribe("1", COUNTS).await?;
        client.data().await?;
        here.store_events([run_started("s1", "r1").at(JUST_NOW)]).await?;
        timeout(BY_WAKE_UP, client.running(1)).await.expect("woken by the other process")?;
        let mut other = there.client("ada", Role::Member).await?;
        follow(&there, &mut other).await?;
        here.store_events([message("s1").id("new").at(JUST_NOW)]).await?;
        let told = timeout(BY_WAKE_UP, other.data()).await.expect("woken by the other process")?;
        assert_eq!(told["sessionEvents"]["id"], "new");
        for bridge in bridges {
            bridge.abort();
        }
        Ok(())
    })
}
