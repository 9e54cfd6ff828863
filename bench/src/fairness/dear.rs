//! The most expensive documents that the limits allow.
use super::{BUSY, LONG};
use crate::graphql::Asker;
use crate::server::Server;
use crate::wire::Wire;
use anyhow::{Context as _, Result, bail};
use domain::Day;
use serde_json::{Value, json};

/// A document, ready to be sent.
pub(crate) struct Dear {
    pub(crate) name: &'static str,
    pub(crate) request: Vec<u8>,
}

impl Dear {
    /// Sends it, and checks the response.
    pub(crate) async fn ask(&self, server: &Server) -> Result<()> {
        let (status, body) = Wire::open(server.address).await?.send(&self.request).await?;
        let answer: Value = serde_json::from_slice(&body)?;
        if status != 200 || answer.get("errors").is_some() {
            bail!("{}: answered {status}: {}", self.name, answer["errors"]);
        }
        Ok(())
    }
}

fn aliases(many: usize, field: impl Fn(usize) -> String) -> String {
    (0..many).map(|number| format!("a{number}: {} ", field(number))).collect()
}

/// All of them, each as large as allowed.
pub(crate) async fn all(server: &Server, today: Day) -> Result<Vec<Dear>> {
    let period = |days: i32, back: i32| {
        let to = Day(today.0 - back);
        format!("period: {{from: \"{}\", to: \"{to}\"}}", Day(to.0 - days + 1))
    };
    let year = period(365, 0);
    let users = "orderBy: {field: COST, direction: DESC}) { totalCount summary { runs p99DurationMs } }";
    let run = "id number status startedAt completedAt durationMs queueWaitMs costUsd costNanoUsd inputTokens \
               outputTokens totalTokens model errorCategory errorType";
    let session = "id repoId startedAt lastEventAt lifespanMs runCount costUsd inputTokens isLive user { id name }";
    let figures = "runs sessions activeUsers costUsd p95DurationMs successRate handoffRate";
    let cases = [
        (
            "MANAGER",
            "lists of people with totals alone",
            aliases(7, |number| {
                format!("users({}, first: 0, {users}", period(365 - i32::try_from(number).unwrap_or_default(), 0))
            }),
        ),
        (
            "MANAGER",
            "lists of sessions with totals alone",
            aliases(44, |number| {
                format!(
                    "sessions({year}, first: 0, filter: {{idContains: \"{number}\"}}) {{ totalCount summary {{ runs }} }}"
                )
            }),
        ),
        (
            "MANAGER",
            "people with the totals of their sessions",
            format!("users({year}, first: 336) {{ nodes {{ sessions({year}, first: 0) {{ totalCount }} }} }}"),
        ),
        (
            "MANAGER",
            "a long session that leads back to itself",
            format!("session(id: \"{LONG}\") {{ runs(first: 500) {{ {run} session {{ {session} }} }} }}"),
        ),
        (
            "MANAGER",
            "a year day by day, three times",
            aliases(3, |number| {
                let from = i32::try_from(number).unwrap_or_default();
                format!("trends({}) {{ start end metrics {{ {figures} }} }}", period(400, from))
            }),
        ),
        ("SUPPORT", "sessions of organizations", String::new()),
        ("SUPER_ADMIN", "the platform over many periods", String::new()),
        ("SUPER_ADMIN", "the largest organizations day by day", String::new()),
    ];
    let mut found = Vec::new();
    for (role, name, selection) in cases {
        let document = match name {
            "sessions of organizations" => format!(
                "{{ organizations(first: 46) {{ nodes {{ id sessions({year}, first: 5) {{ totalCount nodes {{ id runs(first: 3) {{ id }} }} }} }} }} }}"
            ),
            "the platform over many periods" => format!(
                "{{ {} }}",
                aliases(60, |number| {
                    let days = 365 - i32::try_from(number).unwrap_or_default();
                    format!("global({}) {{ notableChanges(first: 10) {{ value }} }}", period(days, 0))
                })
            ),
            "the largest organizations day by day" => format!(
                "{{ global({year}) {{ trendsByOrganization(top: 12) {{ points {{ start metrics {{ runs }} }} }} }} }}"
            ),
            _ => format!("{{ organization {{ {selection} }} }}"),
        };
        let org = (role == "MANAGER").then_some(BUSY);
        let request = Asker::new(server, role, org).await?.prepare(&document, &json!({}));
        let dear = Dear { name, request };
        dear.ask(server).await.context("a document that was thought to be allowed")?;
        found.push(dear);
    }
    Ok(found)
}
