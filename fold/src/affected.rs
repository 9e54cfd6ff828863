//! Which runs a batch of prompts and steps affects, and which stored steps are needed to sum them up again.
//!
//! A run is affected if steps may come to it or leave it. New steps come to their run. A new prompt takes over steps
//! of the run by time before it. A new note sends the steps that carry its run id to the runs by time.
use super::State;
use super::prompts::{Bucket, Prompt, Prompts, opening_run};
use super::steps::{Steps, is_step};
use domain::{Event, Instant, RunId, SessionId};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A range of steps of one session to read from the store: those from the first to the last instant, both
/// included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StepRange {
    /// The session that the steps name.
    pub session_id: SessionId,
    /// The first instant.
    pub from: Instant,
    /// The last instant.
    pub to: Instant,
}

/// What a batch affects.
#[derive(Clone, Debug, Default)]
pub(super) struct Affected {
    /// The runs, and the sessions whose opening utilities change.
    pub(super) buckets: HashSet<Bucket>,
    /// The prompts and notes of the batch, with their sessions.
    pub(super) prompts: Vec<(SessionId, Prompt)>,
}

impl Affected {
    /// What the events affect; `prompts` are those of their sessions, the batch's included.
    pub(super) fn of<'a>(
        before: &State,
        prompts: &HashMap<SessionId, Prompts>,
        events: impl IntoIterator<Item = &'a Event>,
    ) -> Self {
        let mut affected = Self::default();
        let none = Prompts::default();
        for event in events {
            let session_id = &event.session_id;
            let known = prompts.get(session_id).unwrap_or(&none);
            if is_step(&event.body) {
                affected.buckets.insert(known.bucket_of(event));
            } else if let Some(prompt) = Prompt::of(event) {
                if prompt.starts_run {
                    affected.split(session_id, known, &prompt);
                } else if let Some(run_id) = &prompt.run_id {
                    affected.unbind(before, session_id, known, run_id);
                }
                affected.prompts.push((session_id.clone(), prompt));
            }
        }
        affected
    }

    /// A prompt takes steps over from the run by time before it.
    fn split(&mut self, session_id: &SessionId, prompts: &Prompts, prompt: &Prompt) {
        self.buckets.insert(Bucket::Run(prompt.run()));
        match prompts.before(&prompt.key) {
            Some(earlier) => {
                self.buckets.insert(Bucket::Run(earlier.run()));
            }
            None => self.open(session_id),
        }
    }

    /// The steps of the session that carry this run id go to the runs by time.
    fn unbind(&mut self, before: &State, session_id: &SessionId, prompts: &Prompts, run_id: &RunId) {
        self.buckets.insert(Bucket::Run(run_id.clone()));
        let Some(steps) = before.runs.get(run_id).and_then(|run| run.steps.as_ref()) else { return };
        let (runs, is_opening) = prompts.between(steps.first.key.at, steps.last_at);
        self.buckets.extend(runs.into_iter().map(|prompt| Bucket::Run(prompt.run())));
        if is_opening {
            self.open(session_id);
        }
    }

    fn open(&mut self, session_id: &SessionId) {
        self.buckets.insert(Bucket::Run(opening_run(session_id)));
        self.buckets.insert(Bucket::OpeningUtilities(session_id.clone()));
    }

    /// The stored steps that may belong to the affected runs: those of their stored ranges.
    pub(super) fn ranges(&self, before: &State) -> Vec<StepRange> {
        let mut by_session: BTreeMap<SessionId, BTreeSet<(Instant, Instant)>> = BTreeMap::new();
        for bucket in &self.buckets {
            let Some(steps) = before.stored(bucket) else { continue };
            for session_id in &steps.sessions {
                by_session.entry(session_id.clone()).or_default().insert((steps.first.key.at, steps.last_at));
            }
        }
        let mut ranges: Vec<StepRange> = Vec::new();
        for (session_id, spans) in by_session {
            for (from, to) in spans {
                match ranges.last_mut() {
                    Some(last) if last.session_id == session_id && from <= last.to => last.to = last.to.max(to),
                    _ => ranges.push(StepRange { session_id: session_id.clone(), from, to }),
                }
            }
        }
        ranges
    }
}

impl State {
    /// The steps of a bucket as they are stored.
    fn stored(&self, bucket: &Bucket) -> Option<&Steps> {
        match bucket {
            Bucket::Run(run_id) => self.runs.get(run_id)?.steps.as_deref(),
            Bucket::OpeningUtilities(session_id) => self.sessions.get(session_id)?.opening(),
        }
    }
}
