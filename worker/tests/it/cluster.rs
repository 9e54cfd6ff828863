//! On a cluster, everything done for each batch involves a single machine. These tests use a real cluster if
//! `TACHOGRAPH_TEST_POSTGRES` names a coordinator; otherwise they do nothing.
use crate::support::{count, drain, send_new};
use anyhow::Result;
use domain::OrgId;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use store::{Options, Store};
use testkit::events::{Draft, handoff, message, run_completed, run_started};
use testkit::{Database, Engine, naive};
use worker::WorkerOptions;
use worker::isolate::{Footing, take_turn};

/// A store for which the coordinator rejects every statement that would be sent to more than one machine;
/// `None` if there is no cluster.
async fn strict(db: &Database) -> Result<Option<Store>> {
    if db.engine() != Engine::Postgres || !db.store().is_distributed().await? {
        return Ok(None);
    }
    let store = with_settings(db, &["citus.multi_task_query_log_level=error"]).await?;
    let refused = count(&store, "events_raw").await;
    assert!(refused.is_err(), "the coordinator refuses what concerns several machines");
    Ok(Some(store))
}

/// A store whose connections have these server settings.
async fn with_settings(db: &Database, settings: &[&str]) -> Result<Store> {
    let join = if db.url().contains('?') { '&' } else { '?' };
    let settings: String = settings.iter().map(|setting| format!("-c%20{}%20", setting.replace('=', "%3D"))).collect();
    let url = format!("{}{join}options={settings}", db.url());
    Ok(Store::connect(&Options { clock: db.clock().clone(), ..Options::new(url) }).await?)
}

/// The log output.
#[derive(Clone, Default)]
struct Logged(Arc<Mutex<Vec<u8>>>);

impl Logged {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Write for Logged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn part_of(session: &str, run: &str, user: &str) -> [Draft; 4] {
    let at = |minute: u32| format!("2026-02-24T10:0{minute}:00Z");
    [
        message(session).user(user).at(&at(0)),
        run_started(session, run).user(user).at(&at(1)),
        run_completed(session, run).user(user).at(&at(2)),
        handoff(session).user(user).at(&at(3)),
    ]
}

#[tokio::test]
async fn a_batch_is_taken_and_projected_on_one_machine_of_postgres() -> Result<()> {
    let db = Database::postgres().await?;
    let Some(strict) = strict(&db).await? else { return Ok(()) };
    let org_id = OrgId::from("acme");
    let mut footing = Footing::default();
    // First new people and sessions, then existing ones.
    for (run, user) in [("r1", "frank"), ("r2", "frank"), ("r3", "grace")] {
        send_new(&strict, part_of("s1", run, user)).await?;
        let turn = take_turn(&strict, &WorkerOptions::default(), &org_id, 0, &mut footing).await?;
        assert_eq!((turn.projected, turn.retried, turn.dead_letters), (4, 0, 0), "{run}");
    }
    let models = naive::load(db.store()).await?;
    assert_eq!((models.runs.len(), models.sessions.len(), models.handoffs.len()), (3, 1, 3));
    Ok(())
}

#[tokio::test]
async fn organizations_of_all_machines_are_taken_and_projected_on_postgres() -> Result<()> {
    let db = Database::postgres().await?;
    let orgs: Vec<String> = (0..20).map(|number| format!("org-{number}")).collect();
    let all = orgs.iter().flat_map(|org| part_of("s", "r", "frank").map(|event| event.org(org)));
    // All in one request: each organization's events go to its own machine.
    send_new(db.store(), all).await?;
    drain(db.store()).await?;
    assert_eq!(naive::load(db.store()).await?.sessions.len(), orgs.len());
    Ok(())
}

/// Whether a plan is that of rows streamed to their machine: the coordinator has no tasks for it.
fn is_stream(plan: &str) -> bool {
    plan.contains("pull to coordinator") && plan.contains("Function Scan on unnest") && !plan.contains("Task Count:")
}

/// The shards that rows were streamed to, and how many rows.
fn streamed(text: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut parts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for copy in text.split("issuing COPY ").skip(1) {
        let name = copy.split_whitespace().next().unwrap_or_default().trim_start_matches("public.");
        let (table, part) = name.rsplit_once('_').unwrap_or((name, ""));
        parts.entry(table).or_default().insert(part);
    }
    parts
}

#[tokio::test]
async fn the_plan_of_every_statement_of_a_batch_is_one_task_on_postgres() -> Result<()> {
    let db = Database::postgres().await?;
    if !db.store().is_distributed().await? {
        return Ok(());
    }
    let told = Logged::default();
    let writer = told.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _heard = tracing::subscriber::set_default(subscriber);
    // The coordinator sends the plan of each statement back to the client, and reports what it streams where.
    let settings = ["session_preload_libraries=auto_explain", "auto_explain.log_min_duration=0"];
    let notices = ["auto_explain.log_level=notice", "citus.log_remote_commands=on"];
    let store = with_settings(&db, &[settings, notices].concat()).await?;
    let org_id = OrgId::from("acme");
    let mut footing = Footing::default();
    // A few rows are in the statement itself, more are streamed, and in large batches existing rows are, too.
    for (name, sessions) in [("a", 1), ("b", 1), ("c", 10), ("d", 300)] {
        let all = (0..sessions).flat_map(|number| part_of(&format!("s{number}"), &format!("{name}{number}"), "frank"));
        send_new(&store, all).await?;
        let turn = take_turn(&store, &WorkerOptions::default(), &org_id, 0, &mut footing).await?;
        assert_eq!(turn.projected, 4 * sessions, "{name}");
    }
    let text = told.text();
    // The horizon and the queue length are queried occasionally, not per batch.
    let is_aside = |plan: &&str| plan.contains("FROM org_retention") || plan.contains("count(*) FROM events_queue");
    let plans: Vec<&str> = text.split("Query Text:").skip(1).filter(|plan| !is_aside(plan)).collect();
    let tasks = |plan: &str| plan.matches("Task Count:").count();
    let single = |plan: &str| plan.matches("Task Count: 1\n").count();
    let several: Vec<&&str> = plans
        .iter()
        .filter(|plan| tasks(plan) != single(plan) || (plan.contains("INSERT/SELECT method") && !is_stream(plan)))
        .collect();
    assert!(several.is_empty(), "{several:#?}");
    for table in ["events_raw", "events_queue", "run_facts", "session_stats", "handoff_facts", "org_stats_daily"] {
        let seen = plans.iter().filter(|plan| plan.contains(table) && single(plan) > 0).count();
        assert!(seen >= 2, "{table} is in {seen} plans of {}", plans.len());
    }
    let streamed = streamed(&text);
    assert!(streamed.contains_key("events_raw") && streamed.contains_key("events_queue"), "{streamed:?}");
    assert!(streamed.keys().any(|name| name.starts_with("insert_select")), "{streamed:?}");
    let several: Vec<_> = streamed.iter().filter(|(_, parts)| parts.len() != 1).collect();
    assert!(several.is_empty(), "rows of one organization went to several parts: {several:?}");
    Ok(())
}
