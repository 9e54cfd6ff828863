//! Resources shared by all callers: many requests of one do not keep others from theirs.
use api::{AppOptions, GraphQlOptions};
use axum::body::Body;
use axum::http::Request;
use domain::{OrgId, Role};
use futures_util::FutureExt as _;
use query::fair::Party;
use serde_json::{Value, json};
use std::pin::pin;
use testkit::app::codes;
use testkit::events::message;
use testkit::{App, Result, on_both_engines};
use tokio::task::JoinSet;

const NAME: &str = "{ organization { name } }";

on_both_engines!(an_organization_reads_over_half_of_the_connections_at_most, |db| async {
    let app = App::on(&db).await?;
    app.store_events([message("s"), message("s").org("beta")]).await?;
    let (acme, beta) = (
        app.as_role(Role::Manager).user("ada").token().await?,
        app.as_role(Role::Manager).user("bob").of("beta").token().await?,
    );
    let shares = app.shares();
    let half = shares.readers.half(&Party::Organization(OrgId::from("acme")));
    let most = shares.readers.take(&half, usize::MAX).await.expect("all that acme may have");
    let mut waiting = pin!(app.ask(Some(&acme), NAME, json!({})));
    // Others read meanwhile, one after another, while acme waits for its own statements to end.
    for _ in 0..3 {
        tokio::select! {
            biased;
            answer = &mut waiting => assert!(answer.is_err(), "acme has all of its half: {answer:?}"),
            answer = app.ask(Some(&beta), NAME, json!({})) => {
                assert_eq!(answer?["data"]["organization"]["name"], json!("beta"));
            }
        }
    }
    drop(most);
    assert_eq!(waiting.await?["data"]["organization"]["name"], json!("acme"));
    Ok(())
});

on_both_engines!(a_person_has_a_few_operations_under_way_and_some_in_line, |db| async {
    let graphql = GraphQlOptions { max_operations: 2, ..GraphQlOptions::default() };
    let app = App::with(&db, AppOptions { dev: true, graphql, ..AppOptions::default() }).await?;
    app.store_events([message("s")]).await?;
    let (ada, bob) =
        (app.as_role(Role::Manager).user("ada").token().await?, app.as_role(Role::Manager).user("bob").token().await?);
    // Reads of acme are blocked, so that two run, sixteen wait, and all others are rejected.
    let shares = app.shares();
    let half = shares.readers.half(&Party::Organization(OrgId::from("acme")));
    let most = shares.readers.take(&half, usize::MAX).await.expect("all that acme may have");
    let mut asked = ask_often(&app, &ada, 2 + 16 + 5);
    for _ in 0..5 {
        let refused = asked.join_next().await.expect("an answer")??;
        assert_eq!(
            refused["errors"][0]["extensions"],
            json!({"code": "RATE_LIMITED", "retryAfterSeconds": 1}),
            "{refused}"
        );
    }
    // A query that reads nothing of the organization shows that others have slots of their own.
    let answer = app.ask(Some(&bob), "{ viewer { id } }", json!({})).await?;
    assert_eq!(answer["data"]["viewer"]["id"], json!("bob"));
    drop(most);
    while let Some(answer) = asked.join_next().await {
        assert_eq!(codes(&answer??), Vec::<&str>::new());
    }
    Ok(())
});

/// This many concurrent requests of one person.
fn ask_often(app: &App, token: &str, many: usize) -> JoinSet<Result<Value>> {
    let mut asked = JoinSet::new();
    for _ in 0..many {
        let (app, token) = (app.clone(), token.to_owned());
        asked.spawn(async move { app.ask(Some(&token), NAME, json!({})).await });
    }
    asked
}

on_both_engines!(exports_are_operations_too, |db| async {
    let graphql = GraphQlOptions { max_operations: 1, ..GraphQlOptions::default() };
    let app = App::with(&db, AppOptions { dev: true, graphql, ..AppOptions::default() }).await?;
    app.store_events([message("s")]).await?;
    let token = app.as_role(Role::Manager).user("bob").token().await?;
    let export = || app.get("/export/acme/sessions.csv?from=2026-03-01&to=2026-03-01", Some(&token));
    let answer = export().await?;
    assert_eq!(answer.status, 200, "{}", answer.text());
    // One runs, eight wait, and there is no room for another, nor for an export.
    let shares = app.shares();
    let half = shares.readers.half(&Party::Organization(OrgId::from("acme")));
    let most = shares.readers.take(&half, usize::MAX).await.expect("all that acme may have");
    let mut asked = ask_often(&app, &token, 1 + 8 + 1);
    let refused = asked.join_next().await.expect("an answer")??;
    assert_eq!(codes(&refused), ["RATE_LIMITED"], "{refused}");
    assert_eq!(export().await?.status, 429);
    drop(most);
    while let Some(answer) = asked.join_next().await {
        assert_eq!(codes(&answer??), Vec::<&str>::new());
    }
    assert_eq!(export().await?.status, 200);
    Ok(())
});

on_both_engines!(a_subscription_counts_out_of_the_share_of_its_organization, |db| async {
    let app = App::on(&db).await?;
    app.store_events([message("s")]).await?;
    let shares = app.shares();
    let half = shares.readers.half(&Party::Organization(OrgId::from("acme")));
    let most = shares.readers.take(&half, usize::MAX).await.expect("all that acme may have");
    let token = app.as_role(Role::Manager).user("bob").token().await?;
    let body = json!({"query": "subscription { liveRunCounts { running } }"}).to_string();
    let request = Request::post("/graphql/stream")
        .header("content-type", "application/json")
        .header("accept", "text/event-stream");
    let response = app.answer(request, Some(&token), Body::from(body)).await?;
    let mut parts = pin!(futures_util::StreamExt::fuse(response.into_body().into_data_stream()));
    let mut next = pin!(futures_util::StreamExt::next(&mut parts));
    assert!((&mut next).now_or_never().is_none(), "nothing is counted before its turn");
    drop(most);
    let event = next.await.expect("an event")?;
    assert!(String::from_utf8_lossy(&event).contains("running"), "{event:?}");
    Ok(())
});
