//! The part of an organization's state that a batch touches, before and after its events.
use super::activity::Activity;
use super::affected::{Affected, StepRange};
use super::daily::Deltas;
use super::handoff::{self, Handoff, Taken};
use super::prompts::{Bucket, Prompt, Prompts, opening_run};
use super::steps::{Steps, is_step};
use super::{Run, Session, SessionTotals, SettledRun};
use domain::{Day, Event, EventBody, EventId, Instant, RunId, SessionId, UserId};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The runs, sessions and handoffs of one organization that a batch touches. If a session is included, so are
/// all of its runs, handoffs, prompts and activity, and the runs that its prompts began; if a run is included, so are
/// its [`Run::sessions`].
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Runs by id.
    pub runs: HashMap<RunId, Run>,
    /// Sessions by id.
    pub sessions: HashMap<SessionId, Session>,
    /// For each session, the times of its reported handoffs by event id.
    pub handoffs: HashMap<SessionId, BTreeMap<EventId, Instant>>,
    /// The prompts and notes of each session.
    pub prompts: HashMap<SessionId, Prompts>,
    /// The activity of each session, by day; also of sessions that do not exist, because activity makes none.
    pub activity: HashMap<SessionId, BTreeMap<Day, Activity>>,
}

/// One of several events of the same kind (started or completed) for one run. Once there are several, all of
/// them are recorded, including the first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DuplicateRunEvent {
    /// The run.
    pub run_id: RunId,
    /// The event.
    pub event_id: EventId,
}

/// A session named by an event of a run whose events name more than one session.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SharedRun {
    /// The session.
    pub session_id: SessionId,
    /// The run.
    pub run_id: RunId,
}

/// A run that is new or has changed, or about which the other runs of its session say something else than before.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedRun {
    /// Its id.
    pub run_id: RunId,
    /// The run.
    pub run: Run,
    /// See [`SettledRun::added`].
    pub added: Option<Box<Steps>>,
    /// See [`SettledRun::is_superseded`].
    pub is_superseded: bool,
}

impl ChangedRun {
    /// The run with what the others say.
    #[must_use]
    pub fn settled(&self) -> SettledRun<'_> {
        SettledRun { run: &self.run, added: self.added.as_deref(), is_superseded: self.is_superseded }
    }
}

/// A change of rows.
#[derive(Clone, Debug)]
pub struct Rows<T, K> {
    /// Rows that are new or have changed.
    pub kept: Vec<T>,
    /// The keys of rows that are no more.
    pub gone: Vec<K>,
}

impl<T, K> Default for Rows<T, K> {
    fn default() -> Self {
        Self { kept: Vec::new(), gone: Vec::new() }
    }
}

/// What a batch changes.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Runs.
    pub runs: Rows<ChangedRun, RunId>,
    /// Sessions that are new, or whose state or totals have changed.
    pub sessions: Vec<(SessionId, Session, SessionTotals)>,
    /// Handoffs.
    pub handoffs: Rows<Handoff, EventId>,
    /// Prompts and notes in the batch, with their sessions.
    pub prompts: Vec<(SessionId, Prompt)>,
    /// Activity by session and day that is new or has changed.
    pub activity: Vec<(SessionId, Day, Activity)>,
    /// Duplicate start or completion events that the batch reveals.
    pub repeats: BTreeSet<DuplicateRunEvent>,
    /// Runs shared between sessions that the batch reveals.
    pub crossings: BTreeSet<SharedRun>,
    /// What is added to the daily totals.
    pub deltas: Deltas,
    /// Whether anything of it is of an agent that reports its steps, or has been.
    pub with_steps: bool,
}

/// The stored steps that [`fold`] needs for these events. None, unless they contain prompts or steps.
#[must_use]
pub fn needed_steps(before: &State, events: &[Event]) -> Vec<StepRange> {
    if !events.iter().any(|event| is_step(&event.body) || Prompt::of(event).is_some()) {
        return Vec::new();
    }
    let mut prompts = before.prompts.clone();
    for event in events {
        if let Some(prompt) = Prompt::of(event) {
            prompts.entry(event.session_id.clone()).or_default().add(prompt);
        }
    }
    Affected::of(before, &prompts, events).ranges(before)
}

/// Applies the events of one organization to the state that they touch. `stored` are the steps in
/// [`needed_steps`] that were projected before.
#[must_use]
pub fn fold(before: &State, events: &[Event], stored: &[Event], window_micros: i64) -> Changes {
    let mut after = before.clone();
    let mut changes = Changes::default();
    for event in events {
        changes.note(&after, event);
        after.apply(event);
        if let EventBody::LocalHandoff(handoff) = &event.body {
            changes.handoffs.kept.push(Handoff {
                event_id: event.event_id().clone(),
                at: event.occurred_at(),
                method: handoff.method,
                session_id: event.session_id.clone(),
                user_id: event.user_id.clone(),
                is_inferred: false,
            });
        }
    }
    let affected = Affected::of(before, &after.prompts, events);
    changes.with_steps = before.has_steps() || after.has_steps();
    after.sum_up(&affected.buckets, events.iter().chain(stored).filter(|event| is_step(&event.body)));
    for bucket in &affected.buckets {
        if let Bucket::Run(run_id) = bucket {
            changes.note_shared(&after, run_id);
        }
    }
    for run_id in events.iter().filter_map(Event::run) {
        changes.note_shared(&after, run_id);
    }
    changes.prompts = affected.prompts;

    let (old, new) = (before.settle(), after.settle());
    let old_totals = before.contribute(&old, &mut changes.deltas, -1, window_micros);
    let mut new_totals = after.contribute(&new, &mut changes.deltas, 1, window_micros);
    changes.deltas.drop_zeros();
    changes.compare_handoffs(&old, &new);
    changes.compare_runs(&old, &new);
    drop(new);
    for (id, days) in &after.activity {
        let held = before.activity.get(id);
        let changed = days.iter().filter(|(day, sum)| held.and_then(|held| held.get(day)) != Some(sum));
        changes.activity.extend(changed.map(|(day, sum)| (id.clone(), *day, *sum)));
    }
    for (id, session) in after.sessions {
        let totals = new_totals.remove(&id).unwrap_or_default();
        if before.sessions.get(&id) != Some(&session) || old_totals.get(&id) != Some(&totals) {
            changes.sessions.push((id, session, totals));
        }
    }
    changes
}

impl Changes {
    /// Records duplicates and shared runs that a reported start or end reveals, given the state before it.
    fn note(&mut self, known: &State, event: &Event) {
        let Some((run_id, run)) = event.run().and_then(|id| known.runs.get_key_value(id)) else { return };
        let Some(reported) = &run.reported else { return };
        let held = match &event.body {
            EventBody::RunStarted(_) => reported.started.as_ref(),
            _ => reported.terminal.as_ref().map(|terminal| &terminal.key),
        };
        if let Some(held) = held.filter(|held| **held != event.key) {
            let repeat = |event_id: &EventId| DuplicateRunEvent { run_id: run_id.clone(), event_id: event_id.clone() };
            self.repeats.extend([repeat(&held.event_id), repeat(event.event_id())]);
        }
        if reported.first.value != event.session_id {
            self.share(run_id, [&reported.first.value, &event.session_id]);
        }
    }

    /// Records the sessions of a run if its steps, its prompt and its reported events name several.
    fn note_shared(&mut self, after: &State, run_id: &RunId) {
        let Some(run) = after.runs.get(run_id).filter(|run| run.prompt.is_some() || run.steps.is_some()) else {
            return;
        };
        let mut sessions: BTreeSet<&SessionId> = BTreeSet::new();
        sessions.extend(run.reported.as_ref().map(|reported| &reported.first.value));
        sessions.extend(run.prompt.iter().flat_map(|prompt| &prompt.sessions));
        sessions.extend(run.steps.iter().flat_map(|steps| &steps.sessions));
        if sessions.len() > 1 {
            self.share(run_id, sessions);
        }
    }

    fn share<'a>(&mut self, run_id: &RunId, sessions: impl IntoIterator<Item = &'a SessionId>) {
        let shared = |session_id: &SessionId| SharedRun { session_id: session_id.clone(), run_id: run_id.clone() };
        self.crossings.extend(sessions.into_iter().map(shared));
    }

    /// Records runs that are new, have changed or are no more.
    fn compare_runs(&mut self, old: &Settled<'_>, new: &Settled<'_>) {
        self.runs.gone = old.runs.keys().filter(|id| !new.runs.contains_key(*id)).cloned().collect();
        let changed = new.runs.iter().filter(|(id, run)| old.runs.get(*id) != Some(run));
        self.runs.kept.extend(changed.map(|(id, settled)| ChangedRun {
            run_id: id.clone(),
            run: settled.run.clone(),
            added: settled.added.map(|added| Box::new(added.clone())),
            is_superseded: settled.is_superseded,
        }));
    }

    /// Records inferred handoffs that are new or no more.
    fn compare_handoffs(&mut self, old: &Settled<'_>, new: &Settled<'_>) {
        self.handoffs.gone = old.handoffs.keys().filter(|id| !new.handoffs.contains_key(*id)).cloned().collect();
        let changed = new.handoffs.iter().filter(|(id, handoff)| old.handoffs.get(*id) != Some(handoff));
        self.handoffs.kept.extend(changed.map(|(_, handoff)| handoff.clone()));
    }
}

/// Runs with what the other runs of their sessions say about them, and the inferred handoffs.
#[derive(Debug, Default)]
struct Settled<'a> {
    runs: HashMap<RunId, SettledRun<'a>>,
    handoffs: HashMap<EventId, Handoff>,
}

impl State {
    /// The contributions of all runs and sessions, by day.
    #[must_use]
    pub fn totals(&self, window_micros: i64) -> Deltas {
        let mut deltas = Deltas::default();
        self.contribute(&self.settle(), &mut deltas, 1, window_micros);
        deltas.drop_zeros();
        deltas
    }

    /// Whether it has prompts, notes or steps.
    #[must_use]
    pub fn has_steps(&self) -> bool {
        self.sessions.values().any(|session| session.agent.is_some())
            || self.runs.values().any(|run| !run.is_reported_only())
    }

    fn apply(&mut self, event: &Event) {
        let session_id = &event.session_id;
        if let EventBody::ActivityCounted(activity) = &event.body {
            let days = self.activity.entry(session_id.clone()).or_default();
            days.entry(event.occurred_at().day()).or_default().add(activity);
            return;
        }
        let session = match self.sessions.entry(session_id.clone()) {
            std::collections::hash_map::Entry::Occupied(held) => {
                let session = held.into_mut();
                session.apply(event);
                session
            }
            std::collections::hash_map::Entry::Vacant(slot) => slot.insert(Session::new(event)),
        };
        let prompt = Prompt::of(event);
        if prompt.is_some() || is_step(&event.body) {
            session.agent.get_or_insert_default().has_steps = true;
        }
        if let Some(run_id) = event.run() {
            self.runs.entry(run_id.clone()).or_default().report(event);
        }
        if let Some(prompt) = prompt {
            if prompt.starts_run {
                self.runs.entry(prompt.run()).or_default().begin(&prompt, session_id);
            }
            self.prompts.entry(session_id.clone()).or_default().add(prompt);
        }
        if matches!(event.body, EventBody::LocalHandoff(_)) {
            let handoffs = self.handoffs.entry(session_id.clone()).or_default();
            handoffs.insert(event.event_id().clone(), event.occurred_at());
        }
    }

    /// Sums the affected runs up again from all of their steps.
    fn sum_up<'a>(&mut self, buckets: &HashSet<Bucket>, steps: impl Iterator<Item = &'a Event>) {
        let none = Prompts::default();
        let mut of_bucket: HashMap<&Bucket, Vec<&Event>> = HashMap::with_capacity(buckets.len());
        let mut seen: HashSet<&EventId> = HashSet::new();
        for step in steps {
            let prompts = self.prompts.get(&step.session_id).unwrap_or(&none);
            if let Some(bucket) = buckets.get(&prompts.bucket_of(step))
                && seen.insert(step.event_id())
            {
                of_bucket.entry(bucket).or_default().push(step);
            }
        }
        for bucket in buckets {
            let sum = of_bucket.get(bucket).and_then(|steps| Steps::of(steps));
            match bucket {
                Bucket::Run(run_id) => match (sum, self.runs.get_mut(run_id)) {
                    (sum, Some(run)) => run.steps = sum.map(Box::new),
                    (Some(sum), None) => {
                        let run = Run { steps: Some(Box::new(sum)), ..Run::default() };
                        self.runs.insert(run_id.clone(), run);
                    }
                    (None, None) => {}
                },
                Bucket::OpeningUtilities(session_id) => {
                    if let Some(session) = self.sessions.get_mut(session_id)
                        && (sum.is_some() || session.opening().is_some())
                    {
                        session.agent.get_or_insert_default().opening = sum;
                    }
                }
            }
        }
        self.runs.retain(|_, run| run.own_first().is_some());
    }

    /// Looks at the runs of each session together.
    fn settle(&self) -> Settled<'_> {
        let mut settled = Settled { runs: HashMap::with_capacity(self.runs.len()), handoffs: HashMap::new() };
        let mut of_session: HashMap<&SessionId, Vec<&RunId>> = HashMap::new();
        for (run_id, run) in &self.runs {
            if let Some(first) = run.own_first() {
                of_session.entry(&first.value).or_default().push(run_id);
            }
            settled.runs.insert(run_id.clone(), SettledRun::alone(run));
        }
        for (session_id, session) in &self.sessions {
            let ids = of_session.get(session_id).map_or(&[][..], Vec::as_slice);
            if let Some(opening) = session.opening() {
                settled.add_opening(session_id, ids, opening);
            }
            if session.has_steps() {
                settled.supersede(ids);
            }
        }
        for (session_id, prompts) in &self.prompts {
            let found = handoff::inferred(session_id, prompts, &settled.runs);
            settled.handoffs.extend(found.into_iter().map(|found| (found.event_id.clone(), found)));
        }
        settled
    }

    /// Adds what every run, session and activity contributes to its day, `times` times, and returns the totals of
    /// each session.
    fn contribute(
        &self,
        settled: &Settled<'_>,
        deltas: &mut Deltas,
        times: i64,
        window_micros: i64,
    ) -> HashMap<SessionId, SessionTotals> {
        let mut runs_of: HashMap<&SessionId, Vec<SettledRun<'_>>> = HashMap::with_capacity(self.sessions.len());
        for run in settled.runs.values() {
            let Some(first) = run.first() else { continue };
            runs_of.entry(&first.value).or_default().push(*run);
            if let Some(day) = run.day() {
                deltas.add(day, self.user_of(run), |totals| run.contribute(totals, times));
            }
        }
        let mut taken_of: HashMap<&SessionId, Vec<Taken>> = HashMap::new();
        for (session_id, handoffs) in &self.handoffs {
            let taken = handoffs.values().map(|at| Taken { at: *at, is_inferred: false });
            taken_of.entry(session_id).or_default().extend(taken);
        }
        for handoff in settled.handoffs.values() {
            taken_of.entry(&handoff.session_id).or_default().push(Taken { at: handoff.at, is_inferred: true });
        }
        let mut totals_of = HashMap::with_capacity(self.sessions.len());
        for (id, session) in &self.sessions {
            let runs = runs_of.get(id).map_or(&[][..], Vec::as_slice);
            let handoffs = taken_of.get(id).map_or(&[][..], Vec::as_slice);
            let totals = SessionTotals::of(runs, handoffs, window_micros);
            let counts = session.contribution(&totals);
            let user = session.user.as_ref().map(|user| &user.value);
            deltas.add(session.day(), user, |day| day.counts.add(&counts, times));
            totals_of.insert(id.clone(), totals);
        }
        for (session_id, days) in &self.activity {
            let session = self.sessions.get(session_id);
            let user = session.and_then(|session| session.user.as_ref()).map(|user| &user.value);
            for (day, activity) in days {
                let counts = activity.contribution();
                deltas.add(*day, user, |day| day.counts.add(&counts, times));
            }
        }
        totals_of
    }

    /// The person that a run is counted for: its own, or else its session's.
    fn user_of<'a>(&'a self, run: &SettledRun<'a>) -> Option<&'a UserId> {
        let of_session = || self.sessions.get(&run.first()?.value)?.user.as_ref().map(|user| &user.value);
        run.user().or_else(of_session)
    }
}

/// The run of a session in which nothing but opening utilities happened.
static EMPTY: Run = Run { reported: None, prompt: None, steps: None };

impl<'a> Settled<'a> {
    /// Gives the opening utilities of a session to its first run that is not the opening run, and where there is
    /// none, to the opening run.
    fn add_opening(&mut self, session_id: &SessionId, ids: &[&RunId], opening: &'a Steps) {
        let opening_id = opening_run(session_id);
        let others = ids.iter().filter(|id| ***id != opening_id);
        let first_other = others.filter_map(|id| Some((&self.runs.get(*id)?.run.own_first()?.key, *id))).min();
        let target = first_other.map_or(opening_id, |(_, id)| id.clone());
        let run = self.runs.entry(target).or_insert_with(|| SettledRun::alone(&EMPTY));
        run.added = Some(opening);
    }

    /// Marks all runs of a session but the last one.
    fn supersede(&mut self, ids: &[&RunId]) {
        let order = |id: &&RunId| Some((self.runs.get(*id)?.first()?.key.clone(), (*id).clone()));
        let Some(last) = ids.iter().filter_map(order).max() else { return };
        for id in ids {
            if **id != last.1
                && let Some(run) = self.runs.get_mut(*id).filter(|run| run.run.reported.is_none())
            {
                run.is_superseded = true;
            }
        }
    }
}
