//! What retention deletes, what it keeps, and what arrives too late.
use crate::support::{count, drain, organizations, queued, send, send_new};
use anyhow::Result;
use domain::{Day, Instant, OrgId};
use entities::dead_letter;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use std::time::Duration;
use store::Store;
use testkit::database::NOON;
use testkit::events::{activity_counted, handoff, message, run_completed, run_started};
use testkit::{naive, on_both_engines};
use tokio_util::sync::CancellationToken;
use worker::{Retained, RetentionOptions, Worker, WorkerOptions};

const DAY: i64 = domain::time::DAY_MICROS;

fn options(days: u32) -> WorkerOptions {
    let retention = RetentionOptions { days, rest: 0, every: Duration::from_millis(20), ..RetentionOptions::default() };
    WorkerOptions { retention, ..WorkerOptions::default() }
}

async fn retain(store: &Store, days: u32) -> Result<Retained> {
    Ok(worker::retain(store, &options(days), &CancellationToken::new()).await?)
}

async fn differences(store: &Store) -> Result<u64> {
    Ok(worker::verify(store, &WorkerOptions::default(), None, &mut ()).await?.differences)
}

/// A session with five events on each of these days, one of which corrects another.
async fn fill(store: &Store, days: &[&str]) -> Result<()> {
    for day in days {
        let (session, run) = (format!("s-{day}"), format!("r-{day}"));
        let at = |time: &str| format!("{day}T{time}Z");
        send_new(
            store,
            [
                message(&session).at(&at("10:00:00")),
                run_started(&session, &run).at(&at("10:01:00")),
                run_completed(&session, &run).at(&at("10:02:00")).payload("status", "fail"),
                run_completed(&session, &run).at(&at("10:03:00")),
                handoff(&session).at(&at("10:04:00")),
            ],
        )
        .await?;
    }
    drain(store).await
}

on_both_engines!(whole_sessions_leave_and_their_totals_stay, |db| async {
    let store = db.store();
    // With a retention period of 10 days, the horizon at noon of March 2 is February 19.
    fill(store, &["2026-02-17", "2026-02-18", "2026-02-19", "2026-02-28"]).await?;
    // Started long before the horizon and continued after it: it is kept as a whole.
    send_new(store, [message("long").at("2026-02-01T10:00:00Z"), handoff("long").at("2026-02-19T00:00:00Z")]).await?;
    drain(store).await?;
    let before = naive::load(store).await?;
    let done = retain(store, 10).await?;
    assert_eq!(done, Retained { sessions: 2, runs: 2, events: 10, bound: 0, busy: 0, failed: 0 });
    let after = naive::load(store).await?;
    assert_eq!((&before.org_days, &before.org_months), (&after.org_days, &after.org_months));
    assert_eq!((&before.user_days, &before.user_months), (&after.user_days, &after.user_months));
    let left: Vec<&str> = after.sessions.keys().map(|(_, session)| session.as_str()).collect();
    assert_eq!(left, ["long", "s-2026-02-19", "s-2026-02-28"]);
    let rows = ["events_raw", "run_facts", "handoff_facts", "run_repeats", "run_crossings"];
    let mut counts = Vec::new();
    for table in rows {
        counts.push(count(store, table).await?);
    }
    assert_eq!(counts, [12, 2, 3, 4, 0]);
    assert_eq!(differences(store).await?, 0);
    assert_eq!(retain(store, 10).await?, Retained::default());
    worker::rebuild(store, &WorkerOptions::default(), None, &mut ()).await?;
    naive::assert_same(&after, &naive::load(store).await?);
    Ok(())
});

on_both_engines!(activity_without_a_session_leaves_like_a_session, |db| async {
    let store = db.store();
    let activity = |session: &str, at: &str| activity_counted(session).at(at).payload("lines_added", 7);
    send_new(
        store,
        [
            activity("alone", "2026-02-16T10:00:00Z"),
            activity("alone", "2026-02-17T10:00:00Z"),
            activity("goes-on", "2026-02-17T10:00:00Z"),
            activity("goes-on", "2026-02-19T10:00:00Z"),
            // It leaves with its session.
            message("whole").at("2026-02-17T11:00:00Z"),
            activity("whole", "2026-02-17T12:00:00Z"),
        ],
    )
    .await?;
    drain(store).await?;
    let before = naive::load(store).await?;
    let done = retain(store, 10).await?;
    assert_eq!(done, Retained { sessions: 1, runs: 0, events: 4, bound: 0, busy: 0, failed: 0 });
    let after = naive::load(store).await?;
    assert_eq!((&before.org_days, &before.org_months), (&after.org_days, &after.org_months));
    assert_eq!((count(store, "activity_facts").await?, count(store, "events_raw").await?), (2, 2));
    assert_eq!(differences(store).await?, 0);
    assert_eq!(retain(store, 10).await?, Retained::default());
    worker::rebuild(store, &WorkerOptions::default(), None, &mut ()).await?;
    naive::assert_same(&after, &naive::load(store).await?);
    Ok(())
});

on_both_engines!(what_comes_too_late_is_refused_and_changes_nothing, |db| async {
    let store = db.store();
    fill(store, &["2026-02-17"]).await?;
    // In flight while retention runs: accepted, but not projected yet.
    let late = run_completed("s-2026-02-17", "r-2026-02-17").at("2026-02-17T11:00:00Z");
    retain(store, 10).await?;
    // Retention waits for queued events; one accepted at that very moment is projected after it.
    let tx = store.begin().await?;
    tx.run("/* test */ UPDATE org_retention SET kept_from = NULL", []).await?;
    tx.commit().await?;
    send_new(store, [late.clone()]).await?;
    let mut tx = store.begin().await?;
    store::retention::advance(&mut tx, &OrgId::from("acme"), Day(20_503)).await?;
    tx.commit().await?;
    let before = naive::load(store).await?;
    assert_eq!(queued(store).await?, 1);
    drain(store).await?;
    let letters = dead_letter::Entity::find().filter(dead_letter::Column::OrgId.eq("acme")).all(store).await?;
    assert_eq!((letters.len(), letters[0].attempts), (1, 1));
    assert!(letters[0].last_error.starts_with("TOO_OLD: "), "{}", letters[0].last_error);
    // From now on it is rejected on arrival, whether known or not, although 365 days would allow it.
    let again = [late.into(), message("new").at("2026-02-18T23:59:59.999999Z").into()];
    let answer = send(store, &again).await?;
    let codes: Vec<&str> = answer.errors.iter().map(|error| error.code).collect();
    assert_eq!((answer.inserted, codes), (0, vec!["TOO_OLD", "TOO_OLD"]), "{answer:?}");
    assert!(answer.errors[0].message.contains("2026-02-19T00:00:00Z"), "{answer:?}");
    naive::assert_same(&before, &naive::load(store).await?);
    // The dead letter is deleted, too.
    assert_eq!(retain(store, 10).await?.events, 1);
    assert_eq!((count(store, "events_dead_letter").await?, count(store, "events_raw").await?), (0, 0));
    assert_eq!(differences(store).await?, 0);
    Ok(())
});

on_both_engines!(what_waits_counts_before_its_session_leaves, |db| async {
    let store = db.store();
    fill(store, &["2026-02-16", "2026-02-17", "2026-02-18"]).await?;
    // One belongs to its session directly, the other through its run.
    let waiting = [
        message("s-2026-02-17").at("2026-02-20T10:00:00Z"),
        run_completed("another", "r-2026-02-18").at("2026-02-20T10:00:00Z"),
    ];
    send_new(store, waiting).await?;
    let done = retain(store, 10).await?;
    assert_eq!((done.sessions, done.events, done.busy), (1, 5, 0));
    assert_eq!((differences(store).await?, queued(store).await?), (0, 2));
    drain(store).await?;
    // Both sessions have newer events now.
    assert_eq!(retain(store, 10).await?.sessions, 0);
    // A queued event from before the horizon holds up retention of its whole organization.
    db.clock().set(Instant(NOON.0 + 5 * DAY));
    send_new(store, [message("old").at("2026-02-22T10:00:00Z")]).await?;
    let done = retain(store, 10).await?;
    assert_eq!((done.sessions, done.busy), (0, 1));
    drain(store).await?;
    let done = retain(store, 10).await?;
    assert_eq!((done.sessions, done.busy), (4, 0));
    assert_eq!((differences(store).await?, count(store, "events_raw").await?), (0, 0));
    Ok(())
});

on_both_engines!(a_session_that_is_gone_begins_anew, |db| async {
    let store = db.store();
    fill(store, &["2026-02-17"]).await?;
    retain(store, 10).await?;
    send_new(store, [run_completed("s-2026-02-17", "r-2026-02-17").at("2026-03-01T10:00:00Z")]).await?;
    drain(store).await?;
    let rows = naive::load(store).await?;
    let month: i64 = rows.org_months.values().map(|month| month.counts.runs).sum();
    assert_eq!((rows.runs.len(), month), (1, 2));
    assert_eq!(differences(store).await?, 0);
    Ok(())
});

on_both_engines!(sessions_that_share_a_run_leave_together, |db| async {
    let store = db.store();
    send_new(
        store,
        [
            run_started("a", "r").at("2026-02-10T10:00:00Z"),
            run_started("b", "r").at("2026-02-11T10:00:00Z"),
            run_completed("b", "q").at("2026-02-11T10:00:00Z"),
            run_completed("c", "q").at("2026-02-20T10:00:00Z"),
            message("alone").at("2026-02-10T10:00:00Z"),
        ],
    )
    .await?;
    drain(store).await?;
    let done = retain(store, 10).await?;
    assert_eq!((done.sessions, done.bound, differences(store).await?), (1, 2, 0));
    // Two days later, the youngest is old enough as well.
    db.clock().set(Instant(NOON.0 + 2 * DAY));
    let done = retain(store, 10).await?;
    assert_eq!((done.sessions, done.runs, done.events, done.bound), (3, 2, 4, 0));
    assert_eq!((differences(store).await?, count(store, "events_raw").await?), (0, 0));
    Ok(())
});

on_both_engines!(sessions_that_are_bound_to_too_many_stay_and_hold_nobody_up, |db| async {
    let store = db.store();
    // Sixty groups of 101 sessions: fifty of them at once would be too many for a transaction, but must still
    // be deleted. And a group that is too large by itself.
    let groups = (0..60).flat_map(|group| (0..101).map(move |n| (format!("g{group:02}-{n:03}"), format!("r{group}"))));
    let crowd = (0..5_001).map(|n| (format!("crowd-{n:04}"), "crowd".to_owned()));
    // One session of each group comes first, so that a step finds fifty groups.
    let mut sessions: Vec<(String, String)> = groups.chain(crowd).collect();
    sessions.sort_by_key(|(session, _)| !session.ends_with("-000"));
    for (at, chunk) in sessions.chunks(500).enumerate() {
        let at = format!("2026-02-10T10:{at:02}:00Z");
        send_new(store, chunk.iter().map(|(session, run)| run_started(session, run).at(&at))).await?;
    }
    drain(store).await?;
    let done = retain(store, 10).await?;
    assert_eq!((done.sessions, done.runs, done.events, done.busy), (6_060, 60, 6_060, 0));
    assert_eq!((done.bound, count(store, "session_stats").await?), (5_001, 5_001));
    assert_eq!(differences(store).await?, 0);
    Ok(())
});

on_both_engines!(an_organization_may_keep_longer_or_shorter, |db| async {
    let store = db.store();
    let events = ["acme", "globex", "initech"].map(|org| message("s").org(org).at("2026-02-10T10:00:00Z"));
    send_new(store, events).await?;
    drain(store).await?;
    let mut tx = store.begin().await?;
    store::retention::set(&mut tx, &OrgId::from("acme"), Some(0)).await?;
    store::retention::set(&mut tx, &OrgId::from("globex"), Some(5)).await?;
    tx.commit().await?;
    assert_eq!(retain(store, 365).await?.sessions, 1);
    assert_eq!(organizations(store, "session_stats").await?, ["acme", "initech"]);
    let sent = ["acme", "globex", "initech"].map(|org| message("t").org(org).at("2025-01-10T10:00:00Z").into());
    let refused: Vec<u64> = send(store, &sent).await?.errors.iter().map(|error| error.index).collect();
    assert_eq!(refused, [1, 2]);
    // A longer retention period does not restore what was deleted, nor does it allow events from then.
    let mut tx = store.begin().await?;
    store::retention::set(&mut tx, &OrgId::from("globex"), Some(0)).await?;
    tx.commit().await?;
    let sent = ["2026-02-24T23:00:00Z", "2026-02-24T00:00:00Z"];
    let sent = sent.map(|at| message("u").org("globex").at(at).into());
    assert_eq!(send(store, &sent).await?.errors.len(), 0);
    let sent = [message("u").org("globex").at("2026-02-23T23:59:59Z").into()];
    assert_eq!(send(store, &sent).await?.errors.len(), 1);
    assert_eq!(store::retention::load(store).await?[&OrgId::from("globex")].kept_from, Some(Day(20_508)));
    Ok(())
});

on_both_engines!(a_running_worker_takes_away_what_is_too_old, |db| async {
    let store = db.store();
    fill(store, &["2026-02-17", "2026-02-28"]).await?;
    let worker = Worker::new(store.clone(), options(10))?;
    let stop = CancellationToken::new();
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { worker.run(stop).await }
    });
    let mut news = store.signals().subscribe();
    while count(store, "session_stats").await? > 1 {
        tokio::time::timeout(Duration::from_secs(10), news.recv()).await??;
    }
    stop.cancel();
    running.await?;
    assert_eq!(differences(store).await?, 0);
    Ok(())
});

on_both_engines!(damage_to_what_was_kept_is_found, |db| async {
    let store = db.store();
    fill(store, &["2026-02-17"]).await?;
    retain(store, 10).await?;
    for table in ["kept_org_daily", "kept_user_daily", "kept_org_monthly", "kept_user_monthly"] {
        let damage = |by: &str| format!("UPDATE {table} SET runs = runs {by} 1 WHERE org_id = 'acme'");
        assert_eq!(store.run(damage("+"), []).await?, 1, "{table}");
        assert_eq!(differences(store).await?, 2, "{table}");
        store.run(damage("-"), []).await?;
    }
    assert_eq!(differences(store).await?, 0);
    Ok(())
});

on_both_engines!(rows_that_nobody_can_read_hold_up_their_own_organization_alone, |db| async {
    let store = db.store();
    let events = ["acme", "globex"].map(|org| run_started("s", "r").org(org).at("2026-02-10T10:00:00Z"));
    send_new(store, events).await?;
    drain(store).await?;
    let damage = "UPDATE run_facts SET keys = $1 WHERE org_id = 'acme'";
    assert_eq!(store.run(damage, [vec![255_u8].into()]).await?, 1);
    let done = retain(store, 10).await?;
    assert_eq!((done.sessions, done.failed), (1, 1));
    assert_eq!(organizations(store, "session_stats").await?, ["acme"]);
    Ok(())
});
