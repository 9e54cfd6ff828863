//! Bodies that are small to send and laborious to read take no memory besides their own, and end soon.
use super::protobuf_records::good_protobuf;
use super::wire::{attribute, bytes, fixed, nested, number, scope, scoped, text};
use super::{NOW, PROTOBUF, framed, send};
use crate::memory::{self, MEGABYTE};
use crate::otlp::gzip;
use anyhow::{Context as _, Result};
use ingest::otlp::Signal;
use std::time::{Duration, Instant};
use testkit::{App, on_both_engines};

/// The size of the bodies: a part of the largest, because reading them takes long in a build that is not optimized.
const LIMIT: usize = MEGABYTE / 2;
/// How much memory may be in use beside the budget for requests: that of the tests and of the database.
const BESIDE: usize = 96 * MEGABYTE;
/// How long one of them may take, in a build that is not optimized, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// As many of these as fit into a body.
fn filled(with: &[u8], room: usize) -> Vec<u8> {
    with.repeat(room / with.len())
}

fn prompt(more: &[u8]) -> Vec<u8> {
    [
        fixed(1, NOW),
        attribute(6, "event.name", &text("user_prompt")),
        attribute(6, "session.id", &text("s")),
        more.to_vec(),
    ]
    .concat()
}

/// A prompt that leaves everything else to its resource.
fn short_prompt() -> Vec<u8> {
    [fixed(1, NOW), attribute(6, "event.name", &text("user_prompt"))].concat()
}

fn bodies() -> Vec<(&'static str, Signal, Vec<u8>)> {
    let claude = scope(Signal::Logs);
    let room = LIMIT - 4_096;
    let half = room / 2;
    let resource_of = |name: &str, long: &[u8]| attribute(1, name, &text(long));
    let short = short_prompt();
    let with_resource = |resource: Vec<u8>, scope: &str| {
        let record = bytes(2, &short);
        let records = vec![short.clone(); (room - resource.len()) / record.len()];
        scoped(&resource, scope, &records)
    };
    let empty_pairs = attribute(6, "k", &bytes(6, &filled(&bytes(1, b""), room)));
    let empty_items = attribute(6, "k", &bytes(5, &filled(&bytes(1, &bytes(1, b"")), room)));
    let mut organizations = Vec::new();
    for number in 0..u32::MAX {
        let name = format!("o{number}");
        let resource =
            [attribute(1, "tachograph.org_id", &text(&name)), attribute(1, "service.name", &text("é".repeat(128)))];
        let records: Vec<_> = (0..200).map(|number| bytes(12, format!("{number}").as_bytes())).collect();
        let group = scoped(&resource.concat(), "", &records);
        if organizations.len() + group.len() > room {
            break;
        }
        organizations.extend(group);
    }
    let metric = |name: &[u8], points: usize| {
        [bytes(1, name), bytes(7, &[number(2, 1), filled(&bytes(1, b""), points)].concat())].concat()
    };
    vec![
        ("records without anything", Signal::Logs, scoped(&[], claude, &vec![Vec::new(); room / 2])),
        ("resources without anything", Signal::Logs, filled(&bytes(1, b""), room)),
        ("attributes without anything", Signal::Logs, scoped(&[], claude, &[prompt(&filled(&bytes(6, b""), room))])),
        ("a map of empty pairs", Signal::Logs, scoped(&[], claude, &[prompt(&empty_pairs)])),
        ("a list of empty texts", Signal::Logs, scoped(&[], claude, &[prompt(&empty_items)])),
        (
            "invalid UTF-8",
            Signal::Logs,
            scoped(&[], claude, &[prompt(&attribute(6, "prompt", &text(vec![0xff; room])))]),
        ),
        ("a deep list", Signal::Logs, scoped(&[], claude, &[prompt(&attribute(6, "k", &nested(100_000, false)))])),
        ("a long e-mail", Signal::Logs, with_resource(resource_of("user.email", &vec![b'X'; half]), claude)),
        ("a long session", Signal::Logs, with_resource(resource_of("session.id", &vec![b'x'; half]), claude)),
        (
            "a long repository",
            Signal::Logs,
            with_resource(resource_of("vcs.repository.name", &vec![0xff; half]), claude),
        ),
        (
            "a service of control characters",
            Signal::Logs,
            with_resource(resource_of("service.name", &vec![1; half]), "any"),
        ),
        (
            "many attributes of a resource",
            Signal::Logs,
            with_resource(filled(&attribute(1, "abcdefghij", b""), 16_000), claude),
        ),
        ("a metric with a long name", Signal::Metrics, scoped(&[], "any", &[metric(&vec![1; half], half)])),
        ("a metric whose name is no text", Signal::Metrics, scoped(&[], "any", &[metric(&vec![0xff; half], half)])),
        ("names of many organizations", Signal::Logs, organizations),
        ("as many prompts as fit", Signal::Logs, scoped(&[], claude, &vec![prompt(&[]); room / 80])),
    ]
}

/// Sends a body by HTTP, compressed, and by gRPC; how it is answered depends on the memory that is left.
async fn send_both(app: &App, name: &str, signal: Signal, packed: &[u8]) -> Result<()> {
    let kinds = [("content-type", PROTOBUF), ("content-encoding", "gzip")];
    let calls = [("content-type", super::GRPC), ("grpc-encoding", "gzip")];
    let by_http = (signal.path(), &kinds, packed.to_vec());
    let by_grpc = (signal.grpc_path(), &calls, framed(1, packed));
    for (path, headers, body) in [by_http, by_grpc] {
        let begun = Instant::now();
        let answered = tokio::time::timeout(PATIENCE, raw(app, path, headers, body)).await;
        let status = answered.with_context(|| format!("{name}: no answer within {PATIENCE:?}"))??;
        assert!(matches!(status, 200 | 429 | 503), "{name}: {status}");
        eprintln!("{name}: {status} in {:?}, {} MB", begun.elapsed(), memory::now()? / MEGABYTE);
    }
    Ok(())
}

async fn raw(app: &App, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Result<u16> {
    let mut request = axum::http::Request::post(path).header("tachograph-org", super::ORG);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Ok(app.send(request, Some(testkit::app::DEV_KEY), body.into()).await?.status)
}

on_both_engines!(bodies_that_are_laborious_to_read, |db| async {
    let app = App::on(&db).await?;
    let bodies: Vec<_> = bodies().into_iter().map(|(name, signal, body)| (name, signal, gzip(&body))).collect();
    let budget = app.ingest().options().memory_limit_bytes;
    let mut settled = 0;
    for round in 0..3 {
        for (name, signal, packed) in &bodies {
            let before = memory::mark()?;
            send_both(&app, name, *signal, packed).await?;
            let cost = memory::peak()?.saturating_sub(before);
            assert!(cost <= budget + BESIDE, "{name}: {} MB", cost / MEGABYTE);
            // What is stored is let go of after the answer.
            for _ in 0..500 {
                if app.ingest().intake().in_hand() > 0 {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            }
            assert_eq!(app.ingest().intake().in_hand(), 0, "{name}");
        }
        match round {
            // What the allocator and the database keep is there after the first rounds.
            0 => {}
            1 => settled = memory::now()?,
            _ => {
                let grown = memory::now()?.saturating_sub(settled);
                assert!(grown <= 32 * MEGABYTE, "{} MB more after round {round}", grown / MEGABYTE);
            }
        }
    }
    // And others are heard.
    let body = scoped(&[], scope(Signal::Logs), &[good_protobuf(Signal::Logs, "other")]);
    let heard = send(&app, "/v1/logs", &[("content-type", PROTOBUF)], body).await?;
    assert_eq!(heard.status, 200);
    Ok(())
});
