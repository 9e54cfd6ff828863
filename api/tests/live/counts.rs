//! The live counts: sent immediately, then on every change, at most four times per second.
use crate::site::Site;
use domain::Role;
use serde_json::json;
use std::time::Duration;
use testkit::events::{message, run_completed, run_started};
use testkit::on_both_engines;
use tokio::time::{Instant, timeout};

pub(crate) const COUNTS: &str = "subscription { liveRunCounts { at running activeSessions startedLastMinute
    completedToday failedToday successRateToday costTodayUsd } }";
const RUNNING: &str = "subscription { liveRunCounts { running } }";
/// Half a minute before the tests' clock.
pub(crate) const JUST_NOW: &str = "2026-03-02T11:59:30Z";

on_both_engines!(a_value_at_once_and_then_on_change, |db| async {
    let site = Site::new(&db).await?;
    site.store_events([message("s1").at("2026-03-01T08:00:00Z")]).await?;
    let mut client = site.client("ada", Role::Member).await?;
    client.subscribe("1", COUNTS).await?;
    let nothing = json!({"liveRunCounts": {
        "at": "2026-03-02T12:00:00.000000Z", "running": 0, "activeSessions": 0, "startedLastMinute": 0,
        "completedToday": 0, "failedToday": 0, "successRateToday": null, "costTodayUsd": 0.0,
    }});
    assert_eq!(client.data().await?, nothing);
    site.store_events([run_started("s1", "r1").user("bob").at(JUST_NOW)]).await?;
    let started = client.data().await?;
    assert_eq!(started["liveRunCounts"]["running"], 1, "the counts are the organization's, for members too");
    assert_eq!(started["liveRunCounts"]["startedLastMinute"], 1);
    site.store_events([run_completed("s1", "r1").at("2026-03-02T11:59:40Z")]).await?;
    let ended = client.data().await?;
    let ended = &ended["liveRunCounts"];
    assert_eq!((&ended["running"], &ended["completedToday"]), (&json!(0), &json!(1)));
    assert_eq!((&ended["successRateToday"], &ended["costTodayUsd"]), (&json!(1.0), &json!(0.05)));
    // Nothing is projected, but fifteen minutes pass.
    site.at("2026-03-02T12:20:00Z");
    let later = client.data().await?;
    assert_eq!(later["liveRunCounts"]["activeSessions"], 0, "{later}");
    Ok(())
});

on_both_engines!(at_most_four_a_second, |db| async {
    let site = Site::new(&db).await?;
    site.store_events([message("s1")]).await?;
    let mut client = site.client("ada", Role::Manager).await?;
    let began = Instant::now();
    client.subscribe("1", RUNNING).await?;
    client.data().await?;
    let reading = tokio::spawn(async move {
        let mut values = 1;
        loop {
            values += 1;
            if client.data().await.expect("a value")["liveRunCounts"]["running"] == json!(30) {
                return (values, began.elapsed());
            }
        }
    });
    for run in 0..30 {
        site.store_events([run_started("s1", &format!("r{run}")).at(JUST_NOW)]).await?;
    }
    let (values, took) = timeout(Duration::from_secs(30), reading).await??;
    let most = took.as_millis() / 250 + 2;
    assert!(values as u128 <= most, "{values} values in {took:?}");
    Ok(())
});

on_both_engines!(all_organizations_together, |db| async {
    let site = Site::new(&db).await?;
    let mut client = site.client("root", Role::SuperAdmin).await?;
    client.subscribe("1", "subscription { globalLiveRunCounts { running completedToday costTodayUsd } }").await?;
    assert_eq!(client.data().await?["globalLiveRunCounts"]["running"], 0);
    site.store_events([
        run_started("s1", "r1").at(JUST_NOW),
        run_started("s1", "r1").org("other").at(JUST_NOW),
        run_completed("s1", "r2").at(JUST_NOW),
        run_completed("s1", "r2").org("other").at(JUST_NOW),
    ])
    .await?;
    let expected = json!({"running": 2, "completedToday": 2, "costTodayUsd": 0.1});
    while client.data().await?["globalLiveRunCounts"] != expected {}
    let mut support = site.client("eve", Role::Support).await?;
    support.subscribe("1", "subscription { liveRunCounts(organizationId: \"other\") { running } }").await?;
    assert_eq!(support.data().await?["liveRunCounts"]["running"], 1, "a platform role names the organization");
    support.subscribe("2", RUNNING).await?;
    assert_eq!(support.error().await?, "BAD_USER_INPUT", "or is told to");
    Ok(())
});

on_both_engines!(nothing_runs_without_a_follower, |db| async {
    let site = Site::new(&db).await?;
    site.store_events([message("s1")]).await?;
    let mut client = site.client("ada", Role::Manager).await?;
    client.subscribe("1", RUNNING).await?;
    client.data().await?;
    assert_eq!((site.live().feeds().running(), site.live().projections().topics()), (1, 1));
    client.send(&json!({"id": "1", "type": "complete"})).await?;
    site.until("the feed ends", |app| {
        let live = app.live();
        live.feeds().running() + live.projections().topics() + live.shared().questions() == 0
    })
    .await;
    // The id is free again, and a new feed starts.
    client.subscribe("1", RUNNING).await?;
    client.data().await?;
    Ok(())
});
