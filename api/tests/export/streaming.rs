//! Long lists: streamed page by page, and aborted rather than ended normally if a page cannot be read.
use api::AppOptions;
use axum::body::Body;
use axum::http::{Request, Response};
use domain::Role;
use entities::audit_entry;
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use testkit::events::message;
use testkit::{App, Database, Result, on_both_engines};

/// More than two pages.
const MANY: usize = 1_050;

/// The response to a request for all sessions, not read yet, and the app that sends it.
async fn ask(db: &Database, file: &str) -> Result<(App, Response<Body>)> {
    let app = App::alone(db.store().clone(), AppOptions { dev: true, ..AppOptions::default() }).await?;
    for part in (0..MANY).collect::<Vec<_>>().chunks(500) {
        app.store_events(part.iter().map(|number| message(&format!("s{number:04}")).at("2026-02-02T09:00:00Z")))
            .await?;
    }
    let token = app.as_role(Role::Manager).token().await?;
    let request = Request::get(format!("/export/acme/{file}?from=2026-02-01&to=2026-02-28&direction=ASC"));
    let response = app.answer(request, Some(&token), Body::empty()).await?;
    assert_eq!(response.status(), 200);
    Ok((app, response))
}

on_both_engines!(pages_are_read_as_they_are_taken, |db| async {
    let (app, response) = ask(&db, "sessions.json").await?;
    let mut body = response.into_body().into_data_stream();
    let (mut whole, mut costs) = (Vec::new(), Vec::new());
    let mut before = app.reader().statements();
    while let Some(part) = body.next().await {
        whole.extend_from_slice(&part?);
        costs.push(app.reader().statements() - before);
        before = app.reader().statements();
    }
    assert_eq!(costs, [0, 2, 2], "the first page is read before the answer begins, the others when they are wanted");
    let rows: Vec<Value> = serde_json::from_slice(&whole)?;
    let ids: Vec<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
    let expected: Vec<String> = (0..MANY).map(|number| format!("s{number:04}")).collect();
    assert_eq!(ids, expected);
    Ok(())
});

on_both_engines!(a_failure_breaks_the_transfer, |db| async {
    let (app, response) = ask(&db, "sessions.csv").await?;
    let mut body = response.into_body().into_data_stream();
    assert!(body.next().await.expect("a first page").is_ok());
    app.store().close().await;
    assert!(body.next().await.expect("not an end").is_err());
    Ok(())
});

on_both_engines!(every_export_is_recorded, |db| async {
    let (app, response) = ask(&db, "sessions.csv").await?;
    drop(response);
    let written: Vec<audit_entry::Model> = app.store().select("SELECT * FROM audit_log", []).await?;
    let told = |entry: &audit_entry::Model| {
        json!([entry.action, entry.actor, entry.actor_role, entry.org_id, entry.target, entry.detail])
    };
    let detail = r#"{"query":"from=2026-02-01&to=2026-02-28&direction=ASC"}"#;
    let expected = json!(["EXPORT", "ada", "MANAGER", "acme", "sessions.csv", detail]);
    assert_eq!(written.iter().map(told).collect::<Vec<_>>(), [expected]);
    Ok(())
});
