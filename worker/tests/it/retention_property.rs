//! Whatever happens in whatever order, and whenever retention runs: the totals are those of everything that was
//! ever counted, and everything else equals the result of the remaining events.
use crate::history::{History, histories};
use crate::support::{WINDOW, count, drain, send};
use anyhow::{Result, ensure};
use domain::time::DAY_MICROS;
use domain::{Day, Event, EventBody, Instant, OrgId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use store::Store;
use testkit::Engine;
use testkit::events::json_of;
use testkit::naive::{self, ReadModels};
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use worker::{RetentionOptions, WorkerOptions};

/// Each case takes several recomputations.
fn cases(engine: Engine) -> u32 {
    if engine == Engine::Sqlite { 150 } else { 40 }
}

/// The random events begin on this day and span four days.
const FIRST: Day = Day(20_511);

/// The expected state, from a complete record of all events.
#[derive(Debug, Default)]
struct Model {
    waiting: Vec<Event>,
    counted: Vec<Event>,
    given_up: Vec<Event>,
    /// Deleted events, by the retention pass that deleted them: later events with the same ids belong to a
    /// different run or session.
    gone: Vec<Vec<Event>>,
    kept_from: BTreeMap<OrgId, Day>,
}

impl Model {
    fn is_old(&self, event: &Event) -> bool {
        self.kept_from.get(&event.org_id).is_some_and(|from| event.occurred_at() < from.start())
    }

    fn knows(&self, event: &Event) -> bool {
        [&self.waiting, &self.counted, &self.given_up].into_iter().flatten().any(|known| known == event)
    }

    /// The number of new events, and of rejected ones.
    fn send(&mut self, batch: &[Event]) -> (u64, u64) {
        let mut answer = (0, 0);
        for event in batch {
            if self.is_old(event) {
                answer.1 += 1;
            } else if !self.knows(event) {
                self.waiting.push(event.clone());
                answer.0 += 1;
            }
        }
        answer
    }

    fn project(&mut self) {
        let (old, good) = std::mem::take(&mut self.waiting).into_iter().partition(|event| self.is_old(event));
        self.counted.extend::<Vec<Event>>(good);
        self.given_up.extend::<Vec<Event>>(old);
    }

    /// Returns how many organizations are not ready for it.
    fn retain(&mut self, horizon: Day) -> u64 {
        let is_old = |event: &Event| event.occurred_at() < horizon.start();
        let mut last: BTreeMap<_, Instant> = BTreeMap::new();
        let is_alone =
            |event: &Event| is_activity(event) && !self.counted.iter().any(|other| is_session_of(other, event));
        for event in self.counted.iter().filter(|event| !is_activity(event) || is_alone(event)) {
            let last = last.entry((event.org_id.clone(), event.session_id.clone())).or_insert(event.occurred_at());
            *last = event.occurred_at().max(*last);
        }
        let may: BTreeSet<OrgId> =
            last.into_iter().filter(|(_, last)| *last < horizon.start()).map(|((org, _), _)| org).collect();
        let behind: BTreeSet<OrgId> =
            self.waiting.iter().filter(|event| is_old(event)).map(|event| event.org_id.clone()).collect();
        let behind: BTreeSet<OrgId> = behind.intersection(&may).cloned().collect();
        let mut gone = Vec::new();
        let all: Vec<Event> = self.counted.iter().chain(&self.waiting).cloned().collect();
        for group in groups(&all) {
            // Activity does not make a session younger.
            let leaves = |event: &Event| is_old(event) || (is_activity(event) && !is_alone(event));
            if group
                .iter()
                .all(|event| leaves(event) && !self.waiting.contains(event) && !behind.contains(&event.org_id))
            {
                gone.extend(group);
            }
        }
        self.counted.retain(|event| !gone.contains(event));
        let (old, rest) = self.given_up.drain(..).partition(|event| is_old(event) && !behind.contains(&event.org_id));
        self.given_up = rest;
        let letters: Vec<Event> = old;
        for event in gone.iter().chain(&letters) {
            let from = self.kept_from.entry(event.org_id.clone()).or_insert(horizon);
            *from = horizon.max(*from);
        }
        self.gone.push(gone);
        behind.len() as u64
    }

    fn rows(&self) -> Result<ReadModels> {
        let mut rows = naive::compute(&self.counted, WINDOW);
        for gone in &self.gone {
            rows.count_in(&naive::compute(gone, WINDOW));
        }
        Ok(rows)
    }
}

const fn is_activity(event: &Event) -> bool {
    matches!(event.body, EventBody::ActivityCounted(_))
}

/// Whether an event makes the session of some activity.
fn is_session_of(event: &Event, activity: &Event) -> bool {
    !is_activity(event) && (&event.org_id, &event.session_id) == (&activity.org_id, &activity.session_id)
}

/// Events connected by a session or a run, directly or through others.
fn groups(events: &[Event]) -> Vec<Vec<Event>> {
    let runs = naive::runs_by_event(events);
    let names = |event: &Event| {
        let run = runs.get(&(event.org_id.to_string(), event.event_id().to_string()));
        let run = run.map(|run| format!("{}/run/{run}", event.org_id));
        [Some(format!("{}/session/{}", event.org_id, event.session_id)), run].into_iter().flatten()
    };
    let mut groups: Vec<(BTreeSet<String>, Vec<Event>)> = Vec::new();
    for event in events {
        let mut all: BTreeSet<String> = names(event).collect();
        let mut members = vec![event.clone()];
        let (joined, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(known, _)| !known.is_disjoint(&all));
        for (known, more) in joined {
            all.extend(known);
            members.extend(more);
        }
        groups = apart;
        groups.push((all, members));
    }
    groups.into_iter().map(|(_, members)| members).collect()
}

testkit::on_both_engines!(retention_at_any_moment_leaves_the_totals_as_they_are, |db| async {
    let cases = cases(db.engine());
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let gone = AtomicUsize::new(0);
    // For each batch: what is done after it, and the horizon of retention.
    let histories = (histories(60), any::<bool>()).prop_map(|(mut history, apart)| {
        if apart {
            history.events.iter_mut().for_each(keep_apart);
        }
        history
    });
    let strategy = (histories, prop::collection::vec((0..7_u8, 0..5_i32), 8));
    tokio::task::block_in_place(|| {
        runner.run(&strategy, |(history, deeds)| {
            Handle::current()
                .block_on(check(db.store(), &history, &deeds))
                .map(|left| {
                    gone.fetch_add(left, Ordering::Relaxed);
                })
                .map_err(|error| TestCaseError::fail(format!("{error:#}")))
        })
    })?;
    // Otherwise hardly anything was tested.
    let gone = gone.into_inner();
    ensure!(gone > cases as usize, "only {gone} events left in {cases} histories");
    Ok(())
});

/// Gives most events of each day separate sessions and runs, so that a day's can be deleted without all the
/// others.
fn keep_apart(event: &mut Event) {
    if event.event_id().as_str().ends_with('7') {
        return;
    }
    let day = event.occurred_at().day().0;
    event.session_id = format!("{}-{day}", event.session_id).into();
    if let Some(run_id) = &mut event.run_id {
        *run_id = format!("{run_id}-{day}").into();
    }
}

/// Returns how many events were deleted.
async fn check(store: &Store, history: &History, deeds: &[(u8, i32)]) -> Result<usize> {
    crate::property_engines::empty(store).await?;
    let mut model = Model::default();
    for (number, batch) in history.batches().into_iter().enumerate() {
        // Earlier events are sent again.
        let mut events = batch.to_vec();
        events.extend(history.events.iter().take(number * 2).filter(|event| !batch.contains(event)).cloned());
        let answer = send(store, &events.iter().map(json_of).collect::<Vec<_>>()).await?;
        let (new, old) = model.send(&events);
        ensure!(answer.errors.iter().all(|error| error.code == "TOO_OLD"), "{:?}", answer.errors);
        ensure!((answer.inserted, answer.errors.len() as u64) == (new, old), "{answer:?}, expected {new} and {old}");
        let (deed, day) = deeds[number % deeds.len()];
        if [1, 2, 3, 4].contains(&deed) {
            drain(store).await?;
            model.project();
        }
        if deed > 2 {
            let busy = retain(store, Day(FIRST.0 + day)).await?;
            let behind = model.retain(Day(FIRST.0 + day));
            ensure!(busy == behind, "{busy} were not ready, expected {behind}");
            is_lawful(store).await?;
        }
    }
    drain(store).await?;
    model.project();
    let expected = model.rows()?;
    same(store, &expected).await?;
    is_lawful(store).await?;
    worker::rebuild(store, &WorkerOptions::default(), None, &mut ()).await?;
    same(store, &expected).await?;
    let stored = count(store, "events_raw").await?;
    ensure!(stored as usize == model.counted.len() + model.given_up.len(), "{stored} events are left: {model:?}");
    Ok(model.gone.iter().map(Vec::len).sum())
}

/// A retention pass with its horizon on this day.
async fn retain(store: &Store, horizon: Day) -> Result<u64> {
    let now = store.clock().now();
    store.clock().set(Instant(horizon.start().0 + 2 * DAY_MICROS));
    let retention = RetentionOptions { days: 1, step_sessions: 2, rest: 0, ..RetentionOptions::default() };
    let options = WorkerOptions { retention, ..WorkerOptions::default() };
    let done = worker::retain(store, &options, &CancellationToken::new()).await;
    store.clock().set(now);
    Ok(done?.busy)
}

async fn is_lawful(store: &Store) -> Result<()> {
    let report = worker::verify(store, &WorkerOptions::default(), None, &mut ()).await?;
    ensure!(report.differences == 0, "{report:#?}");
    Ok(())
}

async fn same(store: &Store, expected: &ReadModels) -> Result<()> {
    let found = naive::differences(expected, &naive::load(store).await?);
    ensure!(found.is_empty(), "{} rows differ:\n{}", found.len(), found.join("\n"));
    Ok(())
}
