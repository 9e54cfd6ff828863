//! Texts that cannot be identifiers, names or searches: handled alike on both engines, never INTERNAL.
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Person;
use domain::{OrgId, Role, UserId};
use serde_json::json;
use testkit::app::codes;
use testkit::events::message;
use testkit::{App, on_both_engines};

const PERIOD: &str = "{from: \"2026-02-01\", to: \"2026-03-31\"}";

on_both_engines!(ids_and_searches_with_control_characters, |db| async {
    let app = App::on(&db).await?;
    app.store_events([message("s")]).await?;
    let long = "x".repeat(129);
    let cases = [
        ("{ organization(id: $t) { id } }".to_owned(), "NOT_FOUND"),
        ("{ organization(id: \"acme\") { session(id: $t) { id } } }".to_owned(), "NOT_FOUND"),
        ("{ organization(id: \"acme\") { user(id: $t) { id } } }".to_owned(), "NOT_FOUND"),
    ];
    let token = app.as_role(Role::SuperAdmin).user("frank").token().await?;
    for (query, code) in cases {
        for text in ["a\0", "s\n", "", &long] {
            let query = format!("query($t: ID!) {query}");
            let answer = app.ask(Some(&token), &query, json!({"t": text})).await?;
            assert_eq!(codes(&answer), [code], "{query} {text:?}");
        }
    }
    let sessions = |what: &str| {
        format!("{{ organization(id: \"acme\") {{ sessions(period: {PERIOD}, {what}) {{ totalCount }} }} }}")
    };
    let bad_input = [
        "query($t: String) { organizations(search: $t) { totalCount nodes { id } } }".to_owned(),
        format!("query($t: String) {{ organization(id: \"acme\") {{ users(period: {PERIOD}, search: $t) {{ totalCount }} }} }}"),
        format!("query($t: String) {}", sessions("filter: {idContains: $t}")),
        format!("query($t: ID) {}", sessions("filter: {userId: $t}")),
        "mutation($t: ID!) { upsertOrganization(id: $t, name: \"n\") { id } }".to_owned(),
        "mutation($t: String!) { upsertOrganization(id: \"acme\", name: $t) { id } }".to_owned(),
        "mutation($t: ID!) { removeMember(organizationId: \"acme\", userId: $t) { id } }".to_owned(),
        "mutation($t: ID!) { removeMember(organizationId: $t, userId: \"ada\") { id } }".to_owned(),
        "mutation($t: ID!) { upsertMember(organizationId: \"acme\", member: {userId: $t, role: MEMBER}) { id } }".to_owned(),
        "mutation($t: String) { upsertMember(organizationId: \"acme\", member: {userId: \"ada\", email: $t, role: MEMBER}) { id } }".to_owned(),
    ];
    for query in bad_input {
        let answer = app.ask(Some(&token), &query, json!({"t": "a\0"})).await?;
        assert_eq!(codes(&answer), ["BAD_USER_INPUT"], "{query} {answer}");
    }
    Ok(())
});

on_both_engines!(cursors_with_control_characters, |db| async {
    let app = App::on(&db).await?;
    app.store_events([message("s")]).await?;
    let token = app.as_role(Role::SuperAdmin).user("frank").token().await?;
    let cases = [
        (json!(["organizations", "", ["a\0", "b"]]), "{ organizations(after: $c) { nodes { id } } }".to_owned()),
        (
            json!(["sessions:StartedAt:DESC", "acme", [{"i": 1}, "s\0"]]),
            format!(
                "{{ organization(id: \"acme\") {{ sessions(period: {PERIOD}, after: $c) {{ nodes {{ id }} }} }} }}"
            ),
        ),
        (
            json!(["timeline:s", "acme", [1, "e\0"]]),
            "{ organization(id: \"acme\") { session(id: \"s\") { timeline(after: $c) { nodes { id } } } } }".to_owned(),
        ),
    ];
    for (cursor, query) in cases {
        let query = format!("query($c: String) {query}");
        let ask =
            async |cursor: String| app.ask(Some(&token), &query, json!({"c": URL_SAFE_NO_PAD.encode(cursor)})).await;
        let clean = ask(cursor.to_string().replace("\\u0000", "")).await?;
        assert_eq!(codes(&clean), Vec::<&str>::new(), "{query} {clean}");
        let answer = ask(cursor.to_string()).await?;
        assert_eq!(codes(&answer), ["BAD_USER_INPUT"], "{query} {answer}");
    }
    Ok(())
});

on_both_engines!(claims_with_control_characters, |db| async {
    let app = App::on(&db).await?;
    let issuer = app.auth().dev_issuer().expect("a development app");
    let ada = Person {
        sub: UserId::from("ada"),
        name: Some("Ada".to_owned()),
        email: Some("ada@example.org".to_owned()),
        org_id: Some(OrgId::from("acme")),
        role: Role::Member,
    };
    let cases = [
        (ada.clone(), 200),
        (Person { sub: UserId::from("a\0"), ..ada.clone() }, 401),
        (Person { name: Some("A\0".to_owned()), ..ada.clone() }, 401),
        (Person { email: Some("a\0".to_owned()), ..ada.clone() }, 401),
        (Person { org_id: Some(OrgId::from("a\0")), ..ada }, 401),
    ];
    let body = json!({"query": "{ viewer { id } }"});
    for (person, status) in cases {
        let token = issuer.access_token(&person, app.clock().now())?;
        let answer = app.post("/graphql", Some(&token), &body).await?;
        assert_eq!(answer.status, status, "{person:?} {}", answer.text());
    }
    let answer = app.post("/dev/token", None, &json!({"sub": "a", "role": "SUPPORT", "name": "\0"})).await?;
    assert_eq!((answer.status, answer.json()?["field"].as_str()), (400, Some("name")));
    Ok(())
});
