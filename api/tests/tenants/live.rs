//! A subscriber to a session or an organization gets no events of another organization with the same ids.
use crate::victim;
use domain::Role;
use serde_json::json;
use testkit::events::{message, run_started};
use testkit::{App, on_both_engines};

/// Within the last six hours, and the last minute.
const JUST_NOW: &str = "2026-03-02T11:59:40Z";

on_both_engines!(what_happens_elsewhere_is_not_heard, |db| async {
    let app = App::on(&db).await?;
    victim::alpha(&app).await?;
    victim::beta(&app).await?;
    for (user, role) in [("ada", Role::Member), ("mia", Role::Manager), ("oda", Role::OrgAdmin)] {
        let token = app.as_role(role).user(user).of("beta").token().await?;
        let mut session =
            app.follow(Some(&token), "subscription { sessionEvents(sessionId: \"shared\") { id } }").await?;
        let mut counts = app.follow(Some(&token), "subscription { liveRunCounts { running activeSessions } }").await?;
        let was = counts.next().await?["data"]["liveRunCounts"]["running"].as_i64().expect("a number");
        // The subscription has started when the first event of its own organization arrives.
        let heard = loop {
            let event = message("shared").org("beta").at(JUST_NOW);
            app.store_events([event]).await?;
            let patience = std::time::Duration::from_millis(50);
            if let Ok(heard) = tokio::time::timeout(patience, session.next()).await {
                break heard?;
            }
        };
        assert!(heard["errors"].is_null(), "{heard}");
        let name = role.wire();
        let loud = (0..3).map(|n| {
            run_started("shared", &format!("{name}-{n}")).id(&format!("{name}-{n}")).org("alpha").at(JUST_NOW)
        });
        app.store_events(loud).await?;
        let own = run_started("shared", &format!("own-{name}")).id(&format!("{name}-own")).org("beta").at(JUST_NOW);
        app.store_events([own]).await?;
        let mut next = session.next().await?;
        while next["data"]["sessionEvents"]["id"].as_str().is_some_and(|id| id.starts_with("e-")) {
            // One of the events sent until the first one arrived.
            next = session.next().await?;
        }
        assert_eq!(next, json!({"data": {"sessionEvents": {"id": format!("{name}-own")}}}));
        loop {
            let running = counts.next().await?["data"]["liveRunCounts"]["running"].as_i64().expect("a number");
            assert!(running <= was + 1, "{running} runs, of which {was} were there before");
            if running == was + 1 {
                break;
            }
        }
    }
    Ok(())
});
