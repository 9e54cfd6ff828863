//! verify finds errors, and rebuild corrects them.
use crate::support::{drain, number, send_new};
use anyhow::Result;
use store::Store;
use testkit::events::{handoff, message, run_completed, run_started};
use testkit::naive;
use worker::{VerifyReport, WorkerOptions};

async fn fill(store: &Store) -> Result<()> {
    for org in ["acme", "globex"] {
        let events = [
            message("s").at("2026-02-28T23:00:00Z"),
            run_started("s", "r1").at("2026-02-28T23:30:00Z"),
            run_completed("s", "r1").at("2026-03-01T00:30:00Z"),
            handoff("s").at("2026-03-01T01:00:00Z"),
            run_completed("s", "r2").at("2026-03-01T02:00:00Z").user("bob"),
        ];
        send_new(store, events.map(|event| event.org(org))).await?;
    }
    drain(store).await
}

async fn verify(store: &Store) -> Result<VerifyReport> {
    worker::verify(store, &WorkerOptions::default(), None, &mut ()).await
}

testkit::on_both_engines!(every_kind_of_damage_is_found_and_mended, |db| async {
    let store = db.store();
    fill(store).await?;
    let healthy = naive::load(store).await?;
    let clean = verify(store).await?;
    assert_eq!((clean.organizations, clean.events, clean.differences, clean.rows), (2, 10, 0, 28), "{clean:#?}");
    let damages = [
        "UPDATE run_facts SET duration_ms = duration_ms + 1 WHERE org_id = 'acme' AND run_id = 'r1'",
        "DELETE FROM session_stats WHERE org_id = 'globex'",
        "UPDATE org_stats_daily SET runs = runs + 1 WHERE org_id = 'acme'",
        "UPDATE org_stats_daily SET active_users_count = 9 WHERE org_id = 'acme'",
        "/* test */ DELETE FROM user_stats_daily WHERE user_id = 'bob'",
        "UPDATE org_stats_monthly SET cost_nano_usd = cost_nano_usd + 1 WHERE org_id = 'globex'",
        "/* test */ DELETE FROM user_stats_monthly WHERE user_id = 'bob'",
        "/* test */ DELETE FROM handoff_facts",
        "INSERT INTO handoff_facts (org_id, event_id, occurred_at, method, session_id) VALUES ('ghost', 'e', 1, 1, 's')",
    ];
    for damage in damages {
        store.run(damage, []).await?;
        let report = verify(store).await?;
        assert!(report.differences > 0 && !report.examples.is_empty(), "not found: {damage}");
        worker::rebuild(store, &WorkerOptions::default(), None, &mut ()).await?;
        assert_eq!(verify(store).await?.differences, 0, "not mended: {damage}");
        naive::assert_same(&healthy, &naive::load(store).await?);
    }
    Ok(())
});

testkit::on_both_engines!(queued_events_count_nowhere_yet_and_one_organization_can_be_asked, |db| async {
    let store = db.store();
    fill(store).await?;
    send_new(store, [run_completed("s", "r3").org("acme")]).await?;
    store.run("UPDATE org_stats_daily SET runs = 0 WHERE org_id = 'globex'", []).await?;
    let acme = domain::OrgId::from("acme");
    let report = worker::verify(store, &WorkerOptions::default(), Some(&acme), &mut ()).await?;
    assert_eq!((report.organizations, report.events, report.queued, report.differences), (1, 5, 1, 0), "{report:#?}");
    worker::rebuild(store, &WorkerOptions::default(), Some(&acme), &mut ()).await?;
    assert!(verify(store).await?.differences > 0, "the other organization is not mended");
    drain(store).await?;
    let runs = "SELECT run_count AS number FROM session_stats WHERE org_id = 'acme'";
    assert_eq!(number(store, runs).await?, 3);
    Ok(())
});
