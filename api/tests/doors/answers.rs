//! Answers are in hand until they are read, in the same budget as what was asked.
use api::{App, AppOptions};
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use ingest::IngestOptions;
use serde_json::{Value, json};
use testkit::{Result, on_both_engines};
use tower::ServiceExt as _;

const SHORT: &str = "{ __typename }";
const LONG: &str = "{ __schema { types { name description fields(includeDeprecated: true) { name description \
                    args { name description } type { name kind ofType { name kind ofType { name } } } } \
                    enumValues { name description } inputFields { name description } } } }";

async fn ask(app: &App, bearer: Option<&str>, path: &str, body: Value) -> Result<Response<Body>> {
    let mut request = Request::post(path).header("content-type", "application/json");
    if let Some(bearer) = bearer {
        request = request.header("authorization", format!("Bearer {bearer}"));
    }
    Ok(api::router(app.clone()).oneshot(request.body(Body::from(body.to_string()))?).await?)
}

async fn token(app: &App) -> Result<String> {
    let person = json!({"sub": "ada", "org_id": "acme", "role": "MANAGER"});
    let answer = ask(app, None, "/dev/token", person).await?;
    let answer: Value = serde_json::from_slice(&to_bytes(answer.into_body(), usize::MAX).await?)?;
    Ok(answer["access_token"].as_str().expect("a token").to_owned())
}

on_both_engines!(an_answer_is_in_hand_until_it_was_read, |db| async {
    let app = App::new(db.store().clone(), AppOptions { dev: true, ..AppOptions::default() }).await?;
    let token = token(&app).await?;
    let in_hand = || app.ingest().intake().in_hand();
    for (query, least, most) in [(SHORT, 20, 1_000), (LONG, 64 * 1024, 4 * 1024 * 1024)] {
        let answer = ask(&app, Some(&token), "/graphql", json!({"query": query})).await?;
        assert_eq!(answer.status(), 200);
        assert!((least..most).contains(&in_hand()), "{} bytes in hand", in_hand());
        let bytes = to_bytes(answer.into_body(), usize::MAX).await?;
        assert!(bytes.len() >= least && bytes.starts_with(b"{\"data\":"), "{} bytes", bytes.len());
        drop(bytes);
        assert_eq!(in_hand(), 0);
    }
    Ok(())
});

on_both_engines!(who_leaves_answers_unread_gets_no_more_of_them, |db| async {
    let ingest = IngestOptions { memory_limit_bytes: 2 * 1024 * 1024, ..IngestOptions::default() };
    let app = App::new(db.store().clone(), AppOptions { dev: true, ingest, ..AppOptions::default() }).await?;
    let token = token(&app).await?;
    let mut unread = Vec::new();
    let refused = loop {
        let answer = ask(&app, Some(&token), "/graphql", json!({"query": LONG})).await?;
        if answer.status() != 200 {
            break answer;
        }
        unread.push(answer);
        assert!(unread.len() < 100, "there is an end to it");
    };
    assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].to_str()?), (429, "1"));
    let others = ask(&app, None, "/graphql", json!({"query": SHORT})).await?;
    assert_eq!(others.status(), 200, "others have theirs");
    drop((unread, others));
    assert_eq!(ask(&app, Some(&token), "/graphql", json!({"query": LONG})).await?.status(), 200);
    Ok(())
});
