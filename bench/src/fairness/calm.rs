//! Latencies for an organization with few requests.
use super::{Both, CALM};
use crate::graphql::Asker;
use crate::load::Latencies;
use crate::server::Server;
use crate::wire::Wire;
use anyhow::{Result, bail};
use serde_json::json;
use std::time::{Duration, Instant};
use store::Clock;
use tokio::time::MissedTickBehavior;

/// The interval between light queries, and between batches of events.
const EVERY: Duration = Duration::from_millis(40);
const LIGHT: &str = "{ organization { name live { running } } }";
/// Events per batch.
const EVENTS: usize = 10;

/// Sends queries and events concurrently, for this time.
pub(crate) async fn measure(server: &Server, mark: &str, time: Duration) -> Result<Both> {
    futures_util::try_join!(light(server, time), ingest(server, mark, time))
}

async fn light(server: &Server, time: Duration) -> Result<Latencies> {
    let mut asker = Asker::new(server, "MANAGER", Some(CALM)).await?;
    let request = asker.prepare(LIGHT, &json!({}));
    let mut latencies = Latencies::new()?;
    let (ends, mut ticks) = (Instant::now() + time, ticks());
    while Instant::now() < ends {
        ticks.tick().await;
        let began = Instant::now();
        asker.ask(&request).await?;
        latencies.add(began.elapsed())?;
    }
    Ok(latencies)
}

async fn ingest(server: &Server, mark: &str, time: Duration) -> Result<Latencies> {
    let mut wire = Wire::open(server.door()).await?;
    let mut latencies = Latencies::new()?;
    let (ends, mut ticks, mut batch) = (Instant::now() + time, ticks(), 0);
    while Instant::now() < ends {
        let at = Clock::system().now().to_chrono().unwrap_or_default().to_rfc3339();
        let event = |number: usize| {
            json!({
                "event_id": format!("{mark}-{batch}-{number}"), "org_id": CALM, "occurred_at": at,
                "event_type": "message_created", "session_id": format!("{mark}-{batch}"), "user_id": "user-0001",
                "payload": {"actor": "user", "text": "please fix the build"},
            })
        };
        let request = Server::events(&json!({"events": (0..EVENTS).map(event).collect::<Vec<_>>()}).to_string());
        ticks.tick().await;
        let began = Instant::now();
        let (status, body) = wire.send(&request).await?;
        latencies.add(began.elapsed())?;
        if status != 200 {
            bail!("events were answered {status}: {}", String::from_utf8_lossy(&body));
        }
        batch += 1;
    }
    Ok(latencies)
}

fn ticks() -> tokio::time::Interval {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}
