//! Rate limits per caller.
use crate::support::shown;
use api::AppOptions;
use auth::AuthOptions;
use domain::Role;
use serde_json::json;
use std::num::NonZeroU32;
use testkit::database::NOON;
use testkit::{App, on_both_engines};

on_both_engines!(who_comes_too_often_is_told_when_to_come_again, |db| async {
    let auth = AuthOptions { person_rate: NonZeroU32::new(3), key_rate: NonZeroU32::new(2), ..AuthOptions::default() };
    let app = App::with(&db, AppOptions { dev: true, auth, ..AppOptions::default() }).await?;
    let (ada, bob) = (app.as_role(Role::Manager).user("ada"), app.as_role(Role::Manager).user("bob"));
    let (ada, bob) = (ada.token().await?, bob.token().await?);
    for _ in 0..3 {
        assert_eq!(shown(&app, &ada).await?.0, 200);
    }
    let reply = app.post("/graphql", Some(&ada), &json!({"query": "{ viewer { id } }"})).await?;
    assert_eq!((reply.status, reply.json()?["code"].as_str()), (429, Some("RATE_LIMITED")));
    assert_eq!(reply.header("retry-after"), Some("1"));
    assert_eq!(shown(&app, &bob).await?.0, 200, "others are not in the way");
    let events = async || app.post("/v1/events", Some("dev-ingest-key"), &json!({"events": []})).await;
    for expected in [200, 200, 429] {
        assert_eq!(events().await?.status, expected);
    }
    db.clock().set(NOON.plus_micros(1_000_000));
    assert_eq!(shown(&app, &ada).await?.0, 200);
    assert_eq!(events().await?.status, 200);
    Ok(())
});

on_both_engines!(without_a_limit_there_is_none, |db| async {
    let app = App::on(&db).await?;
    let token = app.as_role(Role::Manager).token().await?;
    for _ in 0..200 {
        assert_eq!(shown(&app, &token).await?.0, 200);
    }
    Ok(())
});

on_both_engines!(a_clock_that_is_set_back_locks_nobody_out, |db| async {
    let auth = AuthOptions { person_rate: NonZeroU32::new(2), key_rate: NonZeroU32::new(2), ..AuthOptions::default() };
    let app = App::with(&db, AppOptions { dev: true, auth, ..AppOptions::default() }).await?;
    let ada = app.as_role(Role::Manager).user("ada").token().await?;
    let events = async || app.post("/v1/events", Some("dev-ingest-key"), &json!({"events": []})).await;
    for _ in 0..2 {
        assert_eq!((shown(&app, &ada).await?.0, events().await?.status), (200, 200));
    }
    // A time server sets the clock back; the token is then from the future, but within the allowed clock
    // difference.
    db.clock().set(NOON.plus_micros(-25_000_000));
    for reply in [app.post("/graphql", Some(&ada), &json!({"query": "{ viewer { id } }"})).await?, events().await?] {
        assert_eq!((reply.status, reply.header("retry-after")), (429, Some("1")), "one second, not half a minute");
    }
    db.clock().set(NOON.plus_micros(-24_000_000));
    assert_eq!((shown(&app, &ada).await?.0, events().await?.status), (200, 200));
    Ok(())
});
