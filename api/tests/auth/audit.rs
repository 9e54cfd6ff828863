//! Actions are recorded in the audit log, and its entries cannot be changed.
use axum::body::Body;
use axum::http::Request;
use domain::Role;
use entities::audit_entry;
use serde_json::{Value, json};
use testkit::{App, Database, Result, on_both_engines};

/// Action, actor, role, organization and target of each entry, in order.
pub(crate) async fn entries(db: &Database) -> Result<Vec<Value>> {
    let written = "SELECT * FROM audit_log ORDER BY at, action, target";
    let written: Vec<audit_entry::Model> = db.store().select(written, []).await?;
    let told = |entry: &audit_entry::Model| {
        json!([entry.action, entry.actor, entry.actor_role, entry.org_id, entry.target, entry.detail])
    };
    Ok(written.iter().map(told).collect())
}

on_both_engines!(changes_are_written_down_with_who_and_where, |db| async {
    let app = App::on(&db).await?;
    let admin = app.as_role(Role::SuperAdmin).user("root");
    let steps = [
        "mutation { upsertOrganization(id: \"acme\", name: \"Acme\") { id } }",
        "mutation { upsertMember(organizationId: \"acme\", member: {userId: \"bob\", role: MEMBER}) { id } }",
        "mutation { removeMember(organizationId: \"acme\", userId: \"bob\") { id } }",
    ];
    for (minute, step) in steps.into_iter().enumerate() {
        db.clock().set(testkit::database::NOON.plus_micros(minute as i64 * 60_000_000));
        admin.data(step, json!({})).await?;
    }
    let key = "mutation { createIngestKey(organizationId: \"acme\", name: \"ci\") { key { id } secret } }";
    db.clock().set(testkit::database::NOON.plus_micros(300_000_000));
    let made = admin.data(key, json!({})).await?["createIngestKey"].clone();
    let id = made["key"]["id"].as_str().expect("an id").to_owned();
    db.clock().set(testkit::database::NOON.plus_micros(360_000_000));
    admin.data("mutation($id: ID!) { revokeIngestKey(id: $id) { id } }", json!({"id": id})).await?;
    db.clock().set(testkit::database::NOON.plus_micros(420_000_000));
    admin.data("mutation { replayDeadLetters(organizationId: \"acme\", eventIds: [\"e1\"]) }", json!({})).await?;
    // Rejected actions are not recorded.
    let refused = app.as_role(Role::Member).codes(steps[1], json!({})).await?;
    assert_eq!(refused, ["FORBIDDEN"]);
    let gone = admin.codes(steps[2], json!({})).await?;
    assert_eq!(gone, ["NOT_FOUND"]);
    let by = |action: &str, target: Option<&str>, detail: Option<&str>| {
        json!([action, "root", "SUPER_ADMIN", "acme", target, detail])
    };
    let written = entries(&db).await?;
    assert_eq!(
        written,
        [
            by("UPSERT_ORGANIZATION", None, Some("{\"name\":\"Acme\"}")),
            by("UPSERT_MEMBER", Some("bob"), Some("{\"role\":\"MEMBER\"}")),
            by("REMOVE_MEMBER", Some("bob"), None),
            by("CREATE_INGEST_KEY", Some(&id), Some("{\"name\":\"ci\"}")),
            by("REVOKE_INGEST_KEY", Some(&id), None),
            by("REPLAY_DEAD_LETTERS", None, Some("{\"byIds\":true,\"events\":0}")),
        ]
    );
    let secret = made["secret"].as_str().expect("a secret");
    assert!(!json!(written).to_string().contains(secret), "no secret is written down");
    Ok(())
});

on_both_engines!(the_database_refuses_to_change_or_forget, |db| async {
    let app = App::on(&db).await?;
    let put = "mutation { upsertOrganization(id: \"acme\", name: \"Acme\") { id } }";
    app.as_role(Role::SuperAdmin).data(put, json!({})).await?;
    let before = entries(&db).await?;
    assert_eq!(before.len(), 1);
    let mut attempts = vec![
        "UPDATE audit_log SET actor = 'somebody else'",
        "DELETE FROM audit_log",
        "DELETE FROM audit_log WHERE actor = 'nobody' OR 1 = 1",
    ];
    attempts.push(match db.engine() {
        testkit::Engine::Postgres => "TRUNCATE audit_log",
        testkit::Engine::Sqlite => {
            "INSERT OR REPLACE INTO audit_log (at, audit_id, action, actor) SELECT at, audit_id, action, 'x' FROM audit_log"
        }
    });
    for attempt in attempts {
        let error = db.store().run(attempt, []).await.expect_err(attempt);
        assert!(error.to_string().contains("append-only"), "{attempt}: {error}");
    }
    assert_eq!(entries(&db).await?, before);
    Ok(())
});

on_both_engines!(a_proxy_is_believed_only_where_that_is_said, |db| async {
    for (trusted, expected) in [(false, None), (true, Some("203.0.113.9"))] {
        let auth = auth::AuthOptions { trust_forwarded_for: trusted, ..Default::default() };
        let app = App::with(&db, api::AppOptions { dev: true, auth, ..Default::default() }).await?;
        let token = app.as_role(Role::SuperAdmin).token().await?;
        let body =
            json!({"query": format!("mutation {{ upsertOrganization(id: \"o-{trusted}\", name: \"O\") {{ id }} }}")});
        let request = Request::post("/graphql")
            .header("content-type", "application/json")
            .header("x-request-id", "from-the-proxy")
            .header("x-forwarded-for", "198.51.100.1, 203.0.113.9");
        assert_eq!(app.send(request, Some(&token), Body::from(body.to_string())).await?.status, 200);
        let sql = format!("SELECT * FROM audit_log WHERE org_id = 'o-{trusted}'");
        let written: Vec<audit_entry::Model> = db.store().select(sql, []).await?;
        assert_eq!((written[0].peer.as_deref(), written[0].request_id.as_deref()), (expected, Some("from-the-proxy")));
    }
    Ok(())
});
