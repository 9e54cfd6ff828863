//! The part of an organization's state that a batch touches, before and after its events.
use super::daily::Deltas;
use super::{Run, Session, SessionTotals};
use domain::{Event, EventBody, EventId, HandoffMethod, Instant, RunId, SessionId, UserId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The runs, sessions and handoffs of one organization that a batch touches. If a session is included, so are
/// all of its runs and handoffs; if a run is included, so is the session that it belongs to.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Runs by id.
    pub runs: HashMap<RunId, Run>,
    /// Sessions by id.
    pub sessions: HashMap<SessionId, Session>,
    /// For each session, the times of its handoffs by event id.
    pub handoffs: HashMap<SessionId, BTreeMap<EventId, Instant>>,
}

/// A handoff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handoff {
    /// The id of its event.
    pub event_id: EventId,
    /// When it happened.
    pub at: Instant,
    /// How the work was taken over.
    pub method: HandoffMethod,
    /// The session.
    pub session_id: SessionId,
    /// The person named by the event.
    pub user_id: Option<UserId>,
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

/// What a batch changes.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Runs that are new or have changed.
    pub runs: Vec<(RunId, Run)>,
    /// Sessions that are new, or whose state or totals have changed.
    pub sessions: Vec<(SessionId, Session, SessionTotals)>,
    /// Handoffs in the batch.
    pub handoffs: Vec<Handoff>,
    /// Duplicate start or completion events that the batch reveals.
    pub repeats: BTreeSet<DuplicateRunEvent>,
    /// Runs shared between sessions that the batch reveals.
    pub crossings: BTreeSet<SharedRun>,
    /// What is added to the daily totals.
    pub deltas: Deltas,
}

/// Applies the events of one organization to the state that they touch.
pub fn fold<'a>(before: &State, events: impl IntoIterator<Item = &'a Event>, window_micros: i64) -> Changes {
    let mut after = before.clone();
    let mut changes = Changes::default();
    for event in events {
        changes.note(&after, event);
        after.apply(event);
        if let EventBody::LocalHandoff(handoff) = &event.body {
            changes.handoffs.push(Handoff {
                event_id: event.event_id().clone(),
                at: event.occurred_at(),
                method: handoff.method,
                session_id: event.session_id.clone(),
                user_id: event.user_id.clone(),
            });
        }
    }
    let old_totals = before.contribute(&mut changes.deltas, -1, window_micros);
    let mut new_totals = after.contribute(&mut changes.deltas, 1, window_micros);
    changes.deltas.drop_zeros();
    changes.runs = after.runs.into_iter().filter(|(id, run)| before.runs.get(id) != Some(run)).collect();
    for (id, session) in after.sessions {
        let totals = new_totals.remove(&id).unwrap_or_default();
        if before.sessions.get(&id) != Some(&session) || old_totals.get(&id) != Some(&totals) {
            changes.sessions.push((id, session, totals));
        }
    }
    changes
}

impl Changes {
    /// Records duplicates and shared runs that an event reveals, given the state before it.
    fn note(&mut self, known: &State, event: &Event) {
        let Some((run_id, run)) = event.run().and_then(|id| known.runs.get_key_value(id)) else { return };
        let held = match &event.body {
            EventBody::RunStarted(_) => run.started.as_ref(),
            _ => run.terminal.as_ref().map(|terminal| &terminal.key),
        };
        if let Some(held) = held.filter(|held| **held != event.key) {
            let repeat = |event_id: &EventId| DuplicateRunEvent { run_id: run_id.clone(), event_id: event_id.clone() };
            self.repeats.extend([repeat(&held.event_id), repeat(event.event_id())]);
        }
        if run.first.value != event.session_id {
            let crossing =
                |session_id: &SessionId| SharedRun { session_id: session_id.clone(), run_id: run_id.clone() };
            self.crossings.extend([crossing(&run.first.value), crossing(&event.session_id)]);
        }
    }
}

impl State {
    /// The contributions of all runs and sessions, by day.
    #[must_use]
    pub fn totals(&self, window_micros: i64) -> Deltas {
        let mut deltas = Deltas::default();
        self.contribute(&mut deltas, 1, window_micros);
        deltas.drop_zeros();
        deltas
    }

    fn apply(&mut self, event: &Event) {
        match self.sessions.get_mut(&event.session_id) {
            Some(session) => session.apply(event),
            None => {
                self.sessions.insert(event.session_id.clone(), Session::new(event));
            }
        }
        if let Some(run_id) = event.run() {
            match self.runs.get_mut(run_id) {
                Some(run) => run.apply(event),
                None => {
                    self.runs.insert(run_id.clone(), Run::new(event));
                }
            }
        }
        if matches!(event.body, EventBody::LocalHandoff(_)) {
            let handoffs = self.handoffs.entry(event.session_id.clone()).or_default();
            handoffs.insert(event.event_id().clone(), event.occurred_at());
        }
    }

    /// Adds what every run and session contributes to its day, `times` times, and returns the totals of each
    /// session.
    fn contribute(&self, deltas: &mut Deltas, times: i64, window_micros: i64) -> HashMap<SessionId, SessionTotals> {
        let mut runs_of: HashMap<&SessionId, Vec<&Run>> = HashMap::with_capacity(self.sessions.len());
        for run in self.runs.values() {
            let session_id = &run.first.value;
            runs_of.entry(session_id).or_default().push(run);
            if let Some(day) = run.day() {
                deltas.add(day, self.user_of(run), |totals| run.contribute(totals, times));
            }
        }
        let mut totals_of = HashMap::with_capacity(self.sessions.len());
        for (id, session) in &self.sessions {
            let runs = runs_of.get(id).map_or(&[][..], Vec::as_slice);
            let handoffs: Vec<Instant> =
                self.handoffs.get(id).map(|times| times.values().copied().collect()).unwrap_or_default();
            let totals = SessionTotals::of(runs, &handoffs, window_micros);
            let counts = session.contribution(&totals);
            let user = session.user.as_ref().map(|user| &user.value);
            deltas.add(session.day(), user, |day| day.counts.add(&counts, times));
            totals_of.insert(id.clone(), totals);
        }
        totals_of
    }

    /// The person that a run is counted for: its own, or else its session's.
    fn user_of<'a>(&'a self, run: &'a Run) -> Option<&'a UserId> {
        let own = run.user.as_ref();
        own.or_else(|| self.sessions.get(&run.first.value)?.user.as_ref()).map(|user| &user.value)
    }
}
