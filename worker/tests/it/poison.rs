//! Events that cannot be projected, of two kinds: a stored event that cannot be decoded, and rows that the
//! database rejects.
use crate::support::{count, drain, queued, send_new};
use anyhow::Result;
use domain::Instant;
use entities::{dead_letter, queue};
use store::{Engine, Store};
use testkit::events::run_completed;
use testkit::naive;
use worker::isolate::{Footing, take_turn};
use worker::{Worker, WorkerOptions};

/// Why some tests do not apply on a cluster.
pub(crate) const NO_TRIGGERS: &str = "tables that are spread have no triggers to fail with a certain code";

/// Makes the database reject every run whose id contains the word.
pub(crate) async fn refuse_poison(store: &Store) -> Result<()> {
    match store.engine() {
        Engine::Sqlite => {
            let trigger = "CREATE TRIGGER poison BEFORE INSERT ON run_facts WHEN new.run_id LIKE 'poison%'
                           BEGIN SELECT RAISE(ABORT, 'this run is poison'); END";
            store.run(trigger, []).await?;
        }
        // Sharded tables have no triggers.
        Engine::Postgres if store.is_distributed().await? => {
            let check = "ALTER TABLE run_facts ADD CONSTRAINT \"this run is poison\" CHECK (run_id NOT LIKE 'poison%')";
            store.run(check, []).await?;
        }
        Engine::Postgres => {
            let function = "CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS
                            'BEGIN RAISE EXCEPTION ''this run is poison''; END'";
            store.run(function, []).await?;
            let trigger = "CREATE TRIGGER poison BEFORE INSERT ON run_facts FOR EACH ROW
                           WHEN (new.run_id LIKE 'poison%') EXECUTE FUNCTION poison()";
            store.run(trigger, []).await?;
        }
    }
    Ok(())
}

/// Advances the clock past every delay until there is nothing left to retry.
async fn drain_retries(store: &Store) -> Result<()> {
    for _ in 0..WorkerOptions::default().max_attempts {
        store.clock().set(store.clock().now().plus_micros(3_600_000_000));
        drain(store).await?;
    }
    Ok(())
}

/// All queued events.
async fn waiting(store: &Store) -> Result<Vec<queue::Model>> {
    Ok(store.select("/* test */ SELECT * FROM events_queue", []).await?)
}

async fn dead_letters(store: &Store) -> Result<Vec<(String, i64, String)>> {
    let sql = "/* test */ SELECT * FROM events_dead_letter ORDER BY event_id";
    let letters: Vec<dead_letter::Model> = store.select(sql, []).await?;
    Ok(letters.into_iter().map(|letter| (letter.event_id, i64::from(letter.attempts), letter.last_error)).collect())
}

/// One pass of a worker over 100 poison events ahead of 400 good ones, and the retries.
async fn good_ones_are_not_held_back(store: &Store, expected: &str) -> Result<()> {
    let mut news = store.signals().subscribe();
    let worker = Worker::new(store.clone(), WorkerOptions::default())?;
    // The clock does not move: anything that waited for a retry delay would wait for ever.
    let drained = tokio::spawn(async move { worker.drain().await });
    while count(store, "run_facts").await? < 400 {
        news.recv().await?;
    }
    drained.await??;
    assert_eq!((queued(store).await?, dead_letters(store).await?.len()), (100, 0));

    drain_retries(store).await?;
    let dead = dead_letters(store).await?;
    assert_eq!((queued(store).await?, dead.len()), (0, 100));
    for (event, attempts, error) in dead {
        assert!(event.starts_with("bad-") && attempts == 5 && error.contains(expected), "{event}: {attempts}: {error}");
    }
    let report = worker::verify(store, &WorkerOptions::default(), None, &mut ()).await?;
    assert_eq!((report.differences, report.dead_letters), (0, 100), "{report:#?}");
    Ok(())
}

testkit::on_both_engines!(rows_that_the_database_refuses, |db| async {
    refuse_poison(db.store()).await?;
    let bad = (0..100).map(|n| run_completed("s", &format!("poison-{n}")).id(&format!("bad-{n:03}")));
    let good = (0..400).map(|n| run_completed("s", &format!("r{n}")).id(&format!("good-{n:03}")));
    send_new(db.store(), bad.chain(good)).await?;
    good_ones_are_not_held_back(db.store(), "this run is poison").await
});

testkit::on_both_engines!(stored_events_that_nobody_can_read, |db| async {
    let bad = (0..100).map(|n| run_completed("s", &format!("r-bad-{n}")).id(&format!("bad-{n:03}")));
    let good = (0..400).map(|n| run_completed("s", &format!("r{n}")).id(&format!("good-{n:03}")));
    send_new(db.store(), bad.chain(good)).await?;
    db.store().run("/* test */ UPDATE events_raw SET payload = 'garbled' WHERE event_id LIKE 'bad-%'", []).await?;
    good_ones_are_not_held_back(db.store(), "INVALID_JSON").await
});

testkit::on_both_engines!(sums_beyond_64_bits_are_exact_and_spoil_nothing, |db| async {
    // The maximum cost of a run; 9 224 of them overflow 64 bits of nano-USD.
    let run = |n: i32| run_completed("s", &format!("r{n}")).payload("cost", 1_000_000);
    for start in [0, 5_000] {
        send_new(db.store(), (start..start + 5_000).map(run)).await?;
        drain(db.store()).await?;
    }
    assert_eq!((queued(db.store()).await?, dead_letters(db.store()).await?.len()), (0, 0));
    let models = naive::load(db.store()).await?;
    let cost = 10_000 * 1_000_000_000_000_000_i128;
    let sessions: Vec<i128> = models.sessions.values().map(|session| session.cost_nano_usd).collect();
    let days: Vec<i128> = models.org_days.values().map(|day| day.counts.cost_nano_usd).collect();
    assert_eq!((sessions, days), (vec![cost], vec![cost]));
    let report = worker::verify(db.store(), &WorkerOptions::default(), None, &mut ()).await?;
    assert_eq!(report.differences, 0, "{report:#?}");
    Ok(())
});

testkit::on_both_engines!(attempts_are_spaced_by_the_clock, |db| async {
    send_new(db.store(), [run_completed("s", "r").id("bad")]).await?;
    db.store().run("/* test */ UPDATE events_raw SET event_type = 99 WHERE event_id = 'bad'", []).await?;
    for attempts in 1..=4 {
        drain(db.store()).await?;
        let rows = waiting(db.store()).await?;
        assert_eq!(rows[0].attempts, attempts);
        let due_at = Instant(rows[0].due_at);
        db.clock().set(Instant(due_at.0 - 1));
        drain(db.store()).await?;
        assert_eq!(waiting(db.store()).await?[0].attempts, attempts);
        db.clock().set(due_at);
    }
    drain(db.store()).await?;
    assert_eq!(dead_letters(db.store()).await?[0].2, "stored event: unknown type 99");
    Ok(())
});

/// An organization whose batches always fail with a transient error must not hold up others.
#[test]
fn an_organization_that_never_recovers_holds_up_no_other() -> Result<()> {
    testkit::both::run(Engine::Postgres, |db| async move {
        if db.is_cluster_where(NO_TRIGGERS) {
            return Ok(());
        }
        let store = db.store();
        store
            .run(
                "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS
                 'BEGIN RAISE EXCEPTION ''met somebody again'' USING ERRCODE = ''40001''; END'",
                [],
            )
            .await?;
        store
            .run(
                "CREATE TRIGGER stuck BEFORE INSERT ON run_facts FOR EACH ROW
                 WHEN (new.org_id = 'aaa') EXECUTE FUNCTION stuck()",
                [],
            )
            .await?;
        send_new(store, [run_completed("s", "r").org("aaa"), run_completed("s", "r").org("zzz")]).await?;
        let worker = Worker::new(store.clone(), WorkerOptions::default())?;
        let stop = tokio_util::sync::CancellationToken::new();
        let mut news = store.signals().subscribe();
        let running = tokio::spawn({
            let stop = stop.clone();
            async move { worker.run(stop).await }
        });
        assert_eq!(&*news.recv().await?.org_id, "zzz");
        stop.cancel();
        running.await?;
        assert_eq!((queued(store).await?, dead_letters(store).await?.len()), (1, 0));
        Ok(())
    })
}

/// A cluster's errors about its machines are never attributed to an event, however often they occur.
#[test]
fn errors_of_the_cluster_give_no_event_up() -> Result<()> {
    testkit::both::run(Engine::Postgres, |db| async move {
        if db.is_cluster_where(NO_TRIGGERS) {
            return Ok(());
        }
        let store = db.store();
        send_new(store, [run_completed("s", "r1"), run_completed("s", "r2")]).await?;
        let worker = Worker::new(store.clone(), WorkerOptions::default())?;
        for code in ["08000", "08006", "57P01", "58030", "25006"] {
            store.run(format!(
                        "CREATE OR REPLACE FUNCTION lost() RETURNS trigger LANGUAGE plpgsql AS
                         'BEGIN RAISE EXCEPTION ''failure on connection marked as essential'' USING ERRCODE = ''{code}''; END'"
                    ), [])
                .await?;
            store
                .run(
                    "CREATE OR REPLACE TRIGGER lost BEFORE INSERT ON run_facts FOR EACH ROW EXECUTE FUNCTION lost()",
                    [],
                )
                .await?;
            for setbacks in 0..20 {
                let mut footing = Footing::default();
                let turn = take_turn(store, &WorkerOptions::default(), &"acme".into(), setbacks, &mut footing).await;
                assert!(turn.is_err(), "{code}: {turn:?}");
            }
            let tried = count(store, "events_queue WHERE attempts > 0").await?;
            assert_eq!((queued(store).await?, tried, dead_letters(store).await?.len()), (2, 0, 0), "{code}");
        }
        store.run("DROP TRIGGER lost ON run_facts", []).await?;
        worker.drain().await?;
        assert_eq!((queued(store).await?, dead_letters(store).await?.len()), (0, 0));
        Ok(())
    })
}
