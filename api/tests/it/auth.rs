//! Authentication.
use axum::body::Body;
use axum::http::Request;
use domain::Role;
use serde_json::{Value, json};
use testkit::app::codes;
use testkit::{App, on_both_engines};

const VIEWER: &str = "{ viewer { id name email role permissions organization { id name } } }";

on_both_engines!(a_development_token_opens_the_door, |db| async {
    let app = App::on(&db).await?;
    let token = app.as_role(Role::Manager).user("ada").token().await?;
    let answer = app.ask(Some(&token), VIEWER, json!({})).await?;
    assert_eq!(
        answer["data"]["viewer"],
        json!({
            "id": "ada", "name": "ada", "email": "ada@example.com", "role": "MANAGER",
            "permissions": ["VIEW_ALL_SESSIONS", "VIEW_USERS", "EXPORT"],
            "organization": {"id": "acme", "name": "acme"},
        })
    );
    // Every process of the installation has the same key.
    let other = App::on(&db).await?;
    assert_eq!(codes(&other.ask(Some(&token), VIEWER, json!({})).await?), Vec::<&str>::new());
    assert_eq!(app.get("/dev/jwks.json", None).await?.json()?, other.get("/dev/jwks.json", None).await?.json()?);
    Ok(())
});

on_both_engines!(bad_credentials_are_refused_and_none_is_told, |db| async {
    let app = App::on(&db).await?;
    let body = json!({"query": VIEWER});
    for bearer in ["nonsense", "a.b.c", "tgk_unknown"] {
        let answer = app.post("/graphql", Some(bearer), &body).await?;
        assert_eq!((answer.status, answer.json()?["code"].as_str()), (401, Some("UNAUTHENTICATED")));
    }
    assert_eq!(codes(&app.ask(None, VIEWER, json!({})).await?), ["UNAUTHENTICATED"]);
    let token = app.as_role(Role::Member).user("ada").token().await?;
    let forged = format!("{}x", &token[..token.len() - 1]);
    assert_eq!(app.post("/graphql", Some(&forged), &body).await?.status, 401);
    // Half a day and a minute later.
    app.at("2026-03-03T00:01:00Z");
    assert_eq!(app.post("/graphql", Some(&token), &body).await?.status, 401);
    Ok(())
});

on_both_engines!(development_tokens_need_sensible_claims, |db| async {
    let app = App::on(&db).await?;
    let cases = [
        (json!({"sub": "ada", "role": "MEMBER"}), "org_id"),
        (json!({"sub": "ada", "role": "MEMBER", "org_id": null}), "org_id"),
        (json!({"sub": "ada", "role": "SUPPORT", "org_id": "acme"}), "org_id"),
        (json!({"sub": "", "role": "SUPPORT"}), "sub"),
        (json!({"sub": "ada", "role": "KING"}), "role"),
    ];
    for (body, field) in cases {
        let answer = app.post("/dev/token", None, &body).await?;
        assert_eq!((answer.status, answer.json()?["field"].as_str()), (400, Some(field)), "{body}");
    }
    let strict = App::with(&db, api::AppOptions::default()).await?;
    let answer = strict.post("/dev/token", None, &json!({"sub": "ada", "role": "SUPER_ADMIN"})).await?;
    assert_eq!(answer.status, 404);
    assert_eq!(strict.post("/graphql", Some("dev-ingest-key"), &json!({"query": VIEWER})).await?.status, 401);
    Ok(())
});

on_both_engines!(the_shell_answers, |db| async {
    let app = App::on(&db).await?;
    for path in ["/", "/graphql", "/healthz", "/readyz", "/metrics"] {
        let answer = app.get(path, None).await?;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert!(answer.headers.contains_key("x-request-id"));
    }
    assert!(app.get("/metrics", None).await?.text().contains("tachograph_http_requests_total"));
    let lost = app.get("/nowhere", None).await?;
    assert_eq!((lost.status, lost.json()?["code"].as_str()), (404, Some("NOT_FOUND")));
    let unreadable = [("{", 400), (r#"{"query": "{"}"#, 400), (r#"{"query": "{ nothing }"}"#, 200)];
    for (body, status) in unreadable {
        let request = Request::post("/graphql").header("content-type", "application/json");
        assert_eq!(app.send(request, None, Body::from(body)).await?.status, status, "{body}");
    }
    Ok(())
});

on_both_engines!(an_answer_has_the_type_that_the_client_reads, |db| async {
    let app = App::on(&db).await?;
    for (accept, kind) in [
        ("application/graphql-response+json", "application/graphql-response+json"),
        (
            "application/graphql-response+json; charset=utf-8, application/json;q=0.9",
            "application/graphql-response+json",
        ),
        ("application/json", "application/json"),
        ("*/*", "application/json"),
    ] {
        let request = Request::post("/graphql").header("content-type", "application/json").header("accept", accept);
        let answer = app.send(request, None, Body::from(r#"{"query": "{ __typename }"}"#)).await?;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)), "{accept}");
    }
    Ok(())
});

on_both_engines!(a_first_request_writes_the_directory_once, |db| async {
    let app = App::on(&db).await?;
    let users = "{ organization { user(id: \"ada\") { name role memberSince } } }";
    let first = app.as_role(Role::Member).user("ada").gql(users).await?;
    assert_eq!(
        first["data"]["organization"]["user"],
        json!({"name": "ada", "role": "MEMBER", "memberSince": "2026-03-02T12:00:00.000000Z"})
    );
    // A later token with another role changes the person's permissions, not the directory entry.
    let later = App::on(&db).await?.as_role(Role::Manager).user("ada").gql(users).await?;
    assert_eq!(later, first);
    assert_eq!(testkit::number(db.store(), "/* test */ SELECT count(*) AS number FROM org_members").await?, 1);
    assert_eq!(
        app.as_role(Role::Support).user("eve").gql(VIEWER).await?["data"]["viewer"]["organization"],
        Value::Null
    );
    Ok(())
});
