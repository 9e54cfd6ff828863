//! A running server reports all metrics in the list, and no others.
use crate::exposition::Exposition;
use crate::server::Server;
use crate::until::until;
use anyhow::{Result, ensure};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use store::Engine;
use telemetry::metric::{self, Where};
use testkit::events::{batch, message, run_completed};
use testkit::on_both_engines;

async fn measures(server: &Server) -> Result<Exposition> {
    Ok(Exposition::read(&server.text("/metrics").await?))
}

/// A little activity of every kind.
async fn work(server: &Server) -> Result<()> {
    let twice = message("s1").json();
    let wrong = json!({"event_id": "wrong"});
    let events: Vec<Value> = vec![twice.clone(), run_completed("s1", "r1").json(), wrong];
    server.send(&batch(events), &[]).await?;
    server.send(&batch([twice]), &[]).await?;
    let unreadable = server.client.post(server.url("/v1/events")).bearer_auth("dev-ingest-key").body("?");
    ensure!(unreadable.header("content-type", "application/json").send().await?.status() == 400);
    let inexact = r#"mutation { ingestEvents(events: [{eventId: "inexact", orgId: "org-1", occurredAt: "2026-03-02T12:00:00Z",
        eventType: "run_started", sessionId: "s1", runId: "r2", payload: {cost: 0.12345678901234567}}]) { received } }"#;
    let sent = server.client.post(server.url("/graphql")).bearer_auth("dev-ingest-key");
    ensure!(sent.json(&json!({"query": inexact})).send().await?.text().await?.contains("\"received\":1"));
    server.ask("{ organizations { nodes { name } } }").await?;
    server.ask("query Mine { viewer { id } organizations { nodes { id } } }").await?;
    server.ask("{ madeUpByAttacker }").await?;
    server.ask("{ madeUp").await?;
    until("all is projected", async || {
        let told = measures(server).await?;
        Ok(told.sum(metric::PROJECTION_EVENTS, "") >= 2.0 && told.sum(metric::QUEUE_EVENTS, "") == 0.0)
    })
    .await
}

on_both_engines!(every_measure_is_told_and_described, |db| async {
    let server = Server::start("serve", db.url(), &[]).await?;
    work(&server).await?;
    let told = measures(&server).await?;
    for known in metric::ALL {
        // HTTPS metrics are only reported by a server with HTTPS; see tests/tls.
        if known.told == Where::Tls || (known.told == Where::Sqlite && db.engine() == Engine::Postgres) {
            continue;
        }
        let kind = told.kinds.get(known.name).map(String::as_str);
        ensure!(kind == Some(known.kind.name()), "{}: {kind:?}", known.name);
        let help = told.helps.get(known.name).map(String::as_str);
        ensure!(known.name.starts_with("process_") || help == Some(known.help), "{}: {help:?}", known.name);
    }
    let known: BTreeSet<&str> = metric::ALL.iter().map(|metric| metric.name).collect();
    let unknown: Vec<&String> = told.kinds.keys().filter(|name| !known.contains(name.as_str())).collect();
    ensure!(unknown.is_empty(), "not in the list: {unknown:?}");
    for (name, labels, value) in [
        (metric::INGEST_EVENTS, "inserted", 2.0),
        (metric::INGEST_EVENTS, "ignored", 1.0),
        (metric::INGEST_EVENTS, "refused", 2.0),
        (metric::INGEST_REFUSED_EVENTS, "MISSING", 1.0),
        (metric::INGEST_REFUSED_EVENTS, "OUT_OF_RANGE", 1.0),
        (metric::INGEST_REFUSED_REQUESTS, "UNREADABLE_BODY", 1.0),
        (metric::PROJECTION_EVENTS, "", 2.0),
        (metric::PROJECTION_WORKERS, "", 1.0),
        (metric::DEAD_LETTERS, "", 0.0),
        (metric::READY, "", 1.0),
        (metric::BUILD_INFO, env!("CARGO_PKG_VERSION"), 1.0),
    ] {
        let found = told.sum(name, labels);
        ensure!((found - value).abs() < f64::EPSILON, "{name} {labels}: {found}, expected {value}");
    }
    for (count, labels) in [
        ("tachograph_ingest_commit_seconds_count", ""),
        ("tachograph_ingest_commit_events_sum", ""),
        ("tachograph_projection_batch_seconds_count", ""),
        ("tachograph_freshness_seconds_count", ""),
        ("tachograph_graphql_operation_seconds_count", "field=\"organizations\""),
        ("tachograph_graphql_operation_seconds_count", "field=\"several\""),
        (metric::GRAPHQL_ERRORS, "BAD_USER_INPUT"),
        (metric::DATABASE_BYTES, ""),
        (metric::PROCESS_MEMORY, ""),
    ] {
        ensure!(told.sum(count, labels) > 0.0, "{count} {labels}: {:#?}", told.of(count));
    }
    let fields = told.values("field");
    ensure!(fields == BTreeSet::from(["ingestEvents", "invalid", "organizations", "several"]), "{fields:?}");
    Ok(())
});

on_both_engines!(a_worker_alone_tells_of_the_queue_and_of_itself, |db| async {
    let api = Server::start("api", db.url(), &[]).await?;
    api.send(&batch([message("s1"), message("s2")]), &[]).await?;
    until("the queue is seen", async || Ok(measures(&api).await?.sum(metric::QUEUE_EVENTS, "") == 2.0)).await?;
    let told = measures(&api).await?;
    ensure!(told.sum(metric::QUEUE_OLDEST_SECONDS, "") > 0.0, "{:#?}", told.of(metric::QUEUE_OLDEST_SECONDS));
    ensure!(!told.kinds.contains_key(metric::PROJECTION_WORKERS), "there is no worker here");
    let traced = "/* test */ SELECT count(*) AS number FROM events_queue WHERE trace IS NOT NULL";
    ensure!(testkit::number(db.store(), traced).await? == 0, "with nobody to send traces to, none is kept");
    let worker = Server::start("worker", db.url(), &[]).await?;
    until("the worker tells", async || {
        let told = measures(&worker).await?;
        Ok(told.sum(metric::PROJECTION_EVENTS, "") == 2.0 && told.sum(metric::QUEUE_EVENTS, "") == 0.0)
    })
    .await?;
    let told = measures(&worker).await?;
    let everywhere = metric::ALL.iter().filter(|metric| [Where::Everywhere, Where::Worker].contains(&metric.told));
    let silent: Vec<&str> =
        everywhere.map(|metric| metric.name).filter(|name| !told.kinds.contains_key(*name)).collect();
    ensure!(silent.is_empty(), "a worker does not tell {silent:?}");
    ensure!(told.sum(metric::QUEUE_OLDEST_SECONDS, "") == 0.0, "{:#?}", told.of(metric::QUEUE_OLDEST_SECONDS));
    Ok(())
});

on_both_engines!(a_live_connection_is_counted_while_it_is_open, |db| async {
    let server = Server::start("serve", db.url(), &[]).await?;
    let open = async |number: f64| {
        until("it is counted", async || {
            Ok((measures(&server).await?.sum(metric::LIVE_CONNECTIONS, "sse") - number).abs() < f64::EPSILON)
        })
        .await
    };
    let subscription = json!({"query": "subscription { globalLiveRunCounts { running } }"});
    let request = server.client.post(server.url("/graphql/stream")).bearer_auth(server.token().await?);
    let mut following = request.header("accept", "text/event-stream").json(&subscription).send().await?;
    ensure!(following.chunk().await?.is_some(), "something is told");
    open(1.0).await?;
    drop(following);
    open(0.0).await
});
