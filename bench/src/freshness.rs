//! The time from POST until an event is visible in GraphQL.
use crate::Settings;
use crate::data::{self, Plan};
use crate::graphql::Asker;
use crate::load::Latencies;
use crate::place::Place;
use crate::report::{Figure, Report};
use crate::server::Server;
use crate::wire::Wire;
use anyhow::{Result, bail};
use serde_json::json;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use store::Clock;
use tokio::time::MissedTickBehavior;

const ORG: &str = "fresh";
const SESSION: &str = "query($id: ID!) { organization { session(id: $id) { id runCount } } }";
/// Events per second under load, in batches of a hundred.
const LOAD: u32 = 5_000;
/// How long an event may stay invisible before the benchmark gives up.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let place = Place::new(settings.engine).await?;
    let server = Server::start(&settings.binary, "serve", &place.url).await?;
    let rounds = settings.scaled(200);
    visible(&server, "warm", 20.min(rounds)).await?;
    let idle = visible(&server, "idle", rounds).await?;
    // A load of another organization, generated and encoded in advance; it has to last as long as the measurement does
    // on a slow machine.
    let seconds = settings.scaled(90);
    let plan = Plan {
        orgs: (0..8).map(|number| format!("load-{number}")).collect(),
        events: LOAD as usize * seconds,
        until: Clock::system().now().day(),
        days: 30,
        users: 200,
        mark: "load",
    };
    let requests: Vec<Vec<u8>> = plan.make().chunks(100).map(|batch| Server::events(&data::body(batch))).collect();
    let load = tokio::spawn(steady(server.address, requests));
    let busy = visible(&server, "busy", rounds).await?;
    let finished = load.is_finished();
    load.abort();
    if finished && rounds > 100 {
        bail!("the load ended before the measurement did");
    }
    for (name, latencies) in [("idle", idle), ("under 5000 events/s", busy)] {
        for (label, q) in [("p50", 0.5), ("p95", 0.95)] {
            report.add(Figure {
                engine: settings.engine,
                bench: "freshness",
                name: format!("POST to visible, {name}, {label}"),
                value: latencies.quantile(q),
                unit: "ms",
                ceiling: None,
            });
        }
    }
    Ok(())
}

/// Sends new sessions one after another, each as soon as the previous one is visible.
async fn visible(server: &Server, mark: &str, rounds: usize) -> Result<Latencies> {
    let mut latencies = Latencies::new()?;
    let mut sender = Wire::open(server.address).await?;
    let mut asker = Asker::new(server, "ORG_ADMIN", Some(ORG)).await?;
    for round in 0..rounds {
        let id = format!("{mark}-{round}");
        let at = Clock::system().now().to_chrono().unwrap_or_default().to_rfc3339();
        let event = json!({
            "event_id": id, "org_id": ORG, "occurred_at": at, "event_type": "message_created", "session_id": id,
            "user_id": "ada", "payload": {"actor": "user", "text": "hello"},
        });
        let (post, look) =
            (Server::events(&json!({"events": [event]}).to_string()), asker.prepare(SESSION, &json!({"id": id})));
        let began = Instant::now();
        let (status, body) = sender.send(&post).await?;
        if status != 200 {
            bail!("answered {status}: {}", String::from_utf8_lossy(&body));
        }
        // Until it is visible, the session is NOT_FOUND.
        while !asker.finds(&look, "/data/organization/session/id").await? {
            if began.elapsed() > PATIENCE {
                bail!("the session {id} is still not visible after {PATIENCE:?}");
            }
        }
        latencies.add(began.elapsed())?;
    }
    Ok(latencies)
}

async fn steady(address: SocketAddr, requests: Vec<Vec<u8>>) -> Result<()> {
    let mut wire = Wire::open(address).await?;
    let mut tick = tokio::time::interval(Duration::from_secs(100) / LOAD);
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for request in requests {
        tick.tick().await;
        wire.send(&request).await?;
    }
    Ok(())
}
