//! Several senders that send until they are stopped, and again what was not acknowledged.
use crate::until::until;
use anyhow::{Result, ensure};
use entities::time::DAY_MICROS;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use store::Clock;
use testkit::events::{self, Draft};
use tokio::task::JoinSet;

const SENDERS: usize = 4;
const ORGS: [&str; 3] = ["acme", "globex", "initech"];

/// An organisation and an event of it.
pub(crate) type Sent = (String, String);

/// The senders.
#[derive(Debug)]
pub(crate) struct Load {
    ledger: Arc<Ledger>,
    senders: JoinSet<Result<()>>,
}

#[derive(Debug, Default)]
struct Ledger {
    stop: AtomicBool,
    acknowledged: Mutex<Vec<Sent>>,
}

impl Ledger {
    fn add(&self, batch: impl Iterator<Item = Sent>) {
        self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).extend(batch);
    }

    fn len(&self) -> usize {
        self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl Load {
    pub(crate) fn start(address: SocketAddr) -> Self {
        let (ledger, mut senders) = (Arc::<Ledger>::default(), JoinSet::new());
        for number in 0..SENDERS {
            senders.spawn(send(number, address, Arc::clone(&ledger)));
        }
        Self { ledger, senders }
    }

    /// Waits until so many more events were acknowledged.
    pub(crate) async fn acknowledged(&self, more: usize) -> Result<()> {
        let wanted = self.ledger.len() + more;
        until("enough events were acknowledged", async || Ok(self.ledger.len() >= wanted)).await
    }

    /// Every event that was acknowledged by now.
    pub(crate) fn so_far(&self) -> Vec<Sent> {
        self.ledger.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Ends the load; every event that was acknowledged.
    pub(crate) async fn stop(mut self) -> Result<Vec<Sent>> {
        self.ledger.stop.store(true, Ordering::SeqCst);
        while let Some(sender) = self.senders.join_next().await {
            sender??;
        }
        Ok(std::mem::take(&mut self.ledger.acknowledged.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

async fn send(sender: usize, address: SocketAddr, ledger: Arc<Ledger>) -> Result<()> {
    let client = reqwest::Client::new();
    let url = format!("http://{address}/v1/events");
    for number in 0.. {
        let batch: Vec<Value> = batch(sender, number).into_iter().map(Draft::json).collect();
        let body = events::batch(batch.iter().cloned());
        let mut acknowledged = false;
        while !acknowledged {
            if ledger.stop.load(Ordering::SeqCst) {
                return Ok(());
            }
            // A refused connection, one that broke, 503: the batch is sent again until it is taken.
            if let Ok(answer) = client.post(&url).bearer_auth(generator::DEV_INGEST_KEY).json(&body).send().await
                && answer.status().is_success()
                && let Ok(answer) = answer.json::<Value>().await
            {
                ensure!(answer["errors"] == serde_json::json!([]), "refused: {answer}");
                acknowledged = true;
            } else {
                tokio::task::yield_now().await;
            }
        }
        let text = |event: &Value, field: &str| event[field].as_str().unwrap_or_default().to_owned();
        ledger.add(batch.iter().map(|event| (text(event, "org_id"), text(event, "event_id"))));
    }
    Ok(())
}

/// Sessions of all organisations, each with a run that ends, out of order.
fn batch(sender: usize, number: usize) -> Vec<Draft> {
    let mut batch = Vec::new();
    for (place, org) in ORGS.iter().cycle().take(9).enumerate() {
        let session = format!("session-{sender}-{number}-{}", place / 3);
        let run = format!("run-{sender}-{number}-{place}");
        let minutes = (sender + number + place) as i64 % 3_000;
        let at = |later: i64| {
            let at = Clock::system().now().plus_micros(later * 60_000_000 - minutes * 60_000_000 - DAY_MICROS);
            at.to_chrono().unwrap_or_default().to_rfc3339()
        };
        batch.push(events::run_completed(&session, &run).at(&at(2)));
        batch.push(events::message(&session).at(&at(0)));
        batch.push(events::run_started(&session, &run).at(&at(1)).user("bob"));
        batch.push(events::handoff(&session).at(&at(1)));
        let first = batch.len() - 4;
        for (kind, draft) in batch.iter_mut().skip(first).enumerate() {
            *draft = draft.clone().org(org).id(&format!("event-{sender}-{number}-{place}-{kind}"));
        }
    }
    batch
}
