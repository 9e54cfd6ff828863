//! Appends on a cluster: each organization's events go to the one machine that holds it, in an append of
//! their own, several at once. Senders without events for a lost machine neither notice it nor wait for it:
//! errors are known immediately, and timeouts are waited for separately ([`super::lost`]).
use super::append::{self, Identity, NewEvent};
use super::write_coalescer::{Job, NotStored, WriteCoalescer};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;
use store::StoreError;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// How many organizations of a coalesced write are appended at once.
const AT_ONCE: usize = 4;
/// The timeout of an append, after which its machine is considered lost. The coordinator gives up on a
/// connection that cannot be established after five seconds.
const WITHIN: Duration = Duration::from_secs(6);

/// The events of one organization, each with the index of the job that contains it.
#[derive(Default)]
struct Part<'a> {
    events: Vec<(usize, &'a NewEvent)>,
    jobs: Vec<usize>,
}

/// The outcome of a part.
struct Outcome {
    jobs: Vec<usize>,
    new: HashSet<Identity>,
    refused: HashMap<usize, NotStored>,
}

impl Outcome {
    fn refuse_all(&mut self, refused: NotStored) {
        self.refused.extend(self.jobs.iter().map(|number| (*number, refused)));
    }
}

/// A job that has not been answered yet.
struct Waiting {
    /// How many of its parts have not finished.
    parts: usize,
    answer: Option<oneshot::Sender<Result<u64, NotStored>>>,
}

/// Stores the jobs' events and answers each job as soon as all of its organizations are done.
pub(super) async fn write(coalescer: &WriteCoalescer, jobs: Vec<Job>) {
    let mut waiting = Vec::with_capacity(jobs.len());
    let mut brought = Vec::with_capacity(jobs.len());
    for Job { events, room, answer, .. } in jobs {
        waiting.push(Waiting { parts: 0, answer: Some(answer) });
        brought.push((events, room));
    }
    let mut parts: BTreeMap<&str, Part<'_>> = BTreeMap::new();
    for (number, (events, _)) in brought.iter().enumerate() {
        for event in events {
            let part = parts.entry(event.envelope.event.org_id.as_str()).or_default();
            part.events.push((number, event));
            if part.jobs.last() != Some(&number) {
                part.jobs.push(number);
                waiting[number].parts += 1;
            }
        }
    }
    let mut parts = parts.into_values();
    let mut under_way: FuturesUnordered<_> = parts.by_ref().take(AT_ONCE).map(|part| append(coalescer, part)).collect();
    let mut new = HashSet::new();
    while let Some(outcome) = under_way.next().await {
        under_way.extend(parts.next().map(|part| append(coalescer, part)));
        new.extend(outcome.new);
        for number in outcome.jobs {
            let job = &mut waiting[number];
            job.parts -= 1;
            let answer = match outcome.refused.get(&number) {
                Some(refused) => Err(*refused),
                None if job.parts > 0 => continue,
                // Each new event counts for the first job that contains it.
                None => Ok(brought[number].0.iter().filter(|event| new.remove(&event.identity())).count() as u64),
            };
            if let Some(sender) = job.answer.take() {
                // If the sender has disconnected, the answer is dropped.
                let _ = sender.send(answer);
            }
        }
    }
}

async fn append(coalescer: &WriteCoalescer, part: Part<'_>) -> Outcome {
    let Part { events, jobs } = part;
    let mut outcome = Outcome { jobs, new: HashSet::new(), refused: HashMap::new() };
    let Some(org_id) = events.first().map(|(_, event)| &event.envelope.event.org_id) else { return outcome };
    let Some(leave) = coalescer.lost().leave(org_id) else {
        outcome.refuse_all(NotStored { disk_full: false });
        return outcome;
    };
    let all = append::distinct(events.iter().map(|(_, event)| *event));
    let Ok(appended) = timeout(WITHIN, coalescer.append_spread(all)).await else {
        tracing::warn!(org = %org_id, "events not stored: the machine of the cluster does not answer; their senders are told to retry");
        coalescer.lost().lose(org_id);
        outcome.refuse_all(NotStored { disk_full: false });
        return outcome;
    };
    match &appended {
        Err(error) if error.is_machine_lost() => coalescer.lost().lose(org_id),
        _ => coalescer.lost().find(&leave),
    }
    match appended {
        Ok(new) => outcome.new = new,
        Err(error) if error.is_transient() || outcome.jobs.len() == 1 => {
            tracing::warn!(%error, requests = outcome.jobs.len(), "events not stored; their senders are told to retry");
            outcome.refuse_all(refusal(&error));
        }
        // One sender's events must not affect another's.
        Err(error) => {
            tracing::warn!(%error, "events not stored; retrying each sender's separately");
            for number in outcome.jobs.clone() {
                let own = events.iter().filter(|(of, _)| *of == number).map(|(_, event)| *event);
                match coalescer.append_spread(append::distinct(own)).await {
                    Ok(new) => outcome.new.extend(new),
                    Err(error) => {
                        tracing::error!(%error, "events not stored; their sender is told to retry");
                        outcome.refused.insert(number, refusal(&error));
                    }
                }
            }
        }
    }
    outcome
}

fn refusal(error: &StoreError) -> NotStored {
    NotStored { disk_full: error.is_disk_full() }
}
