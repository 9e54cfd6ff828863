//! The output, for people and for programs.
use super::judge::Problem;
use super::look::{Contents, Status};
use crate::terminal::{bytes, done, entry, faint, gap, grouped, heading, problem};
use chrono::SecondsFormat;
use domain::Instant;
use serde_json::{Value, json};
use store::Engine;

fn name(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    }
}

/// Prints it for people.
pub(crate) fn print(status: &Status, troubles: &[Problem]) {
    gap();
    heading("Tachograph", env!("CARGO_PKG_VERSION"));
    gap();
    entry("Engine", format_args!("{} {}", name(status.engine), status.engine_version));
    let step = status.steps.taken.last().map_or("none", String::as_str);
    let pending = status.steps.pending.len();
    let newest = if pending == 0 { faint("up to date") } else { format!("{pending} pending") };
    entry("Migration", format_args!("{step}  {newest}"));
    if let Some(contents) = &status.contents {
        print_contents(contents);
    }
    entry("Workers", format_args!("{} running", status.workers));
    entry("Database", bytes(status.space.database_bytes));
    if let Some(free) = status.space.disk_free_bytes {
        entry("Disk", format_args!("{} free", bytes(free)));
    }
    gap();
    if troubles.is_empty() {
        done("healthy", faint("nothing needs attention"));
    }
    for Problem { reason, next, .. } in troubles {
        problem(reason, next);
    }
    gap();
}

fn print_contents(contents: &Contents) {
    let count = |number: i64| grouped(number.unsigned_abs());
    entry("Organizations", count(contents.organizations));
    let about = if contents.estimated { "about " } else { "" };
    entry("Events", format_args!("{about}{} stored", count(contents.events)));
    let backlog = &contents.backlog;
    let age =
        contents.oldest_micros.map_or_else(String::new, |micros| format!(", the oldest for {} s", micros / 1_000_000));
    let tried = if backlog.retried > 0 { format!(", {} to be retried", count(backlog.retried)) } else { String::new() };
    entry("Queue", format_args!("{} waiting{age}{tried}", count(backlog.queued)));
    entry("Dead letters", count(backlog.dead));
    entry("Projected", backlog.projected_at.map_or_else(|| "never".to_owned(), |at| format!("last at {}", time(at))));
}

fn time(at: Instant) -> String {
    at.to_chrono().map_or_else(|| at.0.to_string(), |at| at.to_rfc3339_opts(SecondsFormat::Millis, true))
}

/// Formats it for programs.
pub(crate) fn json(status: &Status, troubles: &[Problem]) -> Value {
    let contents = status.contents.as_ref();
    let backlog = contents.map(|contents| contents.backlog);
    json!({
        "healthy": troubles.is_empty(),
        "problems": troubles.iter().map(entry_of).collect::<Vec<_>>(),
        "version": env!("CARGO_PKG_VERSION"),
        "engine": name(status.engine),
        "engineVersion": status.engine_version,
        "migration": status.steps.taken.last(),
        "migrationsPending": status.steps.pending,
        "organizations": contents.map(|contents| contents.organizations),
        "events": contents.map(|contents| contents.events),
        "eventsEstimated": contents.map(|contents| contents.estimated),
        "queued": backlog.map(|backlog| backlog.queued),
        "queuedForRetry": backlog.map(|backlog| backlog.retried),
        "oldestQueuedSeconds": contents.and_then(|contents| contents.oldest_micros).map(|micros| micros / 1_000_000),
        "deadLetters": backlog.map(|backlog| backlog.dead),
        "projectedAt": backlog.and_then(|backlog| backlog.projected_at).map(time),
        "workers": status.workers,
        "databaseBytes": status.space.database_bytes,
        "diskFreeBytes": status.space.disk_free_bytes,
    })
}

/// Formats it for programs if nothing is known.
pub(crate) fn unknown(problem: &Problem) -> Value {
    json!({"healthy": false, "problems": [entry_of(problem)], "version": env!("CARGO_PKG_VERSION")})
}

fn entry_of(problem: &Problem) -> Value {
    json!({"code": problem.code, "reason": problem.reason, "next": problem.next})
}
