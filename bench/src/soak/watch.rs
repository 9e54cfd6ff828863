//! Samples every process and the queue periodically.
use super::fleet::Fleet;
use super::ledger::Ledger;
use crate::graphql::Asker;
use crate::process::{handles, memory_kib, tree};
use anyhow::{Context as _, Result};
use serde_json::json;
use std::time::Duration;

/// The samples of a process, or of all database processes together.
#[derive(Clone, Debug)]
pub(super) struct Series {
    pub(super) name: &'static str,
    pub(super) samples: Vec<Sample>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    pub(super) minutes: f64,
    pub(super) kib: f64,
    pub(super) handles: u64,
}

#[derive(Debug)]
pub(super) struct Watch {
    members: [(&'static str, u32); 4],
    postmaster: u32,
    asker: Asker,
    question: Vec<u8>,
    pub(super) series: Vec<Series>,
    pub(super) depths: Vec<u64>,
}

impl Watch {
    pub(super) async fn new(fleet: &Fleet) -> Result<Self> {
        let asker = Asker::new(fleet.api(0), "SUPER_ADMIN", None).await?;
        let question = asker.prepare("{ pipeline { queueDepth } }", &json!({}));
        let members = fleet.members();
        let names = members.iter().map(|(name, _)| *name).chain(["postgres"]);
        let series = names.map(|name| Series { name, samples: Vec::new() }).collect();
        Ok(Self { members, postmaster: fleet.postmaster()?, asker, question, series, depths: Vec::new() })
    }

    /// Takes one sample of everything; a process that cannot be sampled is an error.
    pub(super) async fn look(&mut self, since: Duration, ledger: &Ledger) {
        let minutes = since.as_secs_f64() / 60.0;
        let own = self.members.iter().map(|(_, pid)| own(*pid));
        let seen = own.chain([database(self.postmaster)]);
        for (series, seen) in self.series.iter_mut().zip(seen) {
            match seen {
                Ok((kib, handles)) => series.samples.push(Sample { minutes, kib, handles }),
                Err(error) => ledger.failed(series.name, &error),
            }
        }
        match self.ask().await {
            Ok(depth) => self.depths.push(depth),
            Err(error) => ledger.failed("queue", &error),
        }
    }

    async fn ask(&mut self) -> Result<u64> {
        let data = self.asker.ask(&self.question).await?;
        data["pipeline"]["queueDepth"].as_u64().context("no depth of the queue")
    }

    /// The last known queue depth.
    pub(super) fn depth(&self) -> u64 {
        self.depths.last().copied().unwrap_or_default()
    }
}

fn own(pid: u32) -> Result<(f64, u64)> {
    Ok((memory_kib(pid, "VmRSS:")?, handles(pid)?))
}

/// The private memory of its processes: shared buffers fill up, as intended, and would be counted once per
/// process.
fn database(postmaster: u32) -> Result<(f64, u64)> {
    let mut together = (memory_kib(postmaster, "RssAnon:")?, handles(postmaster)?);
    for pid in tree(postmaster)?.into_iter().skip(1) {
        // Its helper processes come and go.
        if let (Ok(kib), Ok(handles)) = (memory_kib(pid, "RssAnon:"), handles(pid)) {
            together = (together.0 + kib, together.1 + handles);
        }
    }
    Ok(together)
}
