//! A fixed data set: three organizations, one of them idle, over two weeks.
use domain::Role;
use serde_json::{Value, json};
use testkit::events::{Draft, handoff, message, run_completed, run_started};
use testkit::{App, Result};

/// The week of the data set, as variables.
pub(crate) fn week() -> Value {
    json!({"p": {"from": "2026-02-23", "to": "2026-03-01"}})
}

/// Creates the organizations with their people and events, and projects them.
pub(crate) async fn fill(app: &App) -> Result<()> {
    let frank = app.as_role(Role::SuperAdmin).user("frank");
    for (id, name) in [("acme", "Acme"), ("beta", "Beta Ltd"), ("idle", "Idle")] {
        let register = "mutation($id: ID!, $name: String!) { upsertOrganization(id: $id, name: $name) { id } }";
        frank.data(register, json!({"id": id, "name": name})).await?;
    }
    let enrol = "mutation($o: ID!, $m: MemberInput!) { upsertMember(organizationId: $o, member: $m) { id } }";
    for (org, id, name, role) in [
        ("acme", "ada", Some("Ada"), "MEMBER"),
        ("acme", "bob", Some("Bob"), "MANAGER"),
        ("acme", "carol", None, "ORG_ADMIN"),
        ("beta", "dan", Some("Dan"), "ORG_ADMIN"),
    ] {
        let member = json!({"userId": id, "displayName": name, "email": format!("{id}@example.org"), "role": role});
        frank.data(enrol, json!({"o": org, "m": member})).await?;
    }
    app.store_events(events()).await
}

fn events() -> Vec<Draft> {
    let files = json!({"files_changed": 2, "lines_added": 9, "lines_deleted": 1, "tests_run": 4, "tests_passed": 3,
        "files": [{"path": "src/b.rs", "lines_added": 4, "lines_deleted": 1}, {"path": "src/a.rs", "lines_added": 5, "lines_deleted": 0}]});
    let of_acme = [
        // The previous week.
        message("a0").at("2026-02-17T09:00:00Z"),
        run_completed("a0", "a0r1").at("2026-02-17T09:05:00Z").payload("cost", "0.01"),
        run_completed("a0", "a0r2").at("2026-02-17T09:06:00Z").status("fail").payload("error_type", "tool_error"),
        // The week.
        message("a1").at("2026-02-23T09:00:00Z").payload("repo_id", "acme/app"),
        run_started("a1", "a1r1").at("2026-02-23T09:00:10Z"),
        run_completed("a1", "a1r1")
            .at("2026-02-23T09:01:00Z")
            .payload("duration_ms", 50_000)
            .payload("artifacts", files),
        message("a1").at("2026-02-23T09:02:00Z").payload("actor", "agent").payload("text", "Done: see src/a.rs"),
        handoff("a1").at("2026-02-23T09:10:00Z"),
        run_completed("a1", "a1r2").at("2026-02-23T10:00:00Z").status("timeout").payload("model", "haiku"),
        message("a2").at("2026-02-25T14:00:00Z").user("bob"),
        run_completed("a2", "a2r1").at("2026-02-25T14:01:00Z").user("bob").payload("cost", "0.25"),
        run_completed("a2", "a2r2")
            .at("2026-02-25T14:03:00Z")
            .user("bob")
            .status("fail")
            .payload("error_type", "model_error"),
        // A session without runs, and one without a person.
        message("a3").at("2026-02-25T14:00:00Z").user("bob"),
        message("a4").at("2026-02-26T08:00:00Z").by_nobody().payload("actor", "system"),
        // Today, a run in progress.
        message("a5").at("2026-03-02T11:58:00Z"),
        run_started("a5", "a5r1").at("2026-03-02T11:59:30Z"),
    ];
    let of_beta = [
        message("b1").org("beta").user("dan").at("2026-02-24T10:00:00Z"),
        run_completed("b1", "b1r1").org("beta").user("dan").at("2026-02-24T10:05:00Z").payload("cost", "3"),
        run_completed("b1", "b1r2").org("beta").user("ada").at("2026-02-26T10:05:00Z").payload("cost", "1.5"),
        handoff("b1").org("beta").user("dan").at("2026-02-26T11:00:00Z"),
    ];
    of_acme.into_iter().chain(of_beta).collect()
}

/// Turns one event of acme and one of beta into dead letters.
pub(crate) async fn bury(app: &App) -> Result<()> {
    app.store_events([
        message("late").id("dead-1").at("2026-02-27T09:00:00Z"),
        run_completed("late", "lr").id("dead-2").org("beta").at("2026-02-27T09:01:00Z"),
    ])
    .await?;
    // As a worker leaves them if it cannot project them.
    for sql in [
        "/* test */ INSERT INTO events_dead_letter (org_id, event_id, attempts, dead_at, last_error)
         SELECT org_id, event_id, 5, CASE event_id WHEN 'dead-1' THEN 1772452800000000 ELSE 1772452860000000 END,
                'a sum exceeds what 64 bits hold'
         FROM events_raw WHERE event_id IN ('dead-1', 'dead-2')",
        "/* test */ DELETE FROM session_stats WHERE session_id = 'late'",
        "/* test */ DELETE FROM run_facts WHERE session_id = 'late'",
        "/* test */ DELETE FROM org_stats_daily WHERE day = 20511",
        "/* test */ DELETE FROM user_stats_daily WHERE day = 20511",
    ] {
        app.store().run(sql, []).await?;
    }
    Ok(())
}
