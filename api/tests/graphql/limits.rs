//! Every limit: a request exactly at the limit is accepted, and one beyond it gets an error with the limit, its
//! value and by how much it was exceeded.
use api::{AppOptions, GraphQlOptions};
use domain::Role;
use serde_json::{Value, json};
use std::time::Duration;
use testkit::app::Person;
use testkit::events::run_completed;
use testkit::{App, Database, Result, on_both_engines};

async fn with(db: &Database, graphql: GraphQlOptions) -> Result<(App, Person)> {
    let app = App::with(db, AppOptions { dev: true, graphql, ..AppOptions::default() }).await?;
    let person = app.as_role(Role::SuperAdmin);
    Ok((app, person))
}

fn refusal(answer: &Value) -> (String, String) {
    let error = &answer["errors"][0];
    (
        error["extensions"]["code"].as_str().unwrap_or_default().to_owned(),
        error["message"].as_str().unwrap_or_default().to_owned(),
    )
}

on_both_engines!(refusals_say_which_limit_and_by_how_much, |db| async {
    let small = GraphQlOptions {
        max_depth: 3,
        max_complexity: 120,
        max_fields: 12,
        max_aliases: 2,
        max_query_bytes: 400,
        ..GraphQlOptions::default()
    };
    let (_app, frank) = with(&db, small).await?;
    let on_the_bound = [
        "{ organizations(first: 1) { nodes { id } } }".to_owned(),
        "{ a: viewer { id } b: viewer { id } }".to_owned(),
        format!("{{ viewer {{ {} }} }}", "id ".repeat(11)),
        format!("{{ viewer {{ id }} }} # {}", "x".repeat(380)),
        "{ organizations(first: 30) { nodes { id } } pipeline { queueDepth } }".to_owned(),
    ];
    for query in on_the_bound {
        let answer = frank.gql(&query).await?;
        assert!(answer.get("errors").is_none(), "{query} {answer}");
    }
    let beyond = [
        (
            "{ organizations(first: 1) { nodes { live { at } } } }".to_owned(),
            "expected at most 3 levels, got 4: 1 too many".to_owned(),
        ),
        (
            "{ a: viewer { id } b: viewer { id } c: viewer { id } }".to_owned(),
            "expected at most 2 aliases, got 3: 1 too many".to_owned(),
        ),
        (
            "{ viewer { id @skip(if: true) name @skip(if: true) role @skip(if: true) } }".to_owned(),
            "expected at most 2 directives, got 3: 1 too many".to_owned(),
        ),
        (
            format!("{{ viewer {{ {} }} }}", "id ".repeat(13)),
            "expected at most 12 fields and fragments, each counted wherever it is used, got 14: 2 too many".to_owned(),
        ),
        (
            format!("{{ viewer {{ id }} }} # {}", "x".repeat(382)),
            "expected at most 400 bytes of text, got 402: 2 too many".to_owned(),
        ),
        (
            "{ organizations(first: 100) { nodes { id } } }".to_owned(),
            "expected at most 120 points of complexity, got 201: 81 too many".to_owned(),
        ),
    ];
    for (query, message) in beyond {
        let answer = frank.gql(&query).await?;
        assert_eq!(refusal(&answer), ("TOO_COMPLEX".to_owned(), message), "{query}");
        assert!(answer["data"].is_null(), "{answer}");
    }
    Ok(())
});

on_both_engines!(what_is_read_for_a_sum_is_counted, |db| async {
    // 25 rows and 6 711 bytes of rows per point, for 60 points.
    let (app, frank) = with(&db, GraphQlOptions { max_complexity: 60, ..GraphQlOptions::default() }).await?;
    app.store_events((0..1_000).map(|n| run_completed("many", &format!("r{n}")).id(&format!("m{n}")))).await?;
    app.store_events((1_000..1_501).map(|n| run_completed("many", &format!("r{n}")).id(&format!("m{n}")))).await?;
    let files: Vec<_> = (0..50)
        .map(|n| json!({"path": format!("{n}/{}", "x".repeat(400)), "lines_added": 1, "lines_deleted": 0}))
        .collect();
    let changed = json!({"files_changed": 50, "lines_added": 50, "lines_deleted": 0, "tests_run": 2, "files": files});
    app.store_events((0..30).map(|n| run_completed("wide", &format!("w{n}")).payload("artifacts", changed.clone())))
        .await?;
    let ask = |session: &str, fields: &str| {
        format!("{{ organization(id: \"acme\") {{ session(id: \"{session}\") {{ {fields} }} }} }}")
    };
    // The organization, the session, and one run more than allowed.
    let whole = ask("many", "timeline(first: 1) { nodes { id } }");
    let (code, message) = refusal(&frank.gql(&whole).await?);
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("TOO_COMPLEX", "expected at most 1500 rows to read, got 1503: 3 too many")
    );
    // The database counts without reading them, and sums without reading the files.
    let answer = frank.gql(&ask("many", "timeline(first: 1) { totalCount }")).await?;
    assert_eq!(answer["data"]["organization"]["session"]["timeline"]["totalCount"], 1_501, "{answer}");
    let sums = "artifacts { filesChanged linesAdded linesDeleted testsRun testsPassed }";
    let answer = frank.gql(&ask("wide", sums)).await?;
    assert_eq!(
        answer["data"]["organization"]["session"]["artifacts"],
        json!({"filesChanged": 1_500, "linesAdded": 1_500, "linesDeleted": 0, "testsRun": 60, "testsPassed": null}),
        "{answer}"
    );
    let (code, message) = refusal(&frank.gql(&ask("wide", "artifacts { files(first: 1) { path } }")).await?);
    assert!(code == "TOO_COMPLEX" && message.contains("at most 402660 bytes of rows to read"), "{code} {message}");
    Ok(())
});

on_both_engines!(the_usual_tools_may_ask_for_the_schema, |db| async {
    let (app, frank) = with(&db, GraphQlOptions::default()).await?;
    let answer = frank.gql(INTROSPECTION).await?;
    assert!(answer.get("errors").is_none(), "{answer}");
    assert!(answer["data"]["__schema"]["types"].as_array().is_some_and(|types| types.len() > 50));
    let endless = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    let (code, message) = refusal(&frank.gql(endless).await?);
    assert_eq!(code, "TOO_COMPLEX", "{message}");
    drop(app);
    let (_app, frank) = with(&db, GraphQlOptions { introspection: false, ..GraphQlOptions::default() }).await?;
    let answer = frank.gql("{ __schema { types { name } } }").await?;
    assert!(answer["data"]["__schema"].is_null(), "{answer}");
    Ok(())
});

on_both_engines!(lists_of_operations_are_a_setting, |db| async {
    let (app, _) = with(&db, GraphQlOptions::default()).await?;
    let one = json!({"query": "{ viewer { id } }"});
    let reply = app.post("/graphql", None, &json!([one])).await?;
    assert_eq!((reply.status, reply.json()?["code"].as_str()), (400, Some("TOO_COMPLEX")));
    assert!(reply.text().contains("one operation per request"), "{}", reply.text());
    let (app, frank) = with(&db, GraphQlOptions { max_batch: 2, ..GraphQlOptions::default() }).await?;
    let token = frank.token().await?;
    let reply = app.post("/graphql", Some(&token), &json!([one, one])).await?;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()?[1]["data"]["viewer"]["id"], json!("ada"));
    let reply = app.post("/graphql", Some(&token), &json!([one, one, one])).await?;
    assert_eq!(
        reply.json()?,
        json!({"code": "TOO_COMPLEX", "message": "expected at most 2 operations at once, got 3: 1 too many"})
    );
    let reply = app.post("/graphql", Some(&token), &json!([])).await?;
    assert_eq!((reply.status, reply.json()?["code"].as_str()), (400, Some("BAD_USER_INPUT")));
    Ok(())
});

on_both_engines!(long_bodies_and_long_waits, |db| async {
    let (app, _) = with(&db, GraphQlOptions { max_body_bytes: 100, ..GraphQlOptions::default() }).await?;
    let body = json!({"query": "{ viewer { id } }", "variables": {"x": "y".repeat(100)}});
    let reply = app.post("/graphql", None, &body).await?;
    assert_eq!((reply.status, reply.json()?["code"].as_str()), (413, Some("BODY_TOO_LARGE")));
    assert!(reply.text().contains("at most 100 bytes"), "{}", reply.text());
    // Far longer than the millisecond by which a timer may be late.
    let ask = |n: usize| format!("a{n}: organizations(first: {n}) {{ totalCount nodes {{ live {{ running }} }} }}");
    let slow = format!("{{ {} }}", (1..90).map(ask).collect::<Vec<_>>().join(" "));
    let (_app, frank) = with(&db, GraphQlOptions { timeout: Duration::ZERO, ..GraphQlOptions::default() }).await?;
    let (code, message) = refusal(&frank.gql(&slow).await?);
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("TIMEOUT", "the request took longer than 0 s; ask for less at once")
    );
    Ok(())
});

on_both_engines!(our_own_faults_tell_nothing_but_an_id, |db| async {
    let (app, frank) = with(&db, GraphQlOptions::default()).await?;
    let token = frank.token().await?;
    db.store().run("ALTER TABLE orgs RENAME TO away", []).await?;
    let reply = app.post("/graphql", Some(&token), &json!({"query": "{ organizations { totalCount } }"})).await?;
    let error = &reply.json()?["errors"][0];
    assert_eq!((reply.status, error["message"].as_str()), (200, Some("internal error")));
    let id = reply.header("x-request-id").expect("an id");
    assert_eq!(error["extensions"], json!({"code": "INTERNAL", "requestId": id}));
    assert!(!reply.text().contains("orgs"), "{}", reply.text());
    Ok(())
});

on_both_engines!(every_answer_carries_its_headers, |db| async {
    let (app, frank) = with(&db, GraphQlOptions { max_body_bytes: 1_000, ..GraphQlOptions::default() }).await?;
    let token = frank.token().await?;
    let replies = [
        (200, app.post("/graphql", Some(&token), &json!({"query": "{ viewer { id } }"})).await?),
        (400, app.post("/graphql", Some(&token), &json!({"query": "{"})).await?),
        (400, app.post("/graphql", Some(&token), &json!([])).await?),
        (401, app.post("/graphql", Some("nonsense"), &json!({"query": "{ viewer { id } }"})).await?),
        (413, app.post("/graphql", Some(&token), &json!({"query": " ".repeat(1_000)})).await?),
        (404, app.get("/nowhere", None).await?),
        (405, app.post("/healthz", None, &json!({})).await?),
        (200, app.get("/graphql", None).await?),
    ];
    for (status, reply) in replies {
        assert_eq!(reply.status, status, "{}", reply.text());
        for (header, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(reply.header(header), Some(value), "{status} {header}");
        }
        assert!(reply.header("x-request-id").is_some() && reply.header("content-security-policy").is_some());
    }
    Ok(())
});

/// The query that GraphiQL and code generators send.
pub(crate) const INTROSPECTION: &str = "query IntrospectionQuery { __schema {
  queryType { name } mutationType { name } subscriptionType { name } types { ...FullType }
  directives { name description locations args { ...InputValue } } } }
fragment FullType on __Type { kind name description
  fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
  inputFields { ...InputValue } interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } }";
