//! Projection as far as plain SQL can do it: set-based, from the completed runs of a range of events to rows of
//! runs, sessions, organization days and user days. It ignores disorder, late messages, handoffs, distinct
//! users and percentiles; it is a ceiling, not an alternative.
use crate::data::Made;
use anyhow::Result;
use domain::totals::Counts;
use sea_orm::Value;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use store::{Engine, Store, Tx};

const DAY: &str = "occurred_at / 86400000000";

/// Projects all events in transactions of at most `batch` events, each of a single organization.
pub(crate) async fn run(store: &Store, events: &[Made], batch: usize) -> Result<Duration> {
    let mut of_org: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for event in events {
        of_org.entry(&event.org).or_default().push(&event.id);
    }
    let began = Instant::now();
    for (org, ids) in of_org {
        for chunk in ids.chunks(batch) {
            let (Some(first), Some(last)) = (chunk.first(), chunk.last()) else { continue };
            let tx = store.begin().await?;
            project(&tx, org, first, last).await?;
            tx.commit().await?;
        }
    }
    Ok(began.elapsed())
}

async fn project(tx: &Tx, org: &str, first: &str, last: &str) -> Result<()> {
    let given = || [org, first, last].map(Value::from);
    let done = done(tx.engine());
    let parts = [run_facts(), session_stats(), daily("org_stats_daily", ""), daily("user_stats_daily", "user_id,")];
    if tx.engine() == Engine::Postgres {
        let steps: Vec<String> =
            parts.iter().enumerate().map(|(number, part)| format!("part{number} AS ({part})")).collect();
        tx.run(format!("WITH done AS MATERIALIZED ({done}), {} SELECT 1", steps.join(", ")), given()).await?;
    } else {
        tx.run("CREATE TEMP TABLE IF NOT EXISTS done (org_id, run_id, session_id, user_id, occurred_at, duration_ms, cost, input_tokens, output_tokens, success)", []).await?;
        tx.run("DELETE FROM temp.done", []).await?;
        tx.run(format!("INSERT INTO temp.done {done}"), given()).await?;
        for part in parts {
            tx.run(part, []).await?;
        }
    }
    Ok(())
}

/// The values of the completed runs.
fn done(engine: Engine) -> String {
    let field = |name: &str, kind: &str| match engine {
        Engine::Postgres => format!("(payload::json->>'{name}')::{kind}"),
        Engine::Sqlite => format!("cast(json_extract(payload, '$.{name}') AS {kind})"),
    };
    let cost = match engine {
        Engine::Postgres => format!("({} * 1000000000)::bigint", field("cost", "numeric")),
        Engine::Sqlite => format!("cast({} * 1000000000 AS INTEGER)", field("cost", "REAL")),
    };
    format!(
        "SELECT org_id, run_id, session_id, user_id, occurred_at, {duration} AS duration_ms, {cost} AS cost,
                {input} AS input_tokens, {output} AS output_tokens,
                CASE WHEN {status} = 'success' THEN 1 ELSE 0 END AS success
         FROM events_raw WHERE org_id = $1 AND event_id >= $2 AND event_id <= $3 AND event_type = 3",
        duration = field("duration_ms", "bigint"),
        input = field("input_tokens", "bigint"),
        output = field("output_tokens", "bigint"),
        status = field("status", "text"),
    )
}

fn run_facts() -> String {
    "INSERT INTO run_facts (org_id, run_id, first_at, completed_at, duration_ms, cost_nano_usd, input_tokens,
                            output_tokens, status, session_id, user_id, keys)
     SELECT org_id, run_id, occurred_at, occurred_at, duration_ms, cost, input_tokens, output_tokens, success,
            session_id, user_id, '' FROM done WHERE true
     ON CONFLICT (org_id, run_id) DO UPDATE SET completed_at = excluded.completed_at,
         duration_ms = excluded.duration_ms, cost_nano_usd = excluded.cost_nano_usd, status = excluded.status"
        .to_owned()
}

fn session_stats() -> String {
    "INSERT INTO session_stats (org_id, session_id, user_id, started_at, first_event_at, last_event_at, lifespan_ms,
                                active_time_ms, run_count, successful_runs, failed_runs, handoff_count, cost_nano_usd,
                                input_tokens, output_tokens, post_handoff, keys)
     SELECT org_id, session_id, min(user_id), min(occurred_at), min(occurred_at), max(occurred_at),
            (max(occurred_at) - min(occurred_at)) / 1000, sum(duration_ms), count(*), sum(success),
            count(*) - sum(success), 0, sum(cost), sum(input_tokens), sum(output_tokens), false, ''
     FROM done WHERE true GROUP BY org_id, session_id
     ON CONFLICT (org_id, session_id) DO UPDATE SET last_event_at = excluded.last_event_at,
         active_time_ms = session_stats.active_time_ms + excluded.active_time_ms,
         run_count = session_stats.run_count + excluded.run_count,
         successful_runs = session_stats.successful_runs + excluded.successful_runs,
         cost_nano_usd = session_stats.cost_nano_usd + excluded.cost_nano_usd"
        .to_owned()
}

/// The sums over completed runs; all other counts of the totals are zero.
const SUMS: [(&str, &str); 6] = [
    ("runs", "count(*)"),
    ("successful_runs", "sum(success)"),
    ("duration_ms", "sum(duration_ms)"),
    ("cost_nano_usd", "sum(cost)"),
    ("input_tokens", "sum(input_tokens)"),
    ("output_tokens", "sum(output_tokens)"),
];

/// `by` is an additional key column.
fn daily(table: &str, by: &str) -> String {
    let users = if by.is_empty() { ("active_users_count, active_users,", "0, '',") } else { ("", "") };
    let sum = |count: &str| SUMS.iter().find(|(name, _)| *name == count).map_or("0", |(_, sum)| sum);
    let sums: Vec<&str> = Counts::COLUMNS.iter().map(|count| sum(count)).collect();
    let added: Vec<String> =
        SUMS.iter().map(|(name, _)| format!("{name} = {table}.{name} + excluded.{name}")).collect();
    format!(
        "INSERT INTO {table} (org_id, day, {by} {counts}, {columns} durations)
         SELECT org_id, {DAY}, {by} {sums}, {values} ''
         FROM done WHERE true GROUP BY org_id, {DAY}{group}
         ON CONFLICT (org_id, day{group}) DO UPDATE SET {added}",
        counts = Counts::COLUMNS.join(", "),
        sums = sums.join(", "),
        added = added.join(", "),
        columns = users.0,
        values = users.1,
        group = if by.is_empty() { "" } else { ", user_id" },
    )
}
