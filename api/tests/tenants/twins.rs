//! Runs every attack as every caller of beta, with and without alpha.
use crate::attacks::{self, Attack};
use crate::victim::{self, MARK};
use axum::body::Body;
use axum::http::Request;
use domain::Role;
use serde_json::{Value, json};
use testkit::{App, Database, Result, on_both_engines};

/// Every caller of beta, with a bearer token or key.
async fn attackers(app: &App, key: String) -> Result<Vec<(&'static str, Option<String>)>> {
    let mut all = vec![("nobody", None), ("ingest key", Some(key))];
    for (user, role) in [("ada", Role::Member), ("mia", Role::Manager), ("oda", Role::OrgAdmin)] {
        all.push((role.wire(), Some(app.as_role(role).user(user).of("beta").token().await?)));
    }
    Ok(all)
}

/// The whole response: as text, to search for marks; and status, headers and content, to compare.
async fn answer(app: &App, bearer: Option<&str>, attack: &Attack) -> Result<(String, Value)> {
    let builder = |request: axum::http::request::Builder| request.header("x-request-id", "an-attack");
    let posted = |path: &str| builder(Request::post(path)).header("content-type", "application/json");
    let reply = match attack {
        Attack::Ask(query) => {
            app.send(posted("/graphql"), bearer, Body::from(attacks::body(query).to_string())).await?
        }
        Attack::Send(events) => app.send(posted("/v1/events"), bearer, Body::from(events.to_string())).await?,
        Attack::Get(path) => app.send(builder(Request::get(path)), bearer, Body::empty()).await?,
        // Each of them is rejected immediately, so the stream ends.
        Attack::Follow(query) => {
            let request = posted("/graphql/stream").header("accept", "text/event-stream");
            app.send(request, bearer, Body::from(attacks::body(query).to_string())).await?
        }
    };
    let text = format!("{} {:?}\n{}", reply.status, reply.headers, reply.text());
    Ok((text, json!([reply.status, format!("{:?}", reply.headers), reply.text()])))
}

on_both_engines!(nothing_of_another_organization_is_told, |db| async {
    let without = Database::on(db.store().engine()).await?;
    let (beside, alone) = (App::on(&db).await?, App::on(&without).await?);
    let loot = victim::alpha(&beside).await?;
    let beside_beta = attackers(&beside, victim::beta(&beside).await?).await?;
    let alone_beta = attackers(&alone, victim::beta(&alone).await?).await?;
    let before = victim::state(&beside).await?;
    assert!(before.to_string().contains(MARK), "the marks are planted: {before}");
    let mut wrong = Vec::new();
    let mut answered = 0;
    for attack in attacks::all(&loot) {
        for ((name, beside_bearer), (_, alone_bearer)) in beside_beta.iter().zip(&alone_beta) {
            let (one, content) = answer(&beside, beside_bearer.as_deref(), &attack).await?;
            let (other, content_alone) = answer(&alone, alone_bearer.as_deref(), &attack).await?;
            if one.contains(MARK) {
                wrong.push(format!("{name}, {attack:?}: a mark in {one}"));
            }
            if content != content_alone && !attacks::is_of_the_process(&attack) {
                wrong.push(format!("{name}, {attack:?}: beside alpha {one}\nwithout it {other}"));
            }
            answered += usize::from(one.contains("shared"));
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
    assert!(answered > 20, "the own things are seen: {answered}");
    beside.run_worker().await?;
    let after = victim::state(&beside).await?;
    assert_eq!(after, before, "alpha is as it was");
    Ok(())
});
