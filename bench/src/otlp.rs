//! Steps of coding agents: durable events a second by OTLP beside the same events in lines, what reading protobuf
//! costs, and the bytes that they take.
//!
//! The records are those of Claude Code as the generator plays it, in protobuf, a hundred a request.
use crate::Settings;
use crate::graphql;
use crate::load::{self, rate};
use crate::place::Place;
use crate::report::{Figure, Report};
use crate::server::Server;
use crate::start::{kept, stored};
use anyhow::{Context, Result, ensure};
use domain::{Day, EventType};
use generator::otlp::{Export, Format, Signal, encode, exports};
use generator::script::{self, Step};
use generator::{Agent, GeneratedEvent, OrgSpec, Script, day, default_orgs};
use ingest::otlp::Signal as Read;
use ingest::otlp::rehearsal::{Rehearsal, Rehearsed};
use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use prost::Message as _;
use std::hint::black_box;
use std::time::{Duration, Instant};
use store::Clock;

const SENDERS: usize = 4;
/// Records, or events, a request.
const BATCH: usize = 100;
/// How often each way of reading is measured; the best time counts.
const ROUNDS: usize = 5;
/// The steps of a busy person's agent in a month.
const MONTH_STEPS: usize = 20_000;
/// Whoever is busy lets the agent work longer on a prompt: by this factor.
const MONTH_ROUNDS: u32 = 6;

pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let today = Clock::system().now().day();
    let scripts = fleet(settings.scaled(100_000), today);
    let requests = requests(&scripts);
    reading(settings, &requests, report)?;
    for command in ["api", "serve"] {
        speed(settings, command, &scripts, &requests, report).await?;
    }
    let month = month(settings.scaled(MONTH_STEPS as u32), today)?;
    size(settings, "a month of a busy person's agent", &month, report).await?;
    size(settings, "a fleet's month", &scripts, report).await
}

/// Sessions of Claude Code in eight organizations, until they have this many events.
fn fleet(events: usize, today: Day) -> Vec<Script> {
    let orgs: Vec<OrgSpec> = (0..8).filter_map(|number| org(&format!("bench-{number}"), 20)).collect();
    let (mut scripts, mut made) = (Vec::new(), 0);
    for number in 0.. {
        if made >= events {
            break;
        }
        let day = Day(today.0 - 30 + number % 29);
        let start = day.start().plus_micros(i64::from(number % 700) * 60_000_000);
        let org = &orgs[number as usize % orgs.len()];
        let script = day::agent_session(org, Agent::ClaudeCode, start, 1, number.unsigned_abs().into(), 1);
        made += script.as_ref().map_or(0, |script| steps(script).len());
        scripts.extend(script);
    }
    scripts
}

/// Sessions of one person, until they have this many steps, on 22 days of a month.
fn month(most: usize, today: Day) -> Result<Vec<Script>> {
    let mut org = org("bench-month", 1).context("an organization")?;
    org.active.truncate(1);
    let (mut scripts, mut taken) = (Vec::new(), 0);
    for number in 0_i32.. {
        if taken >= most {
            break;
        }
        let day = Day(today.0 - 30 + number % 22);
        let start = day.start().plus_micros(i64::from(number / 22 % 24) * 3_600_000_000);
        let script = day::agent_session(&org, Agent::ClaudeCode, start, 1, number.unsigned_abs().into(), MONTH_ROUNDS);
        taken += script.iter().flat_map(|script| &script.turns).map(|turn| turn.steps.len()).sum::<usize>();
        scripts.extend(script);
    }
    Ok(scripts)
}

fn org(id: &str, scale: u32) -> Option<OrgSpec> {
    let mut org = default_orgs(scale).pop()?;
    (org.id, org.name) = (id.to_owned(), id.to_owned());
    Some(org)
}

/// The events of the contract that say the same as the log records.
fn steps(script: &Script) -> Vec<GeneratedEvent> {
    let mut events = script::events(script);
    events.retain(|event| event.event_type != EventType::ActivityCounted);
    events
}

/// The log records of all sessions, in bodies of exactly so many records; as a collector sends them that joins what
/// agents sent.
fn requests(scripts: &[Script]) -> Vec<Vec<u8>> {
    let (mut bodies, mut waiting, mut room) = (Vec::new(), Vec::new(), BATCH);
    for mut export in scripts.iter().flat_map(exports).filter(|export| export.signal == Signal::Logs) {
        while !export.records.is_empty() {
            let rest = export.records.split_off(export.records.len().min(room));
            room -= export.records.len();
            let next = Export { records: rest, ..export.clone() };
            waiting.push(export);
            if room == 0 {
                bodies.push(encode(Signal::Logs, Format::Protobuf, &waiting));
                (waiting, room) = (Vec::new(), BATCH);
            }
            export = next;
        }
    }
    if !waiting.is_empty() {
        bodies.push(encode(Signal::Logs, Format::Protobuf, &waiting));
    }
    bodies
}

/// Reading and adapting beside nothing but decoding the same bytes, each at the best of several times.
fn reading(settings: &Settings, bodies: &[Vec<u8>], report: &mut Report) -> Result<()> {
    let rehearsal = Rehearsal::at(Clock::system().now());
    let [mut bare, mut adapted, mut checked] = [Duration::MAX; 3];
    let mut read = Rehearsed::default();
    for _ in 0..ROUNDS {
        bare = bare.min(timed(bodies, |body| {
            black_box(ExportLogsServiceRequest::decode(body)?);
            Ok(())
        })?);
        read = Rehearsed::default();
        adapted = adapted.min(timed(bodies, |body| {
            let one = rehearsal.adapt(Read::Logs, body).map_err(anyhow::Error::msg)?;
            read.records += one.records;
            read.refused += one.refused;
            Ok(())
        })?);
        checked = checked.min(timed(bodies, |body| {
            let one = rehearsal.receive(Read::Logs, body).map_err(anyhow::Error::msg)?;
            read.refused += one.refused;
            Ok(())
        })?);
    }
    ensure!(read.refused == 0 && read.records > 0, "{read:?}");
    let records = read.records as usize;
    for (name, took) in [("reading and adapting", adapted), ("the same, and checking", checked)] {
        report.add(Figure {
            engine: settings.engine,
            bench: "otlp",
            name: format!("{name}; no database"),
            value: rate(records, took),
            unit: "records/s",
            ceiling: Some(("bare decode with prost", rate(records, bare))),
        });
    }
    Ok(())
}

fn timed(bodies: &[Vec<u8>], mut read: impl FnMut(&[u8]) -> Result<()>) -> Result<Duration> {
    let began = Instant::now();
    for body in bodies {
        read(black_box(body))?;
    }
    Ok(began.elapsed())
}

async fn speed(
    settings: &Settings,
    command: &str,
    scripts: &[Script],
    bodies: &[Vec<u8>],
    report: &mut Report,
) -> Result<()> {
    let events: Vec<GeneratedEvent> = scripts.iter().flat_map(steps).collect();
    let in_lines = events.chunks(BATCH).map(lines).collect::<Result<Vec<_>>>()?;
    let in_lines = send(settings, command, in_lines, events.len()).await?;
    let by_otlp = bodies.iter().map(|body| Server::otlp(Signal::Logs.path(), body)).collect();
    let by_otlp = send(settings, command, by_otlp, events.len()).await?;
    let worker = if command == "serve" { "worker on" } else { "worker off" };
    report.add(Figure {
        engine: settings.engine,
        bench: "otlp",
        name: format!("logs, {BATCH} records a request, {worker}"),
        value: by_otlp,
        unit: "events/s",
        ceiling: Some(("NDJSON, 100 events a request", in_lines)),
    });
    Ok(())
}

fn lines(events: &[GeneratedEvent]) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    for event in events {
        serde_json::to_writer(&mut body, event)?;
        body.push(b'\n');
    }
    Ok(Server::lines(&body))
}

/// Durable events a second; all requests together have this many.
async fn send(settings: &Settings, command: &str, requests: Vec<Vec<u8>>, events: usize) -> Result<f64> {
    let place = Place::new(settings.engine).await?;
    let server = Server::start(&settings.binary, command, &place.url).await?;
    let sent = load::send(server.address, SENDERS, requests).await?;
    let stored = place.number("SELECT count(*) AS number FROM events_raw").await?;
    ensure!(stored == events as i64, "{stored} of {events} events are stored");
    Ok(rate(events, sent.took))
}

/// The bytes that sessions take with all read models and indexes, everything sent that the agent sends.
async fn size(settings: &Settings, what: &str, scripts: &[Script], report: &mut Report) -> Result<()> {
    let place = Place::new(settings.engine).await?;
    let empty = kept(&stored(&place.store).await?);
    let server = Server::start(&settings.binary, "serve", &place.url).await?;
    let all: Vec<Export> = scripts.iter().flat_map(exports).collect();
    let requests = all.iter().map(|export| {
        Server::otlp(export.signal.path(), &encode(export.signal, export.format, std::slice::from_ref(export)))
    });
    load::send(server.address, SENDERS, requests.collect()).await?;
    graphql::wait_until_projected(&server).await?;
    drop(server);
    let events = place.number("SELECT count(*) AS number FROM events_raw").await?;
    let taken = stored(&place.store).await?;
    let bytes = (kept(&taken) - empty) as f64;
    let steps: usize = scripts.iter().flat_map(|script| &script.turns).map(|turn| turn.steps.len()).sum();
    let calls = scripts.iter().flat_map(|script| &script.turns).flat_map(|turn| &turn.steps);
    let calls = calls.filter(|step| matches!(step, Step::Call(_))).count();
    report.note(&format!("{what}: {steps} steps, of them {calls} model calls; {events} events; {taken:?}"));
    let mut add = |name, value, unit, ceiling| {
        let name = format!("{what}: {name}");
        report.add(Figure { engine: settings.engine, bench: "otlp", name, value, unit, ceiling });
    };
    add("an event", bytes / events as f64, "bytes", Some(("at most", 600.0)));
    if what.starts_with("a month") {
        let allowed = 18.0 * settings.scale;
        add("all of it", bytes / 1e6, "MB", Some(("at most", allowed)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_have_a_hundred_records_and_as_many_events_as_lines() {
        let scripts = fleet(1_000, Day(20_800));
        let rehearsal = Rehearsal::at(Day(20_801).start());
        let read: Vec<Rehearsed> =
            requests(&scripts).iter().map(|body| rehearsal.receive(Read::Logs, body).expect("logs")).collect();
        assert!(read[..read.len() - 1].iter().all(|read| read.records == BATCH as u64));
        let events: u64 = read.iter().map(|read| read.events).sum();
        assert_eq!(events as usize, scripts.iter().map(|script| steps(script).len()).sum::<usize>());
    }
}
