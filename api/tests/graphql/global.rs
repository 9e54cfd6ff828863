//! The whole platform: sums over organizations, rankings, notable changes.
use crate::fixtures::{fill, week};
use domain::Role;
use serde_json::{Value, json};
use testkit::events::{handoff, message, run_completed};
use testkit::{App, on_both_engines};

on_both_engines!(the_platform_is_the_sum_of_its_organizations, |db| async {
    let app = App::on(&db).await?;
    fill(&app).await?;
    let frank = app.as_role(Role::SuperAdmin).user("frank");
    let fields = "runs sessions activeUsers successfulRuns costNanoUsd inputTokens";
    let query = format!(
        "query($p: Period!) {{ global(period: $p) {{ metrics {{ {fields} previous {{ {fields} }} }}
           trends {{ start metrics {{ {fields} }} }} weeks: trends(bucket: WEEK) {{ metrics {{ {fields} }} }}
           trendsByOrganization(top: 1) {{ organization {{ id }} points {{ start metrics {{ {fields} }} }} }}
           wide: trendsByOrganization(top: 1, bucket: MONTH) {{ points {{ metrics {{ {fields} p95DurationMs }} }} }}
           organizations {{ nodes {{ organization {{ id metrics(period: $p) {{ {fields} p95DurationMs }} }}
             metrics {{ {fields} p95DurationMs }} }} }} }} }}"
    );
    let global = frank.data(&query, week()).await?["global"].take();
    let sum = |list: &[&Value], field: &str| list.iter().filter_map(|metrics| metrics[field].as_i64()).sum::<i64>();
    let nodes = global["organizations"]["nodes"].as_array().expect("a list");
    assert_eq!(nodes.len(), 3);
    for node in nodes {
        assert_eq!(node["metrics"], node["organization"]["metrics"], "{node}");
    }
    let of_orgs: Vec<&Value> = nodes.iter().map(|node| &node["metrics"]).collect();
    let points = global["trends"].as_array().expect("a list");
    let stacked = global["trendsByOrganization"].as_array().expect("a list");
    assert_eq!(
        stacked.iter().map(|entry| &entry["organization"]["id"]).collect::<Vec<_>>(),
        [&json!("acme"), &Value::Null]
    );
    for field in fields.split(' ') {
        assert_eq!(json!(sum(&of_orgs, field)), global["metrics"][field], "{field}");
        for (position, point) in points.iter().enumerate() {
            let parts: Vec<&Value> = stacked.iter().map(|entry| &entry["points"][position]["metrics"]).collect();
            assert_eq!(json!(sum(&parts, field)), point["metrics"][field], "{field} {point}");
        }
        if field != "activeUsers" {
            let days: Vec<&Value> = points.iter().map(|point| &point["metrics"]).collect();
            assert_eq!(json!(sum(&days, field)), global["metrics"][field], "{field}");
        }
    }
    // Ada is active in both organizations and counts twice; within an organization, once.
    assert_eq!(
        (&global["metrics"]["activeUsers"], &global["weeks"][0]["metrics"]["activeUsers"]),
        (&json!(4), &json!(4))
    );
    // The rest of the month is beta alone: it began in February and ended in March.
    let wide = &global["wide"][1]["points"];
    let beta = nodes.iter().find(|node| node["organization"]["id"] == "beta").expect("beta");
    assert_eq!(wide[0]["metrics"], beta["metrics"], "{wide}");
    Ok(())
});

on_both_engines!(what_is_notable, |db| async {
    let app = App::on(&db).await?;
    let frank = app.as_role(Role::SuperAdmin).user("frank");
    let run = |org: &str, n: usize, day: &str| {
        run_completed("s", &format!("{day}-{n}")).org(org).at(&format!("2026-02-{day}T10:00:00Z")).payload("cost", "1")
    };
    // 28 USD in the 28 days before a week mean 7 USD per week; 14 are not a spike, 15 are.
    let before = |org: &'static str| (0..28).map(move |n| run(org, n, "10"));
    let now = |org: &'static str, runs: usize| (0..runs).map(move |n| run(org, n, "24"));
    app.store_events(before("even").chain(now("even", 14)).chain(before("spike")).chain(now("spike", 15))).await?;
    // 17 of 20 are 85 %: not below the limit.
    let mixed = |org: &'static str, failed: usize| {
        (0..20).map(move |n| run(org, n, "24").status(if n < failed { "fail" } else { "success" }))
    };
    app.store_events(before("fair").chain(mixed("fair", 3)).chain(before("poor")).chain(mixed("poor", 4))).await?;
    let sessions = |org: &'static str, handed: usize| {
        (0..5).flat_map(move |n| {
            let session = format!("h{n}");
            let said = message(&session).org(org).at("2026-02-24T10:00:00Z");
            let taken = handoff(&session).org(org).at("2026-02-24T11:00:00Z");
            if n < handed { vec![said, taken] } else { vec![said] }
        })
    };
    app.store_events(sessions("held", 3).chain(sessions("taken", 4))).await?;
    let query = "query($p: Period!) { global(period: $p) { notableChanges { organization { id } kind value usual } } }";
    let answer = frank.data(query, week()).await?;
    let change = |org: &str, kind: &str, value: f64, usual: Value| json!({"organization": {"id": org}, "kind": kind, "value": value, "usual": usual});
    assert_eq!(
        answer["global"]["notableChanges"],
        json!([
            change("fair", "COST_SPIKE", 20.0, json!(7.0)),
            change("poor", "LOW_SUCCESS", 0.8, Value::Null),
            change("poor", "COST_SPIKE", 20.0, json!(7.0)),
            change("spike", "COST_SPIKE", 15.0, json!(7.0)),
            change("taken", "HIGH_HANDOFF", 0.8, Value::Null),
        ])
    );
    Ok(())
});

on_both_engines!(the_platform_is_for_super_admins, |db| async {
    let app = App::on(&db).await?;
    for role in [Role::Member, Role::Manager, Role::OrgAdmin, Role::Support] {
        let person = app.as_role(role);
        for query in [
            "query($p: Period!) { global(period: $p) { organizationCount } }",
            "{ deadLetters { totalCount } }",
            "mutation { replayDeadLetters }",
        ] {
            assert_eq!(person.codes(query, week()).await?, ["FORBIDDEN"], "{role:?} {query}");
        }
    }
    let frank = app.as_role(Role::SuperAdmin);
    for (bad, code) in [
        ("trendsByOrganization(top: 51) { points { start } }", "BAD_USER_INPUT"),
        ("trendsByOrganization(top: -1) { points { start } }", "BAD_USER_INPUT"),
        ("organizations(first: 501) { totalCount }", "BAD_USER_INPUT"),
        ("organizations(after: \"nonsense\") { totalCount }", "BAD_USER_INPUT"),
    ] {
        let query = format!("query($p: Period!) {{ global(period: $p) {{ {bad} }} }}");
        assert_eq!(frank.codes(&query, week()).await?, [code], "{bad}");
    }
    Ok(())
});
