//! The simulated producers: one per API server, each with half of the events.
use super::fleet::Fleet;
use super::ledger::Ledger;
use anyhow::Result;
use generator::{DEV_INGEST_KEY, Feeder, FeederOptions, LivePlan, Observer, OrgSpec, Pace, Speech, Totals};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use store::Clock;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// A producer's pause after a failure.
const REST: Duration = Duration::from_secs(1);

/// The producers; when stopped, they finish their last request.
#[derive(Debug)]
pub(super) struct Feeds {
    stop: CancellationToken,
    tasks: JoinSet<()>,
}

impl Feeds {
    pub(super) async fn stop(self) {
        self.stop.cancel();
        self.tasks.join_all().await;
    }
}

/// Records the responses to a producer.
struct Notes {
    ledger: Arc<Ledger>,
    /// Events already recorded in the ledger.
    noted: AtomicU64,
}

impl Observer for Notes {
    fn sent(&self, totals: &Totals) {
        let before = self.noted.swap(totals.inserted, Ordering::Relaxed);
        self.ledger.add_sent(totals.inserted.saturating_sub(before));
    }

    fn answered(&self, took: Duration) {
        self.ledger.answered("ingest", took);
    }
}

pub(super) fn start(fleet: &Fleet, orgs: &[OrgSpec], rate: f64, ledger: &Arc<Ledger>) -> Result<Feeds> {
    let stop = CancellationToken::new();
    let mut tasks = JoinSet::new();
    for number in 0..2 {
        let mut options = FeederOptions::new(fleet.api(number).http(), DEV_INGEST_KEY);
        // An event that is not accepted immediately is an error here, not a reason to retry.
        options.patience = Duration::ZERO;
        let feeder = Feeder::new(&options)?;
        let seed = number as u64 + 1;
        // Whose responses say how many of them were new.
        let speech = Speech::Events;
        let plan = LivePlan { orgs: orgs.to_vec(), pace: Pace::Steady(rate / 2.0), seed, speech };
        tasks.spawn(feed(feeder, plan, Arc::clone(ledger), stop.clone()));
    }
    Ok(Feeds { stop, tasks })
}

async fn feed(feeder: Feeder, plan: LivePlan, ledger: Arc<Ledger>, stop: CancellationToken) {
    let clock = Clock::system();
    while !stop.is_cancelled() {
        let notes = Notes { ledger: Arc::clone(&ledger), noted: AtomicU64::new(0) };
        match generator::live(&feeder, &plan, || clock.now(), &notes, &stop).await {
            Ok(totals) if totals.refused > 0 => {
                ledger.failed("ingest", &anyhow::anyhow!("{} refused, {:?}", totals.refused, totals.first_refusal));
            }
            Ok(_) => {}
            Err(error) => {
                ledger.failed("ingest", &error);
                tokio::time::sleep(REST).await;
            }
        }
    }
}
