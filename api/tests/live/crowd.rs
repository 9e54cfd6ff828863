//! Many clients, and clients that do not read.
use crate::counts::{COUNTS, JUST_NOW};
use crate::site::Site;
use api::{AppOptions, LiveOptions};
use domain::Role;
use futures_util::future::try_join_all;
use std::time::Duration;
use testkit::events::{message, run_started};
use testkit::on_both_engines;

on_both_engines!(two_hundred_subscribers_cost_what_one_does, |db| async {
    let live = LiveOptions { max_connections: 200, ..LiveOptions::default() };
    let site = Site::with(db.store().clone(), AppOptions { live, ..AppOptions::default() }).await?;
    site.store_events([message("s1").at("2026-03-01T08:00:00Z")]).await?;
    let mut clients = try_join_all((0..200).map(|_| site.client("ada", Role::Member))).await?;
    for client in &mut clients {
        client.subscribe("1", COUNTS).await?;
    }
    for client in &mut clients {
        client.data().await?;
    }
    let live = site.live();
    assert_eq!((live.feeds().running(), live.shared().questions()), (1, 1));
    let (counted, statements) = (live.feeds().counted(), site.reader().statements());
    site.store_events([run_started("s1", "r1").at(JUST_NOW)]).await?;
    for client in &mut clients {
        client.running(1).await?;
    }
    let (counted, statements) = (live.feeds().counted() - counted, site.reader().statements() - statements);
    // One is for the change; the others are the periodic checks of every second, for however long the clients
    // take.
    assert!(counted < 20, "{counted} for 200 clients");
    assert_eq!(statements, counted * 2, "only the feed reads");
    drop(clients);
    site.until("everything ends", |app| app.live().feeds().running() + app.live().projections().topics() == 0).await;
    Ok(())
});

on_both_engines!(a_client_that_never_reads_is_dropped, |db| async {
    let live = LiveOptions { send_timeout: Duration::from_millis(300), ..LiveOptions::default() };
    let site = Site::with(db.store().clone(), AppOptions { live, ..AppOptions::default() }).await?;
    site.store_events([message("s1")]).await?;
    let mut good = site.client("ada", Role::Manager).await?;
    good.subscribe("1", COUNTS).await?;
    good.data().await?;
    let mut bad = site.client("bob", Role::Manager).await?;
    bad.subscribe("1", "subscription { liveRunCounts { running at } }").await?;
    site.until("both follow", |app| app.live().shared().questions() == 2).await;
    // Large responses that the client does not read, more than the system buffers.
    let query = "{ __schema { types { name description fields { name description type { name kind } } } } }";
    let flooding = tokio::spawn(async move {
        for id in 0..5_000 {
            if bad.subscribe(&format!("q{id}"), query).await.is_err() {
                break;
            }
        }
    });
    site.store_events([run_started("s1", "r1").at(JUST_NOW)]).await?;
    good.running(1).await?;
    site.until("the silent one is gone", |app| app.live().shared().questions() == 1).await;
    site.store_events([run_started("s1", "r2").at(JUST_NOW)]).await?;
    good.running(2).await?;
    flooding.abort();
    Ok(())
});

on_both_engines!(a_client_that_gives_no_sign_of_life_is_dropped, |db| async {
    let live = LiveOptions { ping_every: Duration::from_secs(1), ..LiveOptions::default() };
    let site = Site::with(db.store().clone(), AppOptions { live, ..AppOptions::default() }).await?;
    site.store_events([message("s1")]).await?;
    let mut alive = site.client("ada", Role::Manager).await?;
    alive.subscribe("1", "subscription { liveRunCounts { running } }").await?;
    let mut dead = site.client("bob", Role::Manager).await?;
    dead.subscribe("1", "subscription { liveRunCounts { running at } }").await?;
    dead.data().await?;
    // A client responds to pings only while it reads; this one no longer does.
    let reading = tokio::spawn(async move {
        alive.running(1).await.expect("still there");
        alive
    });
    site.until("the dead one is gone", |app| app.live().shared().questions() == 1).await;
    site.store_events([run_started("s1", "r1").at(JUST_NOW)]).await?;
    reading.await?;
    Ok(())
});
