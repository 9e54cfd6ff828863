//! Attacks that a caller of beta may attempt.
use crate::victim::{Loot, MARK};
use serde_json::{Value, json};
use testkit::events::{batch, message};

const PERIOD: &str = "period: {from: \"2026-02-01\", to: \"2026-03-02\"}";

/// A request.
#[derive(Clone, Debug)]
pub(crate) enum Attack {
    Ask(String),
    Get(String),
    Send(Value),
    Follow(String),
}

/// All of them.
pub(crate) fn all(loot: &Loot) -> Vec<Attack> {
    let mut all: Vec<Attack> =
        [queries(), of_the_own(), mutations(loot)].concat().into_iter().map(Attack::Ask).collect();
    all.extend(with_cursors(loot).into_iter().map(Attack::Ask));
    all.extend(files().into_iter().map(Attack::Get));
    all.extend(
        [
            "liveRunCounts(organizationId: \"alpha\") { running }",
            "globalLiveRunCounts { running }",
            "sessionEvents(organizationId: \"alpha\", sessionId: \"shared\") { id }",
            "sessionEvents(organizationId: \"alpha\", sessionId: \"only\") { id }",
            "sessionEvents(sessionId: \"only\") { id }",
            "sessionEvents(organizationId: \"beta\", sessionId: \"only\") { id }",
        ]
        .map(|field| Attack::Follow(format!("subscription {{ {field} }}"))),
    );
    // With a key of beta: alpha's events, and an event id that alpha has.
    all.push(Attack::Send(batch([message("only").id("only-0").org("alpha"), message("new").id("new").org("alpha")])));
    all.push(Attack::Send(batch([message("probe").id("only-0").org("beta").at("2026-02-02T10:00:00Z")])));
    all
}

/// Queries that name alpha or its contents.
fn queries() -> Vec<String> {
    let of = |inner: &str| format!("{{ organization(id: \"alpha\") {{ {inner} }} }}");
    let own = |inner: &str| format!("{{ organization {{ {inner} }} }}");
    let mut all = vec![
        of("id name createdAt"),
        of(&format!(
            "metrics({PERIOD}) {{ runs }} trends({PERIOD}) {{ start }} failureCategories({PERIOD}) {{ count }}"
        )),
        of("session(id: \"shared\") { id } live { running } ingestKeys { name }"),
        of(&format!(
            "sessions({PERIOD}) {{ totalCount }} users({PERIOD}) {{ totalCount }} user(id: \"only-ada\") {{ id }}"
        )),
        "{ organization(id: \"ALPHA\") { id } }".to_owned(),
        "{ organization(id: \"alpha' OR '1'='1\") { id } }".to_owned(),
        "{ organization(id: \"%\") { id } }".to_owned(),
        format!("{{ organizations(search: \"{MARK}\") {{ totalCount nodes {{ id name }} }} }}"),
        "{ organizations(search: \"alpha\") { totalCount pageInfo { hasNextPage hasPreviousPage } nodes { id } } }"
            .to_owned(),
        "{ organizations(search: \"\", first: 500) { totalCount nodes { id name } } }".to_owned(),
        "{ platformIngestKeys { name } deadLetters { totalCount } pipeline { queueDepth } }".to_owned(),
        format!("{{ global({PERIOD}) {{ organizationCount metrics {{ runs }} }} }}"),
        own("session(id: \"only\") { id }"),
        own("session(id: \"only-lost\") { id }"),
        own("user(id: \"only-ada\") { id name }"),
    ];
    for filter in [
        "userId: \"only-ada\"".to_owned(),
        "idContains: \"only\"".to_owned(),
        format!("idContains: \"{MARK}\""),
        "idContains: \"%\"".to_owned(),
        "idContains: \"_\"".to_owned(),
        "userId: \"ada\", minCostUsd: 0".to_owned(),
    ] {
        all.push(own(&format!(
            "sessions({PERIOD}, filter: {{{filter}}}) {{ totalCount summary {{ runs activeUsers costUsd }} nodes {{ id }} }}"
        )));
    }
    for search in [MARK, "only-ada", "%", "_", "ada", "@example.org", ""] {
        all.push(own(&format!(
            "users({PERIOD}, search: \"{search}\") {{ totalCount summary {{ runs }} nodes {{ id name email }} }}"
        )));
    }
    all
}

/// Everything in beta, whose ids are also alpha's.
fn of_the_own() -> Vec<String> {
    let figures = "runs sessions activeUsers costNanoUsd inputTokens p95DurationMs handoffRate postHandoffRate";
    let session = "id repoId user { id name email role } runs { id model errorType artifacts { files { path } } user: session { id } }
        handoffs { id user { id name } } artifacts { files { path } } startedAt lastEventAt costNanoUsd
        timeline(first: 500) { totalCount nodes { id occurredAt actor ... on MessageEvent { text user { name } } } }";
    vec![
        format!("{{ viewer {{ id name email role organization {{ id name metrics({PERIOD}) {{ {figures} }} }} }} }}"),
        format!(
            "{{ organization {{ name createdAt metrics({PERIOD}) {{ {figures} previous {{ runs }} }} live {{ running activeSessions completedToday costTodayUsd }} }} }}"
        ),
        format!(
            "{{ organization {{ trends({PERIOD}) {{ metrics {{ {figures} }} }} failureCategories({PERIOD}) {{ category count }} }} }}"
        ),
        format!("{{ organization {{ session(id: \"shared\") {{ {session} }} }} }}"),
        format!(
            "{{ organization {{ sessions({PERIOD}) {{ totalCount summary {{ {figures} }} nodes {{ {session} }} }} }} }}"
        ),
        format!(
            "{{ organization {{ users({PERIOD}) {{ totalCount summary {{ runs }} nodes {{ id name email role lastActiveAt memberSince }} }} }} }}"
        ),
        format!(
            "{{ organization {{ user(id: \"ada\") {{ name email role lastActiveAt metrics({PERIOD}) {{ {figures} }} sessions({PERIOD}) {{ totalCount }} }} }} }}"
        ),
        "{ organization { ingestKeys { name revokedAt } } }".to_owned(),
    ]
}

fn mutations(loot: &Loot) -> Vec<String> {
    let all = [
        "upsertOrganization(id: \"alpha\", name: \"taken\") { id }".to_owned(),
        "upsertMember(organizationId: \"alpha\", member: {userId: \"mallory\", role: ORG_ADMIN}) { id name }".to_owned(),
        "upsertMember(organizationId: \"alpha\", member: {userId: \"ada\", role: MEMBER, displayName: null}) { id name }".to_owned(),
        "removeMember(organizationId: \"alpha\", userId: \"ada\") { id name }".to_owned(),
        "removeMember(organizationId: \"beta\", userId: \"only-ada\") { id name }".to_owned(),
        "createIngestKey(organizationId: \"alpha\", name: \"mine\") { secret }".to_owned(),
        "createIngestKey(name: \"everywhere\") { secret }".to_owned(),
        format!("revokeIngestKey(id: \"{}\") {{ id name }}", loot.key),
        format!("revokeIngestKey(id: \"{}\") {{ id name }}", loot.platform_key),
        "revokeIngestKey(id: \"nothing\") { id name }".to_owned(),
        "replayDeadLetters(organizationId: \"alpha\")".to_owned(),
        "replayDeadLetters(eventIds: [\"shared-6\", \"only-6\"])".to_owned(),
        "ingestEvents(events: [{eventId: \"g\", orgId: \"alpha\", occurredAt: \"2026-02-02T10:00:00Z\", eventType: \"message_created\", sessionId: \"only\", payload: {actor: \"user\"}}]) { inserted ignored errors { code message } }".to_owned(),
        // A person known to alpha joins beta, and no data of alpha comes along.
        "upsertMember(organizationId: \"beta\", member: {userId: \"only-ada\", role: MEMBER}) { id name email role lastActiveAt }".to_owned(),
    ];
    all.map(|field| format!("mutation {{ {field} }}")).to_vec()
}

/// Cursors of alpha, and cursors of beta's own lists with another organization written into them.
fn with_cursors(loot: &Loot) -> Vec<String> {
    let mut cursors = loot.cursors.clone();
    cursors.extend(loot.cursors.iter().map(|cursor| tampered(cursor)));
    let mut all = Vec::new();
    for cursor in cursors {
        all.push(format!("{{ organizations(after: \"{cursor}\") {{ totalCount nodes {{ id name }} }} }}"));
        all.push(format!("{{ deadLetters(after: \"{cursor}\") {{ nodes {{ eventId }} }} }}"));
        for way in ["after", "before"] {
            let size = if way == "after" { "first" } else { "last" };
            all.push(format!(
                "{{ organization {{ sessions({PERIOD}, {size}: 9, {way}: \"{cursor}\") {{ pageInfo {{ hasNextPage hasPreviousPage }} nodes {{ id repoId }} }} }} }}"
            ));
            all.push(format!(
                "{{ organization {{ users({PERIOD}, {size}: 9, {way}: \"{cursor}\") {{ pageInfo {{ hasNextPage hasPreviousPage }} nodes {{ id name }} }} }} }}"
            ));
        }
        all.push(format!(
            "{{ organization {{ session(id: \"shared\") {{ timeline(after: \"{cursor}\") {{ nodes {{ id }} }} }} }} }}"
        ));
    }
    all
}

/// The same cursor, altered to name beta.
fn tampered(cursor: &str) -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let bytes = URL_SAFE_NO_PAD.decode(cursor).expect("a cursor");
    let text = String::from_utf8(bytes).expect("a cursor").replace("\"alpha\"", "\"beta\"");
    URL_SAFE_NO_PAD.encode(text)
}

fn files() -> Vec<String> {
    let days = "from=2026-02-01&to=2026-03-02";
    let mut all = Vec::new();
    for (org, file) in
        [("alpha", "sessions.csv"), ("alpha", "sessions.json"), ("alpha", "users.csv"), ("alpha", "users.json")]
    {
        all.push(format!("/export/{org}/{file}?{days}"));
    }
    for path in ["beta%2F..%2Falpha", "beta%00", "Alpha", "alpha%20"] {
        all.push(format!("/export/{path}/users.csv?{days}"));
    }
    for query in ["userId=only-ada", "idContains=only", "idContains=%25", "userId=ada", ""] {
        all.push(format!("/export/beta/sessions.csv?{days}&{query}"));
        all.push(format!("/export/beta/sessions.json?{days}&{query}"));
    }
    for query in [format!("search={MARK}"), "search=only".to_owned(), "search=ada".to_owned(), String::new()] {
        all.push(format!("/export/beta/users.csv?{days}&{query}"));
        all.push(format!("/export/beta/users.json?{days}&{query}"));
    }
    all.push(format!("/export/beta/users.csv?{days}&orgId=alpha"));
    all.push("/metrics".to_owned());
    all
}

/// Whether the response is about the process rather than about an organization: it is searched for marks, but
/// not compared.
pub(crate) fn is_of_the_process(attack: &Attack) -> bool {
    matches!(attack, Attack::Get(path) if path == "/metrics")
}

/// As a GraphQL request.
pub(crate) fn body(query: &str) -> Value {
    json!({"query": query})
}
