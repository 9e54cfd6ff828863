//! Questions that several clients share: executed and serialized as JSON once, however many clients there
//! are. Only questions whose answers depend on nothing but the caller's role and organization may be shared.
use crate::live::latest::latest_stream;
use crate::live::measures::dropped;
use crate::live::part::{Part, Parts};
use async_graphql::Request;
use domain::OrgId;
use domain::Person;
use futures_util::StreamExt as _;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// What makes two questions the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    role: &'static str,
    org_id: Option<OrgId>,
    query: String,
    operation: Option<String>,
    variables: String,
}

impl Question {
    /// The question as asked by this person.
    #[must_use]
    pub fn of(person: &Person, request: &Request) -> Self {
        Self {
            role: person.role.wire(),
            org_id: person.org_id.clone(),
            query: request.query.clone(),
            operation: request.operation_name.clone(),
            variables: serde_json::to_string(&request.variables).unwrap_or_default(),
        }
    }
}

/// An answer with its number, from which a reader can tell what it missed.
type Numbered = Option<(u64, Part)>;

type Asked = HashMap<Question, Arc<watch::Sender<Numbered>>>;

/// The questions of a process.
#[derive(Clone, Default)]
pub struct Shared(Arc<Mutex<Asked>>);

impl Shared {
    /// The answers to a question: those that other clients already get, or else those from `ask`.
    #[must_use]
    pub fn follow(&self, question: Question, ask: impl FnOnce() -> Parts) -> Parts {
        let mut asked = self.asked();
        if let Some(answers) = asked.get(&question) {
            return heard(answers.subscribe());
        }
        let (answers, first) = watch::channel(None);
        let answers = Arc::new(answers);
        asked.insert(question.clone(), Arc::clone(&answers));
        tokio::spawn(answer(self.clone(), question, ask(), answers));
        heard(first)
    }

    /// The number of different questions.
    #[must_use]
    pub fn questions(&self) -> usize {
        self.asked().len()
    }

    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Removes a question, unless a new client has subscribed in the meantime.
    fn leave(&self, question: &Question, answers: &watch::Sender<Numbered>) -> bool {
        let mut asked = self.asked();
        let alone = answers.receiver_count() == 0;
        if alone {
            asked.remove(question);
        }
        alone
    }
}

/// The answers for one client, counting those it misses.
fn heard(answers: watch::Receiver<Numbered>) -> Parts {
    let mut before = None;
    Box::pin(latest_stream(answers).map(move |(number, part)| {
        let missed = before.replace(number).map_or(0, |before| number.saturating_sub(before + 1));
        if missed > 0 {
            dropped(missed);
        }
        part
    }))
}

async fn answer(shared: Shared, question: Question, mut parts: Parts, answers: Arc<watch::Sender<Numbered>>) {
    let mut number = 0;
    loop {
        tokio::select! {
            part = parts.next() => {
                let Some(part) = part else { break };
                let last = matches!(part, Part::Failed(_));
                number += 1;
                answers.send_replace(Some((number, part)));
                if last {
                    break;
                }
            }
            () = answers.closed() => {
                if shared.leave(&question, &answers) {
                    return;
                }
            }
        }
    }
    // New clients ask again.
    shared.asked().remove(&question);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_a_slow_reader_misses_is_counted() {
        let measures = telemetry::install();
        let (answers, first) = watch::channel(None);
        let mut reader = heard(first);
        let part = |number: u64| Some((number, Part::Next(Arc::from(number.to_string()))));
        answers.send_replace(part(1));
        assert!(matches!(reader.next().await, Some(Part::Next(text)) if &*text == "1"));
        for number in 2..=6 {
            answers.send_replace(part(number));
        }
        assert!(matches!(reader.next().await, Some(Part::Next(text)) if &*text == "6"));
        let told = measures.render();
        assert!(told.contains("\ntachograph_live_dropped_ticks_total 4\n"), "{told}");
    }
}
