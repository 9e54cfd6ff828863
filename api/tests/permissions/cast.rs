//! Two organizations with the same contents, and all kinds of callers.
use anyhow::Context as _;
use axum::body::Body;
use axum::http::Request;
use domain::Role;
use serde_json::{Value, json};
use testkit::database::NOON;
use testkit::events::{Draft, activity_counted, handoff, message, model_called, run_completed, run_started, tool_used};
use testkit::{App, Database, Result};

/// Two days before the tests' clock, when a token was issued that has expired since.
const LONG_AGO: i64 = 2 * 86_400 * 1_000_000;

/// A caller.
pub(crate) struct Asker {
    pub(crate) name: &'static str,
    /// `None` unless it is a person with a valid token.
    pub(crate) role: Option<Role>,
    pub(crate) bearer: Option<String>,
}

impl Asker {
    /// Whether it is an ingest key.
    pub(crate) fn is_key(&self) -> bool {
        self.name == "ingest key"
    }

    /// Whether the credential itself is rejected.
    pub(crate) fn is_expired(&self) -> bool {
        self.name == "expired"
    }
}

/// All callers, and the application they call; people of an organization are of acme.
pub(crate) struct Cast {
    pub(crate) app: App,
    pub(crate) askers: Vec<Asker>,
    /// The ids of ingest keys of acme, of rival, and of the platform.
    pub(crate) keys: Vec<String>,
}

impl Cast {
    pub(crate) async fn new(db: &Database) -> Result<Self> {
        let app = App::on(db).await?;
        db.clock().set(NOON.plus_micros(-LONG_AGO));
        let expired = app.as_role(Role::SuperAdmin).user("eve").token().await?;
        db.clock().set(NOON);
        let (eve, _) = sign_in(&app, "eve", Role::SuperAdmin).await?;
        let mut keys = Vec::new();
        let mut secret = String::new();
        // The last one is the calling key; the others may be revoked.
        for org in [Some("acme"), Some("rival"), None, Some("acme")] {
            if let Some(org) = org {
                let register = "mutation($o: ID!) { upsertOrganization(id: $o, name: \"A company\") { id } }";
                ask(&app, Some(&eve), register, json!({"o": org})).await?;
            }
            let create = "mutation($o: ID) { createIngestKey(organizationId: $o, name: \"k\") { secret key { id } } }";
            let made = ask(&app, Some(&eve), create, json!({"o": org})).await?;
            let made = &made["data"]["createIngestKey"];
            keys.push(made["key"]["id"].as_str().context("a key")?.to_owned());
            made["secret"].as_str().context("a secret")?.clone_into(&mut secret);
        }
        app.store_events(["acme", "rival"].into_iter().flat_map(events)).await?;
        let bury = "/* test */ INSERT INTO events_dead_letter (org_id, event_id, attempts, dead_at, last_error)
            SELECT org_id, event_id, 5, 1772452800000000, 'it was too much' FROM events_raw WHERE event_id LIKE '%-dead'";
        app.store().run(bury, []).await?;
        for org in ["acme", "rival"] {
            let count =
                "/* test */ INSERT INTO record_counts (org_id, service, name, reason, agent, records, last_seen_at)
                VALUES ($1, 'codex', 'novelty', 1, 'codex', 1, 1)";
            app.store().run(count, [org.into()]).await?;
        }
        let mut askers = vec![
            Asker { name: "nobody", role: None, bearer: None },
            Asker { name: "expired", role: None, bearer: Some(expired) },
            Asker { name: "ingest key", role: None, bearer: Some(secret) },
        ];
        // All of them are added to the directory before any test reads it.
        for (user, role) in [
            ("ada", Role::Member),
            ("mia", Role::Manager),
            ("oda", Role::OrgAdmin),
            ("sue", Role::Support),
            ("eve", Role::SuperAdmin),
        ] {
            let (bearer, name) = sign_in(&app, user, role).await?;
            askers.push(Asker { name, role: Some(role), bearer: Some(bearer) });
        }
        Ok(Self { app, askers, keys })
    }

    /// Sends a query; a rejection of the whole request is returned in the form of an operation's error.
    pub(crate) async fn ask(&self, asker: &Asker, query: &str) -> Result<Value> {
        ask(&self.app, asker.bearer.as_deref(), query, json!({})).await
    }

    /// Subscribes, and sends events until there is a first response.
    pub(crate) async fn follow(&self, asker: &Asker, query: &str) -> Result<Value> {
        if asker.is_expired() {
            let request = Request::post("/graphql/stream").header("accept", "text/event-stream");
            let body = Body::from(json!({"query": query}).to_string());
            return refused(&self.app.send(request, asker.bearer.as_deref(), body).await?);
        }
        let mut following = self.app.follow(asker.bearer.as_deref(), query).await?;
        loop {
            let patience = tokio::time::Duration::from_millis(100);
            if let Ok(answer) = tokio::time::timeout(patience, following.next()).await {
                return answer;
            }
            // Without a person and at a later time, so that the session still belongs to the same person.
            let poke = |org| {
                let said =
                    |session| message(&format!("{org}-{session}")).org(org).by_nobody().at("2026-03-01T11:00:00Z");
                ["mine", "yours"].map(said)
            };
            self.app.store_events(["acme", "rival"].into_iter().flat_map(poke)).await?;
        }
    }
}

async fn sign_in(app: &App, user: &str, role: Role) -> Result<(String, &'static str)> {
    let person = app.as_role(role).user(user);
    person.data("{ viewer { id } }", json!({})).await?;
    Ok((person.token().await?, role.wire()))
}

async fn ask(app: &App, bearer: Option<&str>, query: &str, variables: Value) -> Result<Value> {
    let reply = app.post("/graphql", bearer, &json!({"query": query, "variables": variables})).await?;
    if reply.status == 401 { refused(&reply) } else { reply.json() }
}

/// The rejection of a whole request in the form of an operation's error; its endpoint returned 401.
fn refused(reply: &testkit::app::Reply) -> Result<Value> {
    anyhow::ensure!(reply.status == 401, "status {}: {}", reply.status, reply.text());
    Ok(json!({"errors": [{"extensions": {"code": reply.json()?["code"]}}]}))
}

/// The codes of a response, without repetitions.
pub(crate) fn codes(answer: &Value) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for error in answer["errors"].as_array().into_iter().flatten() {
        let code = error["extensions"]["code"].as_str().unwrap_or("?").to_owned();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// Ada's session and bob's, with everything that a session can have, and one dead letter.
fn events(org: &str) -> Vec<Draft> {
    let files = json!({"files_changed": 1, "lines_added": 4, "lines_deleted": 1, "tests_run": 4, "tests_passed": 3,
        "files": [{"path": "src/a.rs", "lines_added": 4, "lines_deleted": 1}]});
    let session = |name: &str, user: &str| {
        let session = format!("{org}-{name}");
        let run = format!("{name}-run");
        [
            message(&session).user(user).at("2026-03-01T10:00:00Z").payload("repo_id", "a/repo"),
            run_started(&session, &run).user(user).at("2026-03-01T10:01:00Z"),
            run_completed(&session, &run).user(user).at("2026-03-01T10:02:00Z").payload("artifacts", files.clone()),
            run_completed(&session, &format!("{run}-2")).user(user).at("2026-03-01T10:03:00Z").status("fail"),
            handoff(&session).user(user).at("2026-03-01T10:04:00Z"),
            run_completed(&session, &format!("{run}-3")).user(user).at("2026-03-01T10:05:00Z").status("fail"),
            model_called(&session).run(&run).user(user).at("2026-03-01T10:01:10Z").with("agent", "codex"),
            tool_used(&session, "Bash").run(&run).user(user).at("2026-03-01T10:01:20Z"),
            activity_counted(&session).user(user).at("2026-03-01T10:01:30Z"),
        ]
    };
    let given_up = message(&format!("{org}-lost")).id(&format!("{org}-dead")).at("2026-02-20T10:00:00Z");
    let all = session("mine", "ada").into_iter().chain(session("yours", "bob")).chain([given_up]);
    all.map(|event| event.org(org)).collect()
}
