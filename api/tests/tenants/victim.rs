//! The two organizations: alpha, which is attacked, and beta, which attacks.
use anyhow::Context as _;
use domain::Role;
use serde_json::{Value, json};
use testkit::events::{Draft, handoff, message, run_completed, run_started};
use testkit::{App, Result};

/// A mark contained in every text of alpha, and nowhere else.
pub(crate) const MARK: &str = "zQmark";

/// What an attacker may have learned about alpha.
#[derive(Clone, Debug, Default)]
pub(crate) struct Loot {
    /// The id of its ingest key.
    pub(crate) key: String,
    /// The id of an ingest key of the platform.
    pub(crate) platform_key: String,
    /// Cursors of its lists.
    pub(crate) cursors: Vec<String>,
}

/// Registers an organization with its people and its key, and returns the key's id and secret.
async fn register(app: &App, org: &str, mark: &str) -> Result<(String, String)> {
    let eve = app.as_role(Role::SuperAdmin).user("eve");
    let put = "mutation($o: ID!, $n: String!) { upsertOrganization(id: $o, name: $n) { id } }";
    eve.data(put, json!({"o": org, "n": format!("{mark}{org} Ltd")})).await?;
    for (user, role) in [("ada", "MEMBER"), ("mia", "MANAGER"), ("oda", "ORG_ADMIN")] {
        let enrol = "mutation($o: ID!, $m: MemberInput!) { upsertMember(organizationId: $o, member: $m) { id } }";
        let name = format!("{mark}{user}");
        let member = json!({"userId": user, "role": role, "displayName": name, "email": format!("{name}@example.org")});
        eve.data(enrol, json!({"o": org, "m": member})).await?;
    }
    let create =
        "mutation($o: ID, $n: String!) { createIngestKey(organizationId: $o, name: $n) { secret key { id } } }";
    let made = eve.data(create, json!({"o": org, "n": format!("{mark}key")})).await?;
    let text = |value: &Value| value.as_str().map(str::to_owned).context("a text");
    Ok((text(&made["createIngestKey"]["key"]["id"])?, text(&made["createIngestKey"]["secret"])?))
}

/// Creates beta, and returns the secret of its ingest key.
pub(crate) async fn beta(app: &App) -> Result<String> {
    let (_, secret) = register(app, "beta", "").await?;
    app.store_events(events("beta", "", "shared")).await?;
    bury(app).await?;
    Ok(secret)
}

/// Creates alpha: everything that beta has, with the same ids, and some contents of its own.
pub(crate) async fn alpha(app: &App) -> Result<Loot> {
    let (key, _) = register(app, "alpha", MARK).await?;
    let own = events("alpha", MARK, "only").into_iter().map(|event| event.user("only-ada"));
    app.store_events(events("alpha", MARK, "shared").into_iter().chain(own)).await?;
    bury(app).await?;
    let eve = app.as_role(Role::SuperAdmin).user("eve");
    let made = eve.data("mutation { createIngestKey(name: \"p\") { key { id } } }", json!({})).await?;
    let platform_key = made["createIngestKey"]["key"]["id"].as_str().context("a key")?.to_owned();
    let document = format!(
        "{{ organizations {{ edges {{ cursor }} }} deadLetters {{ edges {{ cursor }} }} organization(id: \"alpha\") {{ {CURSORS} }} }}"
    );
    let mut cursors = Vec::new();
    collect(&eve.data(&document, json!({})).await?, &mut cursors);
    anyhow::ensure!(cursors.len() > 8, "cursors of every list: {cursors:?}");
    Ok(Loot { key, platform_key, cursors })
}

const CURSORS: &str = "sessions(period: {from: \"2026-03-01\", to: \"2026-03-02\"}) { edges { cursor } }
    users(period: {from: \"2026-03-01\", to: \"2026-03-02\"}) { edges { cursor } }
    session(id: \"shared\") { timeline { edges { cursor } } }";

fn collect(value: &Value, cursors: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field.as_str() {
                    Some(cursor) if name == "cursor" => cursors.push(cursor.to_owned()),
                    _ => collect(field, cursors),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, cursors)),
        _ => {}
    }
}

/// The events of a session; the ids do not reveal the organization.
fn events(org: &str, mark: &str, session: &str) -> Vec<Draft> {
    let files = json!({"files_changed": 1, "lines_added": 4, "lines_deleted": 1,
        "files": [{"path": format!("{mark}src/a.rs"), "lines_added": 4, "lines_deleted": 1}]});
    let drafts = [
        message(session).at("2026-03-01T10:00:00Z").payload("repo_id", format!("{mark}repo")),
        message(session).at("2026-03-01T10:00:30Z").payload("text", format!("{mark} says something")),
        run_started(session, "run").at("2026-03-01T10:01:00Z").payload("model", format!("{mark}model")),
        run_completed(session, "run").at("2026-03-01T10:02:00Z").payload("artifacts", files),
        run_completed(session, "run-2")
            .at("2026-03-01T10:03:00Z")
            .status("fail")
            .payload("error_type", format!("{mark}error"))
            .payload("model", format!("{mark}model-2")),
        handoff(session).at("2026-03-01T10:04:00Z"),
        message(&format!("{session}-lost")).at("2026-02-20T10:00:00Z").payload("text", format!("{mark} is lost")),
    ];
    let numbered = drafts.into_iter().enumerate();
    // A run belongs to one session; alpha's other session has runs of its own.
    let own = |event: Draft, n: usize| match n {
        2..=4 if session != "shared" => event.run(&format!("only-run-{}", n.min(3))),
        _ => event,
    };
    numbered.map(|(n, event)| own(event, n).id(&format!("{session}-{n}")).org(org)).collect()
}

/// The last event of each is a dead letter, too.
async fn bury(app: &App) -> Result<()> {
    let sql = format!(
        "/* test */ INSERT INTO events_dead_letter (org_id, event_id, attempts, dead_at, last_error)
         SELECT org_id, event_id, 5, 1772452800000000, CASE org_id WHEN 'alpha' THEN '{MARK} was too much' ELSE 'no' END
         FROM events_raw WHERE event_id LIKE '%-6' ON CONFLICT DO NOTHING"
    );
    app.store().run(sql, []).await?;
    Ok(())
}

/// Everything in alpha that an attack may have changed.
pub(crate) async fn state(app: &App) -> Result<Value> {
    let eve = app.as_role(Role::SuperAdmin).user("eve");
    let document = "{ organization(id: \"alpha\") { id name createdAt
        metrics(period: {from: \"2026-02-01\", to: \"2026-03-02\"}) { runs sessions costUsd activeUsers }
        users(period: {from: \"2026-02-01\", to: \"2026-03-02\"}) { nodes { id name email role memberSince } }
        sessions(period: {from: \"2026-02-01\", to: \"2026-03-02\"}) { nodes { id user { id } repoId costUsd lastEventAt } }
        ingestKeys { id name createdAt lastUsedAt expiresAt revokedAt } }
        platformIngestKeys { id revokedAt }
        deadLetters { nodes { organizationId eventId attempts lastError event } } }";
    eve.data(document, json!({})).await
}
