//! The application in this process: from POST to GraphQL response.
use domain::Role;
use serde_json::json;
use testkit::{App, events};

testkit::on_both_engines!(what_is_posted_is_answered, |db| async {
    let app = App::on(&db).await?;
    app.store_events([events::message("s"), events::run_started("s", "r"), events::run_completed("s", "r")]).await?;
    let manager = app.as_role(Role::Manager).user("mia");
    let data = manager
        .data("{ viewer { id role } organization { id session(id: \"s\") { runCount costUsd } } }", json!({}))
        .await?;
    assert_eq!(data["viewer"], json!({"id": "mia", "role": "MANAGER"}));
    assert_eq!(data["organization"], json!({"id": "acme", "session": {"runCount": 1, "costUsd": 0.05}}));
    let elsewhere = app.as_role(Role::Manager).of("globex");
    assert_eq!(elsewhere.codes("{ organization(id: \"acme\") { id } }", json!({})).await?, ["NOT_FOUND"]);
    Ok(())
});

testkit::on_both_engines!(a_bad_event_is_refused_alone, |db| async {
    let app = App::on(&db).await?;
    let bad = events::run_completed("s", "r").payload("duration_ms", -1);
    let reply = app.post_events([events::message("s"), bad]).await?;
    let answer = reply.json()?;
    assert_eq!((reply.status, &answer["inserted"]), (200, &json!(1)));
    assert_eq!(answer["errors"][0]["path"], "payload.duration_ms");
    Ok(())
});
