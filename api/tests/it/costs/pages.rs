//! Lists whose cursors are the items' own ids, page by page.
use domain::Role;
use serde_json::{Value, json};
use testkit::app::codes;
use testkit::events::{Draft, handoff, message, run_completed, run_started};
use testkit::{App, Result, on_both_engines};

/// Pages through `list`, which selects `id` (or `path`) and more, until a page is empty.
async fn pages(app: &App, place: &str, list: &str, size: usize) -> Result<Vec<Vec<Value>>> {
    let (field, fields) = list.split_once(' ').expect("a field and what is selected");
    let mut found: Vec<Vec<Value>> = Vec::new();
    loop {
        let last = found.last().and_then(|page| page.last());
        let after = last.map(|item| item.get("id").or_else(|| item.get("path")).cloned().unwrap_or_default());
        let query = format!(
            "query($a: ID) {{ {} }}",
            place.replace("LIST", &format!("{field}(first: {size}, after: $a) {fields}"))
        );
        let token = app.as_role(Role::OrgAdmin).user("carol").token().await?;
        let answer = app.ask(Some(&token), &query, json!({"a": after})).await?;
        assert_eq!(codes(&answer), Vec::<&str>::new(), "{answer}");
        let mut part = &answer["data"]["organization"];
        while !part.is_array() {
            part = part.as_object().and_then(|fields| fields.values().next()).expect("a list");
        }
        let page = part.as_array().cloned().unwrap_or_default();
        assert!(page.len() <= size, "{page:?}");
        if page.is_empty() {
            return Ok(found);
        }
        found.push(page);
    }
}

const SESSION: &str = "organization(id: \"acme\") { session(id: \"s\") { LIST } }";

/// Runs that begin at the same instant, in the order of their first events' ids: compared bytewise, where a
/// prefix comes first, and ids of 128 bytes and more are stored differently from shorter ones.
fn tangled() -> (Vec<Draft>, Vec<String>) {
    let ids = [
        "A".to_owned(),
        "e".to_owned(),
        "e!".to_owned(),
        "e0".to_owned(),
        "e00".to_owned(),
        "e1".to_owned(),
        format!("e{}", "1".repeat(126)),
        format!("e{}", "1".repeat(127)),
        "eé".to_owned(),
        format!("e{}", "é".repeat(100)),
        format!("e{}", "é".repeat(127)),
        "z".to_owned(),
    ];
    let mut order: Vec<(String, String)> =
        ids.iter().enumerate().map(|(n, id)| (id.clone(), format!("run-{n}"))).collect();
    let mut events: Vec<Draft> = order
        .iter()
        .rev()
        .flat_map(|(id, run)| {
            let end = run_completed("s", run).id(&format!("late {run}")).at("2026-03-01T11:00:00Z");
            [run_started("s", run).id(id), end]
        })
        .collect();
    order.sort();
    // One that begins before all others, whatever its id.
    events.push(run_completed("s", "early").id("zz").at("2026-03-01T09:00:00Z"));
    let mut runs = vec!["early".to_owned()];
    runs.extend(order.into_iter().map(|(_, run)| run));
    (events, runs)
}

on_both_engines!(runs_are_paged_by_number, |db| async {
    let app = App::on(&db).await?;
    let (events, expected) = tangled();
    app.store_events(events).await?;
    for size in [1, 4, 500] {
        let found = pages(&app, SESSION, "runs { id number }", size).await?.concat();
        let ids: Vec<_> = found.iter().filter_map(|run| run["id"].as_str()).collect();
        assert_eq!(ids, expected, "in pages of {size}");
        let numbers: Vec<_> = found.iter().filter_map(|run| run["number"].as_u64()).collect();
        assert_eq!(numbers, (1..=expected.len() as u64).collect::<Vec<_>>());
    }
    // A run's number in the timeline is the same.
    let timeline =
        SESSION.replace("LIST", "timeline(first: 500) { nodes { ... on RunStartedEvent { run { id number } } } }");
    let answer = app.as_role(Role::OrgAdmin).user("carol").gql(&format!("{{ {timeline} }}")).await?;
    let nodes = answer.pointer("/data/organization/session/timeline/nodes").and_then(Value::as_array).expect("events");
    for run in nodes.iter().map(|node| &node["run"]).filter(|run| run.is_object()) {
        let place = expected.iter().position(|id| run["id"] == json!(id)).expect("a known run");
        assert_eq!(run["number"], json!(place + 1));
    }
    Ok(())
});

on_both_engines!(a_long_session_is_answered_in_pages, |db| async {
    let app = App::on(&db).await?;
    let runs: Vec<Draft> =
        (0..1_200).map(|n| run_completed("s", &format!("r{n:04}")).id(&format!("e{n:04}"))).collect();
    app.store_events(runs).await?;
    let answer = app
        .as_role(Role::OrgAdmin)
        .user("carol")
        .gql(&format!("{{ {} }}", SESSION.replace("LIST", "runs { id }")))
        .await?;
    let runs = answer.pointer("/data/organization/session/runs").and_then(Value::as_array).expect("runs");
    assert_eq!((runs.len(), &runs[499]["id"]), (500, &json!("r0499")), "no page is longer");
    let found = pages(&app, SESSION, "runs { id }", 500).await?;
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [500, 500, 200]);
    Ok(())
});

on_both_engines!(handoffs_are_paged_oldest_first, |db| async {
    let app = App::on(&db).await?;
    let mut events = vec![message("s"), run_completed("s", "r").at("2026-03-01T12:00:00Z")];
    events.extend((0..7).map(|n| handoff("s").id(&format!("h{n}")).at(&format!("2026-03-01T11:00:0{}Z", n / 2))));
    events.push(handoff("s").id("h-last").at("2026-03-01T13:00:00Z"));
    app.store_events(events).await?;
    for size in [1, 3, 500] {
        let found = pages(&app, SESSION, "handoffs { id followedByRun }", size).await?.concat();
        let ids: Vec<_> = found.iter().filter_map(|one| one["id"].as_str()).collect();
        assert_eq!(ids, ["h0", "h1", "h2", "h3", "h4", "h5", "h6", "h-last"], "in pages of {size}");
        let followed = found.iter().filter(|one| one["followedByRun"] == json!(true)).count();
        assert_eq!(followed, 7, "no run ended after the last");
    }
    Ok(())
});

on_both_engines!(files_are_paged_by_path, |db| async {
    let app = App::on(&db).await?;
    let files = |names: &[&str]| {
        let files: Vec<Value> = names.iter().map(|name| json!([name, 1, 0])).collect();
        json!({"files_changed": names.len(), "lines_added": 1, "lines_deleted": 0, "files": files})
    };
    app.store_events([
        run_completed("s", "r1").payload("artifacts", files(&["b", "a/z", "é"])).id("e1"),
        run_completed("s", "r2").payload("artifacts", files(&["a", "b", "Z"])).id("e2"),
        run_completed("s", "r3").id("e3"),
    ])
    .await?;
    for size in [1, 2, 500] {
        let place = SESSION.replace("LIST", "artifacts { LIST }");
        let found = pages(&app, &place, "files { path linesAdded }", size).await?.concat();
        let files: Vec<_> = found.iter().map(|file| (file["path"].as_str(), file["linesAdded"].as_u64())).collect();
        let expected = [("Z", 1), ("a", 1), ("a/z", 1), ("b", 2), ("é", 1)];
        assert_eq!(files, expected.map(|(path, lines)| (Some(path), Some(lines))), "in pages of {size}");
    }
    Ok(())
});

on_both_engines!(ingest_keys_are_paged_those_that_work_first, |db| async {
    let app = App::on(&db).await?;
    app.store_events([message("s")]).await?;
    let make = "mutation($n: String!) { createIngestKey(organizationId: \"acme\", name: $n) { key { id } } }";
    let token = app.as_role(Role::OrgAdmin).user("carol").token().await?;
    let mut made = Vec::new();
    for n in 0..4 {
        app.at(&format!("2026-03-01T10:00:0{}Z", n / 2));
        let token = app.as_role(Role::OrgAdmin).user("carol").token().await?;
        let answer = app.ask(Some(&token), make, json!({"n": format!("key {n}")})).await?;
        made.push(answer["data"]["createIngestKey"]["key"]["id"].clone());
    }
    let revoke = "mutation($id: ID!) { revokeIngestKey(id: $id) { id } }";
    app.ask(Some(&token), revoke, json!({"id": made[3]})).await?;
    let place = "organization(id: \"acme\") { LIST }";
    let whole = pages(&app, place, "ingestKeys { id name revokedAt }", 500).await?.concat();
    assert_eq!(whole.len(), 4);
    assert_eq!((&whole[0]["name"], &whole[3]["name"]), (&json!("key 2"), &json!("key 3")), "{whole:?}");
    assert_eq!(pages(&app, place, "ingestKeys { id name revokedAt }", 1).await?.concat(), whole);
    Ok(())
});

on_both_engines!(what_is_notable_is_paged_by_organization, |db| async {
    let app = App::on(&db).await?;
    let mut events = Vec::new();
    for (n, org) in ["a", "b", "c"].into_iter().enumerate() {
        // Failed, expensive and handed off: three changes each; the last one only failed.
        let run = run_completed("s", "r").org(org).status("fail").payload("cost", if n < 2 { "9" } else { "0" });
        events.push(run);
        events.extend((n < 2).then(|| handoff("s").org(org)));
    }
    app.store_events(events).await?;
    let notable = async |arguments: &str| -> Result<Vec<String>> {
        let period = "period: {from: \"2026-02-26\", to: \"2026-03-01\"}";
        let query = format!("{{ global({period}) {{ notableChanges{arguments} {{ organization {{ id }} kind }} }} }}");
        let answer = app.as_role(Role::SuperAdmin).user("frank").gql(&query).await?;
        let found =
            answer.pointer("/data/global/notableChanges").and_then(Value::as_array).cloned().unwrap_or_default();
        Ok(found.iter().filter_map(|one| one["organization"]["id"].as_str().map(str::to_owned)).collect())
    };
    let all = ["a", "a", "a", "b", "b", "b", "c"];
    assert_eq!(notable("").await?, all);
    assert_eq!(notable("(first: 1)").await?, all[..3], "an organization is never torn apart");
    assert_eq!(notable("(first: 4, after: \"a\")").await?, all[3..]);
    assert_eq!(notable("(first: 0)").await?, [""; 0]);
    assert_eq!(notable("(after: \"c\")").await?, [""; 0]);
    Ok(())
});

on_both_engines!(pages_out_of_place_are_refused, |db| async {
    let app = App::on(&db).await?;
    app.store_events([run_completed("s", "r").id("e"), handoff("t").id("h"), run_completed("t", "q").id("f")]).await?;
    for list in [
        "runs(first: 501) { id }",
        "runs(first: -1) { id }",
        "runs(after: \"unknown\") { id }",
        "runs(after: \"q\") { id }",
        "handoffs(first: 501) { id }",
        "handoffs(after: \"h\") { id }",
        "artifacts { files(after: \"unknown\") { path } }",
        "artifacts { files(first: 501) { path } }",
    ] {
        let answer =
            app.as_role(Role::OrgAdmin).user("carol").gql(&format!("{{ {} }}", SESSION.replace("LIST", list))).await?;
        assert_eq!(codes(&answer), ["BAD_USER_INPUT"], "{list} {answer}");
    }
    let keys = "{ organization(id: \"acme\") { ingestKeys(after: \"unknown\") { id } } }";
    assert_eq!(codes(&app.as_role(Role::OrgAdmin).user("carol").gql(keys).await?), ["BAD_USER_INPUT"]);
    Ok(())
});
