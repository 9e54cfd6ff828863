//! The main invariant: regardless of order, batching, repetition and the number of workers, the read models
//! equal the naive recomputation of the set of events.
use domain::Event;
use ingest::{Ingest, IngestOptions};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use testkit::{Database, Engine, Result, events, naive, random};
use worker::{Worker, WorkerOptions};

/// As many as a machine checks within seconds; TACHOGRAPH_LAW_SEEDS overrides it.
fn seeds() -> u64 {
    std::env::var("TACHOGRAPH_LAW_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(3)
}

fn ingest(db: &Database) -> Ingest {
    Ingest::start(db.store().clone(), IngestOptions { retention_days: 0, ..IngestOptions::default() })
}

async fn submit(ingest: &Ingest, batch: &[Event]) -> Result<()> {
    assert_eq!(testkit::submit(ingest, batch.iter().map(events::json_of)).await?.errors, []);
    Ok(())
}

/// Asserts that the database holds exactly what the events say, and that the program's own verify agrees.
async fn assert_lawful(db: &Database, set: &[Event]) -> Result<()> {
    let options = WorkerOptions::default();
    let expected = naive::compute(set, options.post_handoff_window);
    naive::assert_same(&expected, &naive::load(db.store()).await?);
    let report = worker::verify(db.store(), &options, None, &mut ()).await?;
    assert_eq!((report.differences, report.queued, report.dead_letters), (0, 0, 0), "{:?}", report.examples);
    assert_eq!(report.events, set.len() as u64);
    Ok(())
}

testkit::on_both_engines!(batches_and_repetitions_change_nothing, |db| async {
    let (ingest, mut all) = (ingest(&db), Vec::new());
    for seed in 0..seeds() {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        // Later rounds add to the data of earlier ones, with ids of their own.
        let set: Vec<Event> = random::events(seed, 240).into_iter().map(|event| marked(event, seed)).collect();
        let mut sent = set.clone();
        sent.extend(set.iter().take(80).cloned());
        sent.shuffle(&mut rng);
        let batch_events = rng.random_range(1..60);
        let worker = Worker::new(db.store().clone(), WorkerOptions { batch_events, ..WorkerOptions::default() })?;
        while !sent.is_empty() {
            let batch = sent.split_off(sent.len().saturating_sub(rng.random_range(1..90)));
            submit(&ingest, &batch).await?;
            if rng.random_bool(0.5) {
                worker.drain().await?;
            }
        }
        worker.drain().await?;
        drop(worker);
        all.extend(set);
        assert_lawful(&db, &all).await?;
    }
    Ok(())
});

testkit::on_both_engines!(a_rebuild_leaves_the_same_rows, |db| async {
    let set = random::events(99, 300);
    submit(&ingest(&db), &set).await?;
    let worker = Worker::new(db.store().clone(), WorkerOptions::default())?;
    worker.drain().await?;
    assert_lawful(&db, &set).await?;
    drop(worker);
    for statement in [
        "/* test */ UPDATE run_facts SET duration_ms = 1",
        "/* test */ DELETE FROM session_stats",
        "/* test */ DELETE FROM org_stats_daily",
    ] {
        db.store().run(statement, []).await?;
    }
    let report = worker::verify(db.store(), &WorkerOptions::default(), None, &mut ()).await?;
    assert_ne!(report.differences, 0);
    worker::rebuild(db.store(), &WorkerOptions::default(), None, &mut ()).await?;
    assert_lawful(&db, &set).await
});

#[test]
fn several_workers_share_the_work_exactly() -> Result<()> {
    testkit::both::run(Engine::Postgres, async |db| {
        let set = random::events(5, 600);
        let ingest = ingest(&db);
        let options = WorkerOptions { batch_events: 16, ..WorkerOptions::default() };
        let stop = tokio_util::sync::CancellationToken::new();
        let mut running = Vec::new();
        for _ in 0..3 {
            let worker = Worker::new(db.open_again().await?, options.clone())?;
            let stop = stop.clone();
            running.push(tokio::spawn(async move { worker.run(stop).await }));
        }
        for batch in set.chunks(50) {
            submit(&ingest, batch).await?;
        }
        let last = Worker::new(db.store().clone(), options)?;
        // Another worker may still hold the last lane: its queue rows are visible until it commits.
        while testkit::number(db.store(), "/* test */ SELECT count(*) AS number FROM events_queue").await? > 0 {
            last.drain().await?;
        }
        stop.cancel();
        for worker in running {
            worker.await?;
        }
        assert_lawful(&db, &set).await
    })
}

/// The same event with ids of its round, so that rounds share no events.
fn marked(mut event: Event, round: u64) -> Event {
    event.key.event_id = format!("{}-{round}", event.key.event_id).into();
    event
}
