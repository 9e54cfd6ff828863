//! Short documents that once used up all resources: they are rejected for their cost, or answered in pages.
use super::weigh::{Scales, limit};
use api::AppOptions;
use domain::Role;
use serde_json::{Value, json};
use testkit::app::codes;
use testkit::events::{Draft, message, run_completed};
use testkit::{App, on_both_engines};

const YEAR: &str = "period: {from: \"2025-02-01\", to: \"2026-03-07\"}";

/// The field this many times, each with its own alias.
fn aliases(many: usize, field: &str) -> String {
    (0..many).map(|n| format!("a{n}: {} ", field.replace('#', &n.to_string()))).collect()
}

fn of_acme(what: &str) -> String {
    format!("{{ organization(id: \"acme\") {{ {what} }} }}")
}

/// A session with this many runs, all at the same instant.
fn session(runs: usize) -> Vec<Draft> {
    (0..runs).map(|n| run_completed("s", &format!("r{n}")).id(&format!("e{n}"))).collect()
}

/// `runs { session { runs { .. } } }` with this many levels.
fn circle(levels: usize, page: &str) -> String {
    let within = (0..levels).fold("id".to_owned(), |within, _| format!("runs{page} {{ session {{ {within} }} }}"));
    format!("{{ organization(id: \"acme\") {{ session(id: \"s\") {{ {within} }} }} }}")
}

on_both_engines!(a_session_that_leads_back_to_itself_is_refused_by_its_weight, |db| async {
    let app = App::on(&db).await?;
    app.store_events(session(20)).await?;
    for document in [circle(5, ""), circle(4, ""), circle(3, "(first: 499)"), circle(5, "(first: 20)")] {
        let answer = app.as_role(Role::Member).user("ada").gql(&document).await?;
        assert_eq!(codes(&answer), ["TOO_COMPLEX"], "{document} {answer}");
        assert!(answer.to_string().contains("points of complexity"), "{answer}");
    }
    // Within the limits it is answered, and no page is longer than requested.
    let answer = app.as_role(Role::Member).user("ada").gql(&circle(3, "(first: 2)")).await?;
    let runs = answer.pointer("/data/organization/session/runs/1/session/runs/1/session/runs");
    assert_eq!(runs.and_then(Value::as_array).map(Vec::len), Some(2), "{answer}");
    Ok(())
});

on_both_engines!(a_session_with_many_runs_is_refused_while_it_is_read, |db| async {
    let app = App::on(&db).await?;
    app.store_events(session(20)).await?;
    let ada = app.as_role(Role::Member).user("ada");
    // Few runs are taken for granted, and there are few.
    assert_eq!(codes(&ada.gql(&circle(2, "")).await?), Vec::<&str>::new());
    let more = (20..500).map(|n| run_completed("s", &format!("r{n}")).id(&format!("e{n}")));
    app.store_events(more.collect::<Vec<_>>()).await?;
    let answer = ada.gql(&circle(2, "")).await?;
    assert_eq!(codes(&answer), ["TOO_COMPLEX"]);
    assert!(
        answer["errors"][0]["message"].as_str().is_some_and(|told| told.contains("values")),
        "{}",
        answer["errors"]
    );
    Ok(())
});

on_both_engines!(files_of_many_runs_are_refused_by_their_weight, |db| async {
    let app = App::on(&db).await?;
    app.store_events(session(2)).await?;
    let files = "runs { artifacts { files { path linesAdded } } }";
    let document = of_acme(&aliases(100, &format!("session(id: \"s\") {{ {files} }}")));
    assert_eq!(codes(&app.as_role(Role::Member).user("ada").gql(&document).await?), ["TOO_COMPLEX"]);
    let paged =
        of_acme("session(id: \"s\") { runs(first: 10) { artifacts { files(first: 100) { path linesAdded } } } }");
    assert_eq!(codes(&app.as_role(Role::Member).user("ada").gql(&paged).await?), Vec::<&str>::new());
    Ok(())
});

on_both_engines!(totals_of_one_timeline_are_counted_once, |db| async {
    let app = App::alone(db.store().clone(), AppOptions { dev: true, ..AppOptions::default() }).await?;
    app.store_events([message("s"), message("s"), run_completed("s", "r")]).await?;
    let document = of_acme(&format!("session(id: \"s\") {{ {} }}", aliases(64, "timeline(first: 0) { totalCount }")));
    let before = app.reader().statements();
    let answer = app.as_role(Role::Member).user("ada").gql(&document).await?;
    assert_eq!(answer.pointer("/data/organization/session/a63/totalCount"), Some(&json!(3)), "{answer}");
    let statements = app.reader().statements() - before;
    assert!(statements <= 8, "{statements} statements");
    Ok(())
});

on_both_engines!(lists_with_totals_and_nothing_shown_are_refused_by_their_weight, |db| async {
    let (app, scales) = (App::on(&db).await?, Scales::new(&db).await?);
    app.store_events(session(1)).await?;
    let totals = "totalCount summary { runs p99DurationMs }";
    let sessions =
        format!("sessions({YEAR}, first: 0, filter: {{idContains: \"#\"}}) {{ totalCount summary {{ runs }} }}");
    let notable = "global(period: {from: \"2025-02-01\", to: \"2026-01-#1\"}) { notableChanges { value } }";
    let trends = format!("trends({YEAR}) {{ start end metrics {{ runs sessions costUsd totalTokens }} }}");
    let top = "trendsByOrganization(top: 50) { organization { id } points { start metrics { runs costUsd } } }";
    let of_users = format!("users({YEAR}, first: 0, orderBy: {{field: COST, direction: DESC}}) {{ {totals} }}");
    let cases = [
        (Role::Manager, of_acme(&aliases(100, &of_users))),
        (Role::Manager, of_acme(&format!("users({YEAR}, first: 500) {{ nodes {{ {} }} }}", aliases(26, &sessions)))),
        (Role::Manager, of_acme(&aliases(100, &sessions))),
        (Role::Support, format!("{{ organizations(first: 500) {{ nodes {{ {} }} }} }}", aliases(26, &sessions))),
        (Role::Support, format!("{{ organizations(first: 476) {{ nodes {{ {trends} }} }} }}")),
        (Role::SuperAdmin, format!("{{ {} }}", aliases(100, &notable.replace("-#1", "-11")))),
        (Role::SuperAdmin, format!("{{ {} }}", aliases(3, &format!("global({YEAR}) {{ {top} }}")))),
    ];
    for (role, document) in cases {
        let answer = app.as_role(role).user("ada").gql(&document).await?;
        assert_eq!(codes(&answer), ["TOO_COMPLEX"], "{document}");
        let points = scales.points(&document, &json!({})).await?.expect("a valid document");
        assert!(points > limit(), "{points} points: {document}");
    }
    // A week of the same costs little.
    let week = "{ global(period: {from: \"2026-02-23\", to: \"2026-03-01\"}) { TOP } }".replace("TOP", top);
    let answer = app.as_role(Role::SuperAdmin).user("frank").gql(&week).await?;
    assert_eq!(codes(&answer), Vec::<&str>::new(), "{answer}");
    Ok(())
});

on_both_engines!(an_operation_has_at_most_so_many_statements, |db| async {
    let app = App::on(&db).await?;
    app.store_events(session(1)).await?;
    // Two statements each: for the organization, and whether it knows the person.
    let each = "organization(id: \"acme\") { user(id: \"ada\") { id } }";
    let answer = app.as_role(Role::Manager).user("bob").gql(&format!("{{ {} }}", aliases(100, each))).await?;
    assert_eq!(codes(&answer), Vec::<&str>::new(), "{answer}");
    let one_more = format!("{{ {} viewer {{ organization {{ id }} }} }}", aliases(100, each));
    let answer = app.as_role(Role::Manager).user("bob").gql(&one_more).await?;
    assert_eq!(codes(&answer), ["TOO_COMPLEX"], "{answer}");
    let message = answer["errors"][0]["message"].as_str();
    assert_eq!(message, Some("expected at most 200 statements, got 201: 1 too many"));
    assert!(answer["data"].is_null(), "{answer}");
    Ok(())
});

on_both_engines!(an_answer_has_at_most_so_many_bytes, |db| async {
    let app = App::on(&db).await?;
    // The maximum length of stored messages.
    let long = "x".repeat(4_096);
    app.store_events((0..100).map(|_| message("s").payload("text", long.as_str())).collect::<Vec<_>>()).await?;
    let timeline = "timeline(first: 100) { nodes { ... on MessageEvent { text } } }";
    let document = |many| of_acme(&format!("session(id: \"s\") {{ {} }}", aliases(many, timeline)));
    let answer = app.as_role(Role::Member).user("ada").gql(&document(20)).await?;
    assert_eq!(codes(&answer), Vec::<&str>::new());
    assert!(answer.to_string().len() > 20 * 100 * 4_096, "texts are whole");
    let answer = app.as_role(Role::Member).user("ada").gql(&document(90)).await?;
    assert_eq!(codes(&answer), ["TOO_COMPLEX"]);
    let message = answer["errors"][0]["message"].as_str().unwrap_or_default();
    assert!(message.starts_with("expected at most 33554432 bytes in the answer"), "{message}");
    Ok(())
});
