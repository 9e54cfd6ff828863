//! Many concurrent senders.
use crate::wire::{Door, Wire};
use anyhow::{Result, bail};
use hdrhistogram::Histogram;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The result of sending.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) took: Duration,
    pub(crate) latencies: Latencies,
    pub(crate) inserted: u64,
}

/// Sends every request once, distributed over this many connections; each waits for a response before it sends
/// the next request.
pub(crate) async fn send(door: impl Into<Door>, senders: usize, requests: Vec<Vec<u8>>) -> Result<Sent> {
    let door = door.into();
    let (requests, next) = (Arc::new(requests), Arc::new(AtomicUsize::new(0)));
    let mut connections = Vec::new();
    for _ in 0..senders {
        connections.push(Wire::open(&door).await?);
    }
    let began = Instant::now();
    let mut tasks = Vec::new();
    for wire in connections {
        tasks.push(tokio::spawn(one_sender(wire, Arc::clone(&requests), Arc::clone(&next))));
    }
    let mut latencies = Latencies::new()?;
    let mut inserted = 0;
    for task in tasks {
        let (own, count) = task.await??;
        latencies.0.add(own.0)?;
        inserted += count;
    }
    Ok(Sent { took: began.elapsed(), latencies, inserted })
}

/// A sender's pause when the queue is full.
const FULL_QUEUE: Duration = Duration::from_millis(250);

async fn one_sender(mut wire: Wire, requests: Arc<Vec<Vec<u8>>>, next: Arc<AtomicUsize>) -> Result<(Latencies, u64)> {
    let mut latencies = Latencies::new()?;
    let mut inserted = 0;
    while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
        let mut began = Instant::now();
        let (mut status, mut body) = wire.send(request).await?;
        // The queue is full: wait as a well-behaved producer does, only more briefly.
        while status == 429 {
            tokio::time::sleep(FULL_QUEUE).await;
            began = Instant::now();
            (status, body) = wire.send(request).await?;
        }
        latencies.add(began.elapsed())?;
        if status != 200 {
            bail!("answered {status}: {}", String::from_utf8_lossy(&body));
        }
        // Nothing is the answer to OTLP of which everything was taken.
        if !body.is_empty() {
            let answer: serde_json::Value = serde_json::from_slice(&body)?;
            inserted += answer["inserted"].as_u64().unwrap_or_default();
        }
    }
    Ok((latencies, inserted))
}

/// Latencies in microseconds, exact to three digits.
#[derive(Debug)]
pub(crate) struct Latencies(Histogram<u64>);

impl Latencies {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self(Histogram::new(3)?))
    }

    pub(crate) fn add(&mut self, latency: Duration) -> Result<()> {
        Ok(self.0.record(u64::try_from(latency.as_micros())?)?)
    }

    /// The number of latencies.
    pub(crate) fn count(&self) -> u64 {
        self.0.len()
    }

    /// A quantile in milliseconds.
    pub(crate) fn quantile(&self, q: f64) -> f64 {
        self.0.value_at_quantile(q) as f64 / 1_000.0
    }
}

/// The rate per second.
pub(crate) fn rate(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}
