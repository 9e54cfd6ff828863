//! The contents of exported files.
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use domain::Role;
use serde_json::{Value, json};
use testkit::events::{Draft, handoff, message, run_completed};
use testkit::{App, Result, on_both_engines};

const DAYS: &str = "from=2026-02-01&to=2026-02-28";
const SESSION: &str = "id user { id name } repoId startedAt lastEventAt lifespanMs activeTimeMs runCount successfulRuns
    failedRuns successRate handoffCount hasPostHandoffIteration costUsd costNanoUsd inputTokens outputTokens";
/// The columns of people before the metrics.
const USER: [&str; 4] = ["id", "name", "email", "role"];
/// A field that the list of people does not have.
const MEMBER_SINCE: &str = "memberSince";

fn february() -> Vec<Draft> {
    let at = |day: u32| format!("2026-02-{day:02}T09:00:00Z");
    vec![
        message("s1").at(&at(2)).payload("repo_id", "acme/site"),
        run_completed("s1", "r1").at(&at(2)).payload("cost", "0.123456789"),
        handoff("s1").at(&at(2)),
        run_completed("s1", "r2").at("2026-02-02T10:00:00Z").status("fail"),
        message("=cmd()").at(&at(3)).user("+bob").payload("repo_id", "a \"quoted\", name"),
        run_completed("=cmd()", "r3").at(&at(3)).user("+bob"),
        message("s3").at(&at(4)).by_nobody(),
        message("s4").at("2026-03-01T09:00:00Z"),
    ]
}

/// A file as JSON.
async fn rows(app: &App, path: &str) -> Result<Vec<Value>> {
    let reply = app.as_role(Role::Manager).get(path).await?;
    assert_eq!(reply.status, 200, "{}", reply.text());
    Ok(serde_json::from_slice(&reply.body)?)
}

on_both_engines!(sessions_are_those_of_the_list, |db| async {
    let app = App::on(&db).await?;
    app.store_events(february()).await?;
    for (query, arguments) in [
        ("", ""),
        ("&orderBy=SUCCESS_RATE&direction=ASC", ", orderBy: {field: SUCCESS_RATE, direction: ASC}"),
        (
            "&orderBy=COST&direction=DESC&hasFailures=true",
            ", orderBy: {field: COST, direction: DESC}, filter: {hasFailures: true}",
        ),
        ("&userId=%2Bbob&minCostUsd=0.01", ", filter: {userId: \"+bob\", minCostUsd: 0.01}"),
        (
            "&idContains=S&hasHandoff=false&maxLifespanMs=0",
            ", filter: {idContains: \"S\", hasHandoff: false, maxLifespanMs: 0}",
        ),
        (
            "&hasPostHandoff=true&minLifespanMs=1&maxCostUsd=9",
            ", filter: {hasPostHandoff: true, minLifespanMs: 1, maxCostUsd: 9}",
        ),
    ] {
        let list = format!(
            "{{ organization {{ sessions(period: {{from: \"2026-02-01\", to: \"2026-02-28\"}}{arguments}) {{ nodes {{ {SESSION} }} }} }} }}"
        );
        let mut answer = app.as_role(Role::Manager).data(&list, json!({})).await?;
        let mut expected = answer["organization"]["sessions"]["nodes"].take();
        for node in expected.as_array_mut().expect("nodes") {
            let user = node.as_object_mut().expect("an object").remove("user").expect("a user");
            node["userId"] = user["id"].clone();
            node["userName"] = user["name"].clone();
        }
        let found = rows(&app, &format!("/export/acme/sessions.json?{DAYS}{query}")).await?;
        assert!(!found.is_empty(), "{query}");
        assert_eq!(json!(found), expected, "{query}");
    }
    assert_eq!(rows(&app, "/export/acme/sessions.json?from=2020-01-01&to=2020-01-02").await?, Vec::<Value>::new());
    Ok(())
});

/// The metrics of people in the file, by column name.
async fn figures_of_users(app: &App) -> Result<Vec<String>> {
    let reply = app.as_role(Role::Manager).get(&format!("/export/acme/users.csv?{DAYS}")).await?;
    let text = reply.text();
    let columns = text.lines().next().unwrap_or_default().split(',');
    Ok(columns.filter(|name| !USER.contains(name) && *name != MEMBER_SINCE).map(ToOwned::to_owned).collect())
}

on_both_engines!(users_are_those_of_the_list, |db| async {
    let app = App::on(&db).await?;
    app.store_events(february()).await?;
    let figures = figures_of_users(&app).await?;
    for (query, arguments) in [
        ("", ""),
        ("&orderBy=COST&direction=DESC", ", orderBy: {field: COST, direction: DESC}"),
        ("&search=BOB", ", search: \"BOB\""),
    ] {
        let list = format!(
            "{{ organization {{ users(period: {{from: \"2026-02-01\", to: \"2026-02-28\"}}{arguments}) {{ nodes {{ {} \
               metrics(period: {{from: \"2026-02-01\", to: \"2026-02-28\"}}) {{ {} }} }} }} }} }}",
            USER.join(" "),
            figures.join(" ")
        );
        let mut answer = app.as_role(Role::Manager).data(&list, json!({})).await?;
        let mut expected = answer["organization"]["users"]["nodes"].take();
        for node in expected.as_array_mut().expect("nodes") {
            let metrics = node.as_object_mut().expect("an object").remove("metrics").expect("metrics");
            for (name, value) in metrics.as_object().expect("metrics") {
                node[name] = value.clone();
            }
        }
        let mut found = rows(&app, &format!("/export/acme/users.json?{DAYS}{query}")).await?;
        for row in &mut found {
            row.as_object_mut().expect("an object").remove(MEMBER_SINCE).expect("a column of its own");
        }
        assert_eq!(json!(found), expected, "{query}");
    }
    Ok(())
});

on_both_engines!(csv_is_safe_to_open, |db| async {
    let app = App::on(&db).await?;
    app.store_events(february()).await?;
    let reply = app.as_role(Role::OrgAdmin).get(&format!("/export/acme/sessions.csv?{DAYS}")).await?;
    assert_eq!(reply.header(CONTENT_TYPE.as_str()), Some("text/csv; charset=utf-8; header=present"));
    let name = "attachment; filename=\"sessions_acme_2026-02-01_2026-02-28.csv\"";
    assert_eq!(reply.header(CONTENT_DISPOSITION.as_str()), Some(name));
    let text = reply.text();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(lines[0].starts_with("id,userId,userName,repoId,startedAt,"), "{}", lines[0]);
    assert!(lines[1].starts_with("s3,,,,2026-02-04T09:00:00.000000Z,"), "{}", lines[1]);
    assert!(lines[2].starts_with("'=cmd(),'+bob,,\"a \"\"quoted\"\", name\",2026-02-03T"), "{}", lines[2]);
    assert!(lines[3].contains(",0.173456789,173456789,"), "{}", lines[3]);
    assert_eq!(lines[4..], [""]);
    let reply = app.as_role(Role::OrgAdmin).get(&format!("/export/acme/users.csv?{DAYS}&search=bob")).await?;
    let text = reply.text();
    // The columns that programs rely on; new ones are added at the end.
    let columns = "id,name,email,role,memberSince,sessions,runs,runsPerSession,activeTimePerSessionMs,\
        lifespanPerSessionMs,handoffRate,postHandoffRate,successRate,successfulRuns,failedRuns,avgDurationMs,costUsd,\
        costNanoUsd,costPerRunUsd,inputTokens,outputTokens";
    assert!(text.starts_with(columns), "{text}");
    assert!(
        text.contains("\r\n'+bob,,,,,1,1,1.0,60000.0,0.0,0.0,0.0,1.0,1,0,60000.0,0.05,50000000,0.05,1000,200"),
        "{text}"
    );
    Ok(())
});
