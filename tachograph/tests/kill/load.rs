//! Several senders that send until they are stopped, and resend whatever was not acknowledged.
use crate::until::until;
use anyhow::{Result, ensure};
use domain::time::DAY_MICROS;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use store::Clock;
use testkit::events::{self, Draft};
use tokio::task::JoinSet;

const SENDERS: usize = 4;
/// After how many batches a batch is sent again.
const LATER: usize = 3;
const ORGS: [&str; 3] = ["acme", "globex", "initech"];

/// An organization and the id of one of its events.
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
    /// Sends to one server, everything once.
    pub(crate) fn start(address: SocketAddr) -> Self {
        Self::start_on(&[address], false)
    }

    /// Sends to several servers; with `twice`, everything is sent again later, in reverse order and to the next
    /// server.
    pub(crate) fn start_on(addresses: &[SocketAddr], twice: bool) -> Self {
        let (ledger, mut senders) = (Arc::<Ledger>::default(), JoinSet::new());
        for number in 0..SENDERS {
            senders.spawn(send(number, addresses.to_vec(), twice, Arc::clone(&ledger)));
        }
        Self { ledger, senders }
    }

    /// Waits until this many more events are acknowledged.
    pub(crate) async fn acknowledged(&self, more: usize) -> Result<()> {
        let wanted = self.ledger.len() + more;
        until("enough events were acknowledged", async || Ok(self.ledger.len() >= wanted)).await
    }

    /// All events acknowledged so far.
    pub(crate) fn so_far(&self) -> Vec<Sent> {
        self.ledger.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Ends the load; returns all acknowledged events.
    pub(crate) async fn stop(mut self) -> Result<Vec<Sent>> {
        self.ledger.stop.store(true, Ordering::SeqCst);
        while let Some(sender) = self.senders.join_next().await {
            sender??;
        }
        Ok(std::mem::take(&mut self.ledger.acknowledged.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

async fn send(sender: usize, addresses: Vec<SocketAddr>, twice: bool, ledger: Arc<Ledger>) -> Result<()> {
    let client = reqwest::Client::new();
    for number in 0.. {
        let batch: Vec<Value> = batch(sender, number).into_iter().map(Draft::json).collect();
        if !deliver(&client, &addresses, sender, &batch, &ledger).await? {
            return Ok(());
        }
        let text = |event: &Value, field: &str| event[field].as_str().unwrap_or_default().to_owned();
        ledger.add(batch.iter().map(|event| (text(event, "org_id"), text(event, "event_id"))));
        if twice && number >= LATER {
            let mut again: Vec<Value> = self::batch(sender, number - LATER).into_iter().map(Draft::json).collect();
            again.reverse();
            if !deliver(&client, &addresses, sender + 1, &again, &ledger).await? {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Sends a batch to one server after another until it is accepted: refused and broken connections, and 503, do
/// not count as responses. `false` if the load ended first.
async fn deliver(
    client: &reqwest::Client,
    addresses: &[SocketAddr],
    first: usize,
    batch: &[Value],
    ledger: &Ledger,
) -> Result<bool> {
    let body = events::batch(batch.iter().cloned());
    for address in addresses.iter().cycle().skip(first % addresses.len()) {
        if ledger.stop.load(Ordering::SeqCst) {
            break;
        }
        let url = format!("http://{address}/v1/events");
        if let Ok(answer) = client.post(&url).bearer_auth(generator::DEV_INGEST_KEY).json(&body).send().await
            && answer.status().is_success()
            && let Ok(answer) = answer.json::<Value>().await
        {
            ensure!(answer["errors"] == serde_json::json!([]), "refused: {answer}");
            return Ok(true);
        }
        tokio::task::yield_now().await;
    }
    Ok(false)
}

/// Sessions of all organizations, each with a completed run, out of order.
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
