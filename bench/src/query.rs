//! The dashboard's queries, over a year of one organization.
use crate::Settings;
use crate::data::{self, Plan};
use crate::graphql::{self, Asker};
use crate::load::{self, Latencies};
use crate::place::Place;
use crate::report::{Figure, Report};
use crate::server::Server;
use anyhow::{Result, bail};
use domain::Day;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use std::time::Instant;
use store::{Clock, Store};

const ORG: &str = "bench-year";
const ROUNDS: usize = 200;
const WARM: usize = 20;
const KPIS: &str = "runs successRate p95DurationMs costUsd totalTokens runsPerSession activeTimePerSessionMs \
                    lifespanPerSessionMs handoffRate postHandoffRate";
const TRENDS: &str = "runs sessions activeUsers costUsd costPerRunUsd totalTokens runsPerSession handoffRate \
                      postHandoffRate successRate";
const TOPS: &str = "sessions(period: $p, first: 10, orderBy: {field: COST, direction: DESC}) \
                      { nodes { id user { id name } startedAt runCount successRate costUsd } } \
                    users(period: $p, first: 10, orderBy: {field: RUNS, direction: DESC}) \
                      { nodes { id name role metrics(period: $p) { sessions runs successRate costUsd } } }";
/// The statement that such a query needs at the very least.
const DAYS: &str = "SELECT * FROM org_stats_daily WHERE org_id = $1 AND day BETWEEN $2 AND $3";

/// By what factor the overview's latency may grow with the amount of data.
const GROWTH: f64 = 1.3;

pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    for figure in figures(settings, report).await? {
        report.add(figure);
    }
    Ok(())
}

/// Measures at the usual amount of data and then at a multiple of it: by what factor each query gets slower.
/// The overview may be 1.3 times slower with 30 times the events.
pub(crate) async fn growth(settings: &Settings, report: &mut Report) -> Result<()> {
    let usual = figures(&Settings { scale: 1.0, ..settings.clone() }, report).await?;
    let large = figures(settings, report).await?;
    for (usual, large) in usual.into_iter().zip(large) {
        report.add(Figure {
            name: format!("{} at {} times the events", large.name, settings.scale),
            bench: "growth",
            value: large.value / usual.value,
            unit: "times",
            ceiling: large.name.starts_with("overview, 365 days, p50").then_some(("times that are allowed", GROWTH)),
            ..large
        });
        report.add(usual);
    }
    Ok(())
}

async fn figures(settings: &Settings, report: &mut Report) -> Result<Vec<Figure>> {
    let place = Place::new(settings.engine).await?;
    let server = Server::start(&settings.binary, "serve", &place.url).await?;
    let today = Clock::system().now().day();
    let events = settings.scaled(300_000);
    let plan = Plan { orgs: vec![ORG.to_owned()], events, until: today, days: 360, users: 200, mark: "year" };
    let requests: Vec<Vec<u8>> = plan.make().chunks(1_000).map(|batch| Server::events(&data::body(batch))).collect();
    report.note(&format!("query on {:?}: loading {events} events", settings.engine));
    let began = Instant::now();
    load::send(server.address, 4, requests).await?;
    report.note(&format!("loaded after {:.0?}; waiting for their projection", began.elapsed()));
    graphql::wait_until_projected(&server).await?;
    report.note(&format!("projected after {:.0?}; measuring", began.elapsed()));

    let overview = format!(
        "metrics(period: $p) {{ {KPIS} previous {{ {KPIS} }} }} trends(period: $p, bucket: WEEK) \
         {{ start end metrics {{ {TRENDS} }} }} failureCategories(period: $p) {{ category count share }}"
    );
    let list = "sessions(period: $p, first: 25, filter: {hasHandoff: true, minCostUsd: 1}, \
                orderBy: {field: COST, direction: DESC}) { nodes { id user { id name } startedAt lifespanMs \
                activeTimeMs runCount handoffCount hasPostHandoffIteration successRate costUsd } pageInfo { hasNextPage } }";
    let session_rows = "SELECT session_id, user_id, started_at, run_count, cost_nano_usd FROM session_stats \
                        WHERE org_id = $1 AND started_at >= $2 * 86400000000 AND started_at < ($3 + 1) * 86400000000 \
                        AND handoff_count > 0 AND cost_nano_usd >= 1000000000 \
                        ORDER BY cost_nano_usd DESC, session_id LIMIT 26";
    let durations = "SELECT durations FROM org_stats_daily WHERE org_id = $1 AND day BETWEEN $2 AND $3";
    let cases = [
        ("overview, 365 days", overview.clone(), DAYS, 730),
        ("overview with top sessions and users", format!("{overview} {TOPS}"), DAYS, 730),
        ("p95 duration, 365 days", "metrics(period: $p) { p95DurationMs }".to_owned(), durations, 365),
        ("sessions list page, sorted, filtered", list.to_owned(), session_rows, 365),
        ("sessions list page with its total", list.replace("{ nodes {", "{ totalCount nodes {"), session_rows, 365),
    ];
    let mut figures = Vec::new();
    for (name, selection, statement, days) in cases {
        let bare = bare(&place.store, statement, today, days).await?;
        let asked = ask(&server, &selection, today).await?;
        for (label, q) in [("p50", 0.5), ("p95", 0.95)] {
            figures.push(Figure {
                engine: settings.engine,
                bench: "query",
                name: format!("{name}, {label}"),
                value: asked.quantile(q),
                unit: "ms",
                ceiling: Some(("the bare statement", bare.quantile(q))),
            });
        }
    }
    Ok(figures)
}

/// 365 days whose end varies, so that no cache answers.
fn period(today: Day, round: usize) -> Value {
    let to = Day(today.0 - (round % 20) as i32);
    json!({"p": {"from": Day(to.0 - 364).to_string(), "to": to.to_string()}})
}

async fn ask(server: &Server, selection: &str, today: Day) -> Result<Latencies> {
    let mut asker = Asker::new(server, "ORG_ADMIN", Some(ORG)).await?;
    let query = format!("query($p: Period!) {{ organization {{ {selection} }} }}");
    let mut latencies = Latencies::new()?;
    for round in 0..WARM + ROUNDS {
        let request = asker.prepare(&query, &period(today, round));
        let began = Instant::now();
        let data = asker.ask(&request).await?;
        if data["organization"].is_null() {
            bail!("no organization in the answer");
        }
        if round >= WARM {
            latencies.add(began.elapsed())?;
        }
    }
    Ok(latencies)
}

async fn bare(store: &Store, statement: &str, today: Day, days: i32) -> Result<Latencies> {
    let mut latencies = Latencies::new()?;
    for round in 0..WARM + ROUNDS {
        let to = Day(today.0 - (round % 20) as i32);
        let values = [ORG.into(), i64::from(to.0 - days + 1).into(), i64::from(to.0).into()];
        let statement = store.engine().statement(statement, values);
        let began = Instant::now();
        store.query_all_raw(statement).await?;
        if round >= WARM {
            latencies.add(began.elapsed())?;
        }
    }
    Ok(latencies)
}
