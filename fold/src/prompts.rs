//! The prompts of a session, which divide its steps into runs, and its notes, which are no runs.
use super::steps::is_utility;
use domain::{Event, EventBody, EventId, Instant, Key, Mode, RunId, SessionId, UserId};
use std::collections::{BTreeMap, BTreeSet};

/// A message that begins a run, or that carries the id of no run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// Its event.
    pub key: Key,
    /// The run id that it carries.
    pub run_id: Option<RunId>,
    /// Whether it begins a run; if not, its run id is that of no run.
    pub starts_run: bool,
    /// The mode that it names.
    pub mode: Option<Mode>,
    /// The person that it names.
    pub user: Option<UserId>,
}

impl Prompt {
    /// The prompt in an event; `None` for other events, and for messages that neither begin a run nor carry the
    /// id of one.
    #[must_use]
    pub fn of(event: &Event) -> Option<Self> {
        let EventBody::MessageCreated(message) = &event.body else { return None };
        let starts_run = message.is_prompt();
        (starts_run || event.run_id.is_some()).then(|| Self {
            key: event.key.clone(),
            run_id: event.run_id.clone(),
            starts_run,
            mode: event.origin.as_ref().and_then(|origin| origin.mode),
            user: event.user_id.clone(),
        })
    }

    /// The run that it begins.
    #[must_use]
    pub fn run(&self) -> RunId {
        self.run_id.clone().unwrap_or_else(|| RunId::from(format!("{}:run", self.key.event_id)))
    }
}

/// The run of the steps of a session before its first prompt.
#[must_use]
pub fn opening_run(session_id: &SessionId) -> RunId {
    RunId::from(format!("{session_id}:opening"))
}

/// Where a step belongs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bucket {
    /// To this run.
    Run(RunId),
    /// It is a utility step before the first prompt of this session: it belongs to the first run that is not the
    /// opening run, and to the opening run only if there is no other.
    OpeningUtilities(SessionId),
}

/// The prompts and notes of one session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompts {
    starts: BTreeMap<Key, Prompt>,
    notes: BTreeSet<RunId>,
}

impl Prompts {
    /// Adds one; repetition does not matter.
    pub fn add(&mut self, prompt: Prompt) {
        match (&prompt.run_id, prompt.starts_run) {
            (_, true) => {
                self.starts.insert(prompt.key.clone(), prompt);
            }
            (Some(run_id), false) => {
                self.notes.insert(run_id.clone());
            }
            (None, false) => {}
        }
    }

    /// The prompts in order.
    pub fn starts(&self) -> impl Iterator<Item = &Prompt> {
        self.starts.values()
    }

    /// Whether a note carries this run id.
    #[must_use]
    pub fn has_note(&self, run_id: &RunId) -> bool {
        self.notes.contains(run_id)
    }

    /// The latest prompt at or before an instant.
    #[must_use]
    pub fn at(&self, at: Instant) -> Option<&Prompt> {
        let after = Key { at: at.plus_micros(1), event_id: EventId::from("") };
        self.starts.range(..after).next_back().map(|(_, prompt)| prompt)
    }

    /// The prompt before another one.
    #[must_use]
    pub fn before(&self, key: &Key) -> Option<&Prompt> {
        self.starts.range(..key).next_back().map(|(_, prompt)| prompt)
    }

    /// The prompts whose steps by time may lie between two instants; whether steps before the first prompt do.
    pub fn between(&self, from: Instant, to: Instant) -> (Vec<&Prompt>, bool) {
        let mut found: Vec<&Prompt> = self.at(from).into_iter().collect();
        let is_opening = found.is_empty();
        found.extend(self.starts.values().filter(|prompt| from < prompt.key.at && prompt.key.at <= to));
        (found, is_opening)
    }

    /// Where a step of the session belongs.
    #[must_use]
    pub fn bucket_of(&self, step: &Event) -> Bucket {
        self.bucket(&step.session_id, step.run_id.as_ref(), step.occurred_at(), is_utility(&step.body))
    }

    /// Where a step of the session belongs that carries this run id, at this time.
    #[must_use]
    pub fn bucket(&self, session_id: &SessionId, run_id: Option<&RunId>, at: Instant, is_utility: bool) -> Bucket {
        if let Some(run_id) = run_id.filter(|run_id| !self.has_note(run_id)) {
            return Bucket::Run(run_id.clone());
        }
        match self.at(at) {
            Some(prompt) => Bucket::Run(prompt.run()),
            None if is_utility => Bucket::OpeningUtilities(session_id.clone()),
            None => Bucket::Run(opening_run(session_id)),
        }
    }
}
