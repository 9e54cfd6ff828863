//! Responses count toward the memory budget until they are read, together with requests.
use api::AppOptions;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use domain::Role;
use ingest::IngestOptions;
use serde_json::json;
use testkit::{App, Result, on_both_engines};

const SHORT: &str = "{ __typename }";
const LONG: &str = "{ __schema { types { name description fields(includeDeprecated: true) { name description \
                    args { name description } type { name kind ofType { name kind ofType { name } } } } \
                    enumValues { name description } inputFields { name description } } } }";

/// A response whose body is not read yet.
async fn ask(app: &App, bearer: Option<&str>, query: &str) -> Result<Response<Body>> {
    let request = Request::post("/graphql").header("content-type", "application/json");
    app.answer(request, bearer, Body::from(json!({"query": query}).to_string())).await
}

on_both_engines!(an_answer_is_in_hand_until_it_was_read, |db| async {
    let app = App::alone(db.store().clone(), AppOptions { dev: true, ..AppOptions::default() }).await?;
    let token = app.as_role(Role::Manager).token().await?;
    let in_hand = || app.ingest().intake().in_hand();
    for (query, least, most) in [(SHORT, 20, 1_000), (LONG, 64 * 1024, 4 * 1024 * 1024)] {
        let answer = ask(&app, Some(&token), query).await?;
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
    let app = App::alone(db.store().clone(), AppOptions { dev: true, ingest, ..AppOptions::default() }).await?;
    let token = app.as_role(Role::Manager).token().await?;
    let mut unread = Vec::new();
    let refused = loop {
        let answer = ask(&app, Some(&token), LONG).await?;
        if answer.status() != 200 {
            break answer;
        }
        unread.push(answer);
        assert!(unread.len() < 100, "there is an end to it");
    };
    assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].to_str()?), (429, "1"));
    let others = ask(&app, None, SHORT).await?;
    assert_eq!(others.status(), 200, "others have theirs");
    drop((unread, others));
    assert_eq!(ask(&app, Some(&token), LONG).await?.status(), 200);
    Ok(())
});
