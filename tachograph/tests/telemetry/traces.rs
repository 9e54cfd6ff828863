//! An event's path is a single trace, across two processes and a database.
use crate::collector::Collector;
use crate::server::Server;
use crate::until::until;
use anyhow::{Context as _, ensure};
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use std::net::TcpListener;
use std::time::Duration;
use testkit::events::{batch, message};
use testkit::on_both_engines;

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const SENDER: &str = "b7ad6b7169203331";
const POST: &str = "POST /v1/events";

fn hex(id: &[u8]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}

on_both_engines!(an_event_is_followed_from_its_sender_to_its_projection, |db| async {
    let (collector, address) = Collector::start().await?;
    // Nothing is sampled unless the sender requests it.
    let flags = ["--otlp-endpoint", &address, "--otlp-sample-ratio", "0"];
    let api = Server::start("api", db.url(), &flags).await?;
    let worker = Server::start("worker", db.url(), &flags).await?;
    api.send(&batch([message("quiet")]), &[]).await?;
    let unsampled = format!("00-{TRACE}-{SENDER}-00");
    api.send(&batch([message("quieter")]), &[("traceparent", &unsampled)]).await?;
    let sampled = format!("00-{TRACE}-{SENDER}-01");
    let answer = api.send(&batch([message("s1"), message("s2")]), &[("traceparent", &sampled)]).await?;
    ensure!(answer["inserted"] == 2, "{answer}");
    until("the projection is told", async || Ok(!collector.named("project").is_empty())).await?;
    until("the request is told", async || Ok(!collector.named(POST).is_empty())).await?;
    until("the append is told", async || Ok(!collector.named("commit").is_empty())).await?;
    api.end()?;
    worker.end()?;
    let all = collector.all();
    ensure!(all.len() == 3, "{all:?}");
    ensure!(all.iter().all(|span| hex(&span.trace_id) == TRACE), "{all:?}");
    let (post, commit, project) =
        (&collector.named(POST)[0], &collector.named("commit")[0], &collector.named("project")[0]);
    ensure!(hex(&post.parent_span_id) == SENDER, "{post:?}");
    ensure!(commit.parent_span_id == post.span_id && project.parent_span_id == post.span_id, "{all:?}");
    ensure!(post.start_time_unix_nano <= commit.start_time_unix_nano, "{all:?}");
    ensure!(commit.end_time_unix_nano <= post.end_time_unix_nano, "the answer follows the commit: {all:?}");
    ensure!(project.end_time_unix_nano >= project.start_time_unix_nano, "{all:?}");
    Ok(())
});

on_both_engines!(without_a_sender_the_request_begins_the_trace, |db| async {
    let (collector, address) = Collector::start().await?;
    let server = Server::start("serve", db.url(), &["--otlp-endpoint", &address, "--otlp-sample-ratio", "1"]).await?;
    server.send(&batch([message("s1")]), &[]).await?;
    until("the projection is told", async || Ok(!collector.named("project").is_empty())).await?;
    server.client.get(server.url("/export/x/y")).send().await?;
    // The last spans are sent at shutdown.
    server.end()?;
    let post = collector.named(POST).pop().context("the request")?;
    ensure!(post.parent_span_id.is_empty(), "{post:?}");
    for name in ["commit", "project"] {
        let part = collector.named(name).pop().context(name)?;
        ensure!(part.trace_id == post.trace_id && part.parent_span_id == post.span_id, "{part:?}");
        ensure!(part.status.as_ref().is_none_or(|status| status.code() != StatusCode::Error), "{part:?}");
    }
    ensure!(!collector.named("GET /export/{org}/{file}").is_empty(), "{:?}", collector.all());
    Ok(())
});

on_both_engines!(a_collector_that_is_away_disturbs_nobody, |db| async {
    let nobody = format!("http://{}", TcpListener::bind("127.0.0.1:0")?.local_addr()?);
    let server = Server::start("serve", db.url(), &["--otlp-endpoint", &nobody, "--otlp-sample-ratio", "1"]).await?;
    for session in 0..20 {
        let answer = server.send(&batch([message(&format!("s{session}"))]), &[]).await?;
        ensure!(answer["inserted"] == 1, "{answer}");
    }
    until("it is told", async || Ok(server.log()?.contains("traces are not being sent"))).await?;
    let (took, log) = server.end()?;
    ensure!(took < Duration::from_secs(5), "{took:?}");
    ensure!(log.matches("traces are not being sent").count() == 1, "once in a while, not at each failure: {log}");
    Ok(())
});
