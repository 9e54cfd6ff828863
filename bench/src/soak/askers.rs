//! People who view pages: the dashboard's own documents, at a steady rate.
use super::fleet::Fleet;
use super::ledger::Ledger;
use crate::graphql::Asker;
use anyhow::{Result, ensure};
use domain::Day;
use generator::OrgSpec;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use store::Clock;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

/// A page's queries: its name, its document, and the operations used.
type Page = (&'static str, &'static str, &'static [&'static str]);

const PAGES: [Page; 3] = [
    ("overview", include_str!("../../../frontend-static/src/features/overview/overview.graphql"), &["Overview"]),
    (
        "sessions",
        include_str!("../../../frontend-static/src/features/sessions/sessions.graphql"),
        &["Sessions", "SessionsSummary"],
    ),
    ("users", include_str!("../../../frontend-static/src/features/users/users.graphql"), &["Users", "UsersSummary"]),
];
/// The periods that people choose, in rotation.
const DAYS: [i32; 3] = [7, 30, 90];
/// People per API server; one who waits for a slow response does not keep the others from sending requests.
const PEOPLE: usize = 4;

/// Sends this many queries per second until dropped.
pub(super) async fn start(fleet: &Fleet, orgs: &[OrgSpec], rate: f64, ledger: &Arc<Ledger>) -> Result<JoinSet<()>> {
    ensure!(rate > 0.0, "expected more than 0 questions a second");
    let people = PEOPLE * 2;
    let pause = Duration::from_secs_f64(people as f64 / rate);
    let mut asking = JoinSet::new();
    for number in 0..people {
        let org = orgs[number / 2 % orgs.len()].id.clone();
        let asker = Asker::new(fleet.api(number), "ORG_ADMIN", Some(&org)).await?;
        asking.spawn(ask(asker, org, number, pause, Arc::clone(ledger)));
    }
    Ok(asking)
}

async fn ask(mut asker: Asker, org: String, first: usize, pause: Duration, ledger: Arc<Ledger>) {
    // They are spread over the interval.
    tokio::time::sleep(pause.mul_f64(first as f64 / (PEOPLE * 2) as f64)).await;
    let mut tick = interval(pause);
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let clock = Clock::system();
    let questions: Vec<_> =
        PAGES.iter().flat_map(|(page, document, all)| all.iter().map(move |one| (*page, *document, *one))).collect();
    for turn in first.. {
        // Measured from when the request was due: a late response delays the next one, too.
        let due = tick.tick().await;
        let (page, document, operation) = questions[turn % questions.len()];
        let variables = variables(&org, clock.now().day(), DAYS[turn / questions.len() % DAYS.len()], page);
        let request = asker.prepare_one_of(document, Some(operation), &variables);
        match asker.ask(&request).await {
            Ok(data) if data["organization"].is_object() => ledger.answered(page, due.elapsed()),
            Ok(data) => ledger.failed(page, &anyhow::anyhow!("no organization in {data}")),
            Err(error) => {
                ledger.failed(page, &error);
                // The connection may be broken.
                if let Err(error) = asker.reconnect().await {
                    ledger.failed(page, &error);
                }
            }
        }
    }
}

fn variables(org: &str, today: Day, days: i32, page: &str) -> Value {
    let period = |to: i32| json!({"from": Day(to - days + 1).to_string(), "to": Day(to).to_string()});
    let mut variables = json!({"organizationId": org, "period": period(today.0)});
    match page {
        "overview" => {
            variables["before"] = period(today.0 - days);
            variables["bucket"] = json!(if days > 31 { "WEEK" } else { "DAY" });
        }
        "sessions" => {
            variables["filter"] = json!({});
            variables["orderBy"] = json!({"field": "STARTED_AT", "direction": "DESC"});
            variables["first"] = json!(25);
        }
        _ => {
            variables["orderBy"] = json!({"field": "RUNS", "direction": "DESC"});
            variables["first"] = json!(25);
        }
    }
    variables
}
