//! No organization waits for another's failures, nor for many new ones. The tests check the order of turns,
//! because how long one takes differs between machines.
use crate::poison::NO_TRIGGERS;
use crate::support::{number as count, queued, send_new};
use anyhow::Result;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use store::{Engine, Rows, Store};
use testkit::events::run_completed;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use worker::{Worker, WorkerOptions};

const PATIENCE: Duration = Duration::from_secs(120);

async fn until(store: &Store, sql: &str, enough: impl Fn(i64) -> bool) -> Result<()> {
    let holds = async {
        while !enough(count(store, sql).await?) {
            sleep(Duration::from_millis(2)).await;
        }
        anyhow::Ok(())
    };
    timeout(PATIENCE, holds).await?
}

/// A worker that runs until it is canceled.
fn run(store: &Store) -> Result<(CancellationToken, tokio::task::JoinHandle<()>)> {
    let (worker, stop) = (Worker::new(store.clone(), WorkerOptions::default())?, CancellationToken::new());
    let token = stop.clone();
    Ok((stop, tokio::spawn(async move { worker.run(token).await })))
}

testkit::on_both_engines!(spoilers_of_one_organization_keep_no_other_waiting, |db| async {
    let store = db.store();
    crate::poison::refuse_poison(store).await?;
    send_new(store, [run_completed("s", "r0").org("quiet").id("q0")]).await?;
    let spoilers = (0..3_000).map(|n| run_completed("s", &format!("poison-{n}")).org("loud").id(&format!("p{n}")));
    send_new(store, spoilers).await?;
    let (stop, running) = run(store)?;
    let untried = "/* test */ SELECT count(*) AS number FROM events_queue WHERE org_id = 'loud' AND attempts = 0";
    let of_quiet = "SELECT count(*) AS number FROM run_facts WHERE org_id = 'quiet'";
    until(store, untried, |left| left < 3_000).await?;
    for number in 1..4 {
        let before = count(store, untried).await?;
        send_new(store, [run_completed("s", &format!("r{number}")).org("quiet").id(&format!("q{number}"))]).await?;
        until(store, of_quiet, |runs| runs > number).await?;
        let tried = before - count(store, untried).await?;
        // A turn or two that were in progress, but not the whole search.
        assert!(tried <= 1_500, "{tried} spoilers were tried before another's event");
    }
    stop.cancel();
    running.await?;
    Ok(())
});

testkit::on_both_engines!(a_bounded_search_still_finds_every_spoiler, |db| async {
    let store = db.store();
    crate::poison::refuse_poison(store).await?;
    let events = (0..240).map(|n| {
        let run = if n % 4 == 1 { format!("poison-{n}") } else { format!("r{n}") };
        run_completed("s", &run).org("loud").id(&format!("e{n:04}"))
    });
    send_new(store, events).await?;
    for _ in 0..WorkerOptions::default().max_attempts {
        Worker::new(store.clone(), WorkerOptions::default())?.drain().await?;
        store.clock().set(store.clock().now().plus_micros(3_600_000_000));
    }
    let dead = count(store, "SELECT count(*) AS number FROM events_dead_letter WHERE org_id = 'loud'").await?;
    let runs = count(store, "SELECT count(*) AS number FROM run_facts WHERE org_id = 'loud'").await?;
    assert_eq!((runs, dead, queued(store).await?), (180, 60, 0));
    let report = worker::verify(store, &WorkerOptions::default(), None, &mut ()).await?;
    assert_eq!(report.differences, 0, "{report:#?}");
    Ok(())
});

testkit::on_both_engines!(ten_thousand_new_organizations_keep_no_old_one_waiting, |db| async {
    let store = db.store();
    send_new(store, [run_completed("s", "r0").org("old").id("o0")]).await?;
    crate::support::drain(store).await?;
    for batch in 0..4 {
        let new = (0..2_500).map(|n| {
            let org = format!("new-{batch}-{n:04}");
            run_completed("s", "r").org(&org).id("e")
        });
        send_new(store, new).await?;
    }
    let (stop, running) = run(store)?;
    let projected = "/* test */ SELECT count(*) AS number FROM projection_state WHERE org_id LIKE 'new-%'";
    let of_old = "SELECT count(*) AS number FROM run_facts WHERE org_id = 'old'";
    until(store, projected, |projected| projected > 10).await?;
    for number in 1..4 {
        let before = count(store, projected).await?;
        send_new(store, [run_completed("s", &format!("r{number}")).org("old").id(&format!("o{number}"))]).await?;
        until(store, of_old, |runs| runs > number).await?;
        let turns = count(store, projected).await? - before;
        assert!(turns < 2_000, "{turns} new organizations had their turns before an old one");
    }
    // Nor does serving the old one keep the new ones from being served.
    let before = count(store, projected).await?;
    until(store, projected, |projected| projected > before + 50).await?;
    stop.cancel();
    running.await?;
    Ok(())
});

testkit::on_both_engines!(new_organizations_enter_the_directory_together, |db| async {
    let store = db.store();
    crate::poison::refuse_poison(store).await?;
    // None of their events can be projected, so none of them would be added to the directory by projection.
    let events = (0..50).map(|n| run_completed("s", "poison").org(&format!("o{n}")).id("e"));
    send_new(store, events).await?;
    // They were created when their first events were received, however late the worker runs.
    let received = store.clock().now();
    store.clock().set(received.plus_micros(3_600_000_000));
    crate::support::drain(store).await?;
    let sql = format!("/* test */ SELECT count(*) AS number FROM orgs WHERE created_at = {}", received.0);
    assert_eq!(count(store, &sql).await?, 50);
    Ok(())
});

testkit::on_both_engines!(what_failed_is_tried_again_though_the_clock_was_set_back, |db| async {
    let store = db.store();
    crate::poison::refuse_poison(store).await?;
    send_new(store, [run_completed("s", "poison").org("acme").id("e")]).await?;
    crate::support::drain(store).await?;
    let attempts =
        async || count(store, "SELECT sum(attempts) AS number FROM events_queue WHERE org_id = 'acme'").await;
    assert_eq!(attempts().await?, 1);
    store.clock().set(store.clock().now().plus_micros(-172_800_000_000));
    crate::support::drain(store).await?;
    assert_eq!(attempts().await?, 2);
    Ok(())
});

#[test]
fn a_damaged_file_is_found_by_verify_and_noted() -> Result<()> {
    testkit::both::run(Engine::Sqlite, |db| async move {
        let store = db.store();
        let events = (0..3_000).map(|n| run_completed(&format!("s{n}"), &format!("r{n}")).id(&format!("e{n}")));
        send_new(store, events).await?;
        crate::support::drain(store).await?;
        assert_eq!(store.faults().await?, Vec::<String>::new());
        store.select::<Value>("PRAGMA wal_checkpoint(TRUNCATE)", []).await?;
        // A page of an index that verify does not read.
        let page =
            "SELECT pageno AS number FROM dbstat WHERE name LIKE '%events_raw%' AND pagetype = 'leaf' LIMIT 1 OFFSET 3";
        // Without that table, any page after the first ones will do.
        let page = count(store, page).await.unwrap_or(30);
        let path = db.url().trim_start_matches("sqlite://").split('?').next().unwrap_or_default().to_owned();
        damage(&path, page)?;
        let other = db.open_again().await?;
        let faults = other.faults().await?;
        assert!(!faults.is_empty());
        match worker::verify(&other, &WorkerOptions::default(), None, &mut ()).await {
            Ok(report) => assert!(
                report.differences > 0 && report.examples[0].starts_with("the file of the database is damaged"),
                "{report:#?}"
            ),
            Err(error) => assert!(format!("{error:#}").contains("malformed"), "{error:#}"),
        }
        let read = count(&other, "/* test */ SELECT sum(length(payload)) AS number FROM events_raw NOT INDEXED").await;
        assert_eq!(read.is_err(), other.is_damaged(), "{read:?}");
        Ok(())
    })
}

/// A damaged row is no event's fault: events that run into it stay in the queue, however often they are tried.
async fn nothing_is_given_up(store: &Store, expected: i64) -> Result<()> {
    for _ in 0..2 * WorkerOptions::default().max_attempts {
        let drained = Worker::new(store.clone(), WorkerOptions::default())?.drain().await;
        assert!(drained.is_err(), "{drained:?}");
        store.clock().set(store.clock().now().plus_micros(3_600_000_000));
    }
    assert_eq!(count(store, "/* test */ SELECT count(*) AS number FROM events_dead_letter").await?, 0);
    assert_eq!(
        count(store, "/* test */ SELECT count(*) AS number FROM events_queue WHERE attempts = 0").await?,
        expected
    );
    assert!(store.is_damaged(), "it is told");
    Ok(())
}

#[test]
fn damage_gives_up_nothing_on_postgres() -> Result<()> {
    testkit::both::run(Engine::Postgres, |db| async move {
        if db.is_cluster_where(NO_TRIGGERS) {
            return Ok(());
        }
        let store = db.store();
        // The error of a server that cannot read a page.
        let function = "CREATE FUNCTION damaged() RETURNS trigger LANGUAGE plpgsql AS
                        'BEGIN RAISE EXCEPTION ''invalid page in block 7'' USING ERRCODE = ''XX001''; END'";
        store.run(function, []).await?;
        let trigger = "CREATE TRIGGER damaged BEFORE INSERT ON run_facts FOR EACH ROW EXECUTE FUNCTION damaged()";
        store.run(trigger, []).await?;
        send_new(store, (0..8).map(|n| run_completed("s", &format!("r{n}")).id(&format!("e{n}")))).await?;
        nothing_is_given_up(store, 8).await
    })
}

#[test]
fn damage_gives_up_nothing_on_sqlite() -> Result<()> {
    testkit::both::run(Engine::Sqlite, |db| async move {
        let store = db.store();
        send_new(store, [run_completed("s", "before").id("before")]).await?;
        crate::support::drain(store).await?;
        store.select::<Value>("PRAGMA wal_checkpoint(TRUNCATE)", []).await?;
        let page =
            "/* test */ SELECT rootpage AS number FROM sqlite_schema WHERE type = 'table' AND name = 'run_facts'";
        let page = count(store, page).await?;
        let path = db.url().trim_start_matches("sqlite://").split('?').next().unwrap_or_default().to_owned();
        damage(&path, page)?;
        let other = db.open_again().await?;
        send_new(&other, (0..8).map(|n| run_completed("s", &format!("r{n}")).id(&format!("e{n}")))).await?;
        nothing_is_given_up(&other, 8).await
    })
}

/// Overwrites a page of 4 096 bytes.
fn damage(path: &str, page: i64) -> Result<()> {
    use std::os::unix::fs::FileExt as _;
    let file = std::fs::OpenOptions::new().write(true).open(path)?;
    file.write_all_at(&[0xa5; 4_096], (page.cast_unsigned() - 1) * 4_096)?;
    Ok(())
}

/// Enough that comparing every row with every key takes far longer than looking each of them up.
const MANY: i64 = 20_000;

#[test]
fn a_queue_that_was_empty_when_it_was_analyzed_is_emptied_by_its_keys() -> Result<()> {
    testkit::both::run(Engine::Postgres, |db| async move {
        let store = db.store();
        let fill = format!(
            "/* test */ INSERT INTO events_queue (org_id, due_at, event_id, attempts)
             SELECT 'acme', n, 'e' || n, 0 FROM generate_series(1, {MANY}) AS s(n)"
        );
        store.run(fill.as_str(), []).await?;
        store.run("/* test */ DELETE FROM events_queue", []).await?;
        store.run("/* test */ ANALYZE events_queue", []).await?;
        store.run(fill, []).await?;
        let keys = Rows::new()
            .text("org_id", (1..=MANY).map(|_| Arc::from("acme")))
            .int("due_at", 1..=MANY)
            .text("event_id", (1..=MANY).map(|n| Arc::from(format!("e{n}"))));
        let mut tx = store.begin_projection().await?;
        // Forty times what it takes; comparing all rows takes three times this.
        tx.run("/* test */ SET LOCAL statement_timeout = '10s'", []).await?;
        assert_eq!(tx.delete_rows("events_queue", &keys).await?, MANY.unsigned_abs());
        tx.rollback().await?;
        Ok(())
    })
}
