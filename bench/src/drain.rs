//! Projected events per second, from a backlog.
use crate::data::{Made, Plan};
use crate::load::rate;
use crate::place::Place;
use crate::report::{Figure, Report};
use crate::{Settings, ceiling};
use anyhow::{Result, ensure};
use domain::EventType;
use domain::lane::lane_of;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use store::{Clock, Engine, Store};
use worker::{Worker, WorkerOptions};

pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let plan = Plan {
        orgs: orgs_of_different_lanes(8),
        events: settings.scaled(300_000),
        until: Clock::system().now().day(),
        days: 90,
        users: 200,
        mark: "drain",
    };
    let events = plan.make();
    let place = Place::new(settings.engine).await?;
    let batch = WorkerOptions::default().batch_events;
    load(&place, &events).await?;
    let took = ceiling::project::run(&place.store, &events, batch).await?;
    let ceiling = ("set-based SQL", rate(events.len(), took));
    let workers: &[usize] = if settings.engine == Engine::Postgres { &[1, 2] } else { &[1] };
    let mut one = None;
    for count in workers {
        let place = Place::new(settings.engine).await?;
        load(&place, &events).await?;
        let before = store::timer::spent();
        let value = rate(events.len(), drain(&place.store, *count).await?);
        let statements = rate(events.len(), store::timer::spent() - before);
        exact(&place, &events).await?;
        report.add(Figure {
            engine: settings.engine,
            bench: "drain",
            name: format!("{count} worker(s), all read models"),
            value,
            unit: "events/s",
            ceiling: Some(one.map_or(ceiling, |one| ("one worker", one))),
        });
        if one.is_none() {
            report.add(Figure {
                engine: settings.engine,
                bench: "drain",
                name: "1 worker(s), beside its own statements".to_owned(),
                value,
                unit: "events/s",
                ceiling: Some(("its bare statements", statements)),
            });
        }
        one = Some(value);
    }
    Ok(())
}

async fn load(place: &Place, events: &[Made]) -> Result<()> {
    ceiling::append::run(&place.store, events, 4_000, 2).await?;
    Ok(())
}

/// Projects all queued events with this many workers; returns how long it took.
pub(crate) async fn drain(store: &Store, count: usize) -> Result<Duration> {
    let began = Instant::now();
    let mut running = Vec::new();
    for _ in 0..count {
        let worker = Worker::new(store.clone(), WorkerOptions::default())?;
        running.push(tokio::spawn(async move { worker.drain().await }));
    }
    for worker in running {
        worker.await??;
    }
    Ok(began.elapsed())
}

/// Checks the results, because the speed of wrong results means nothing.
async fn exact(place: &Place, events: &[Made]) -> Result<()> {
    let queued = place.number("SELECT count(*) AS number FROM events_queue").await?;
    ensure!(queued == 0, "{queued} events were left in the queue");
    let completed = events.iter().filter(|event| event.kind == EventType::RunCompleted).count() as i64;
    let counted = place.number("SELECT cast(sum(runs) AS BIGINT) AS number FROM org_stats_daily").await?;
    ensure!(counted == completed, "{counted} runs were counted, {completed} were sent");
    let report = worker::verify(&place.store, &WorkerOptions::default(), None, &mut ()).await?;
    ensure!(report.differences == 0, "{} rows differ: {:?}", report.differences, report.examples);
    Ok(())
}

fn orgs_of_different_lanes(count: usize) -> Vec<String> {
    let mut by_lane = BTreeMap::new();
    for org in (0..).map(|number: u32| format!("bench-{number}")) {
        by_lane.entry(lane_of(&org)).or_insert(org);
        if by_lane.len() == count {
            break;
        }
    }
    by_lane.into_values().collect()
}
