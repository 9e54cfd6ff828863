//! Pages: every item once, in order, forward and backward.
use crate::figures::week;
use domain::Role;
use serde_json::{Value, json};
use testkit::app::codes;
use testkit::events::{message, run_completed};
use testkit::{App, Result, on_both_engines};

const PERIOD: &str = "{from: \"2026-02-01\", to: \"2026-02-28\"}";

fn ids(list: &Value) -> Vec<String> {
    let nodes = list["nodes"].as_array().cloned().unwrap_or_default();
    nodes.iter().map(|node| node["id"].as_str().unwrap_or("?").to_owned()).collect()
}

/// Every id of a list, page by page; checks that the pages know whether there are others.
async fn walk(app: &App, list: &str, order: &str, backward: bool) -> Result<Vec<String>> {
    let token = app.as_role(Role::OrgAdmin).user("carol").token().await?;
    let mut all = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let (size, bound) = if backward { ("last", "before") } else { ("first", "after") };
        let query = format!(
            "query($c: String) {{ organization {{ {list}(period: {PERIOD}, orderBy: {order}, {size}: 2, {bound}: $c)
               {{ nodes {{ id }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }} }}"
        );
        let answer = app.ask(Some(&token), &query, json!({"c": cursor})).await?;
        assert_eq!(codes(&answer), Vec::<&str>::new(), "{answer}");
        let page = &answer["data"]["organization"][list];
        let info = &page["pageInfo"];
        let mut found = ids(page);
        let more = if backward {
            found.reverse();
            assert_eq!(info["hasNextPage"], json!(!cursor.is_null()));
            cursor = info["startCursor"].clone();
            info["hasPreviousPage"].clone()
        } else {
            assert_eq!(info["hasPreviousPage"], json!(!cursor.is_null()));
            cursor = info["endCursor"].clone();
            info["hasNextPage"].clone()
        };
        all.extend(found);
        if more == json!(false) {
            return Ok(all);
        }
    }
}

on_both_engines!(sessions_page_both_ways_in_every_order, |db| async {
    let app = App::on(&db).await?;
    app.store_events(week()).await?;
    // A session without runs has no success rate: it comes last in both directions.
    app.store_events([message("s9").at("2026-02-24T08:00:00Z"), message("s8").at("2026-02-24T08:00:00Z")]).await?;
    for field in ["STARTED_AT", "LIFESPAN", "ACTIVE_TIME", "RUNS", "HANDOFFS", "SUCCESS_RATE", "FAILURES", "COST"] {
        for direction in ["ASC", "DESC"] {
            let order = format!("{{field: {field}, direction: {direction}}}");
            let forward = walk(&app, "sessions", &order, false).await?;
            let mut backward = walk(&app, "sessions", &order, true).await?;
            backward.reverse();
            assert_eq!(forward, backward, "{order}");
            let mut distinct = forward.clone();
            distinct.sort();
            assert_eq!(distinct, ["s0", "s1", "s2", "s3", "s8", "s9"], "{order}");
        }
    }
    let by_rate = "{field: SUCCESS_RATE, direction: DESC}";
    assert_eq!(walk(&app, "sessions", by_rate, false).await?, ["s2", "s0", "s1", "s3", "s9", "s8"]);
    let by_rate = "{field: SUCCESS_RATE, direction: ASC}";
    assert_eq!(walk(&app, "sessions", by_rate, false).await?, ["s3", "s1", "s0", "s2", "s8", "s9"]);
    Ok(())
});

on_both_engines!(users_page_both_ways_in_every_order, |db| async {
    let app = App::on(&db).await?;
    app.store_events(week()).await?;
    for user in ["dora", "Bert", "ada"] {
        app.as_role(Role::Member).user(user).token().await?;
        app.as_role(Role::Member).user(user).gql("{ viewer { id } }").await?;
    }
    let fields = "NAME SESSIONS RUNS RUNS_PER_SESSION ACTIVE_TIME LIFESPAN HANDOFF_RATE POST_HANDOFF_RATE SUCCESS_RATE COST COST_PER_RUN";
    for field in fields.split(' ') {
        for direction in ["ASC", "DESC"] {
            let order = format!("{{field: {field}, direction: {direction}}}");
            let forward = walk(&app, "users", &order, false).await?;
            let mut backward = walk(&app, "users", &order, true).await?;
            backward.reverse();
            assert_eq!(forward, backward, "{order}");
            assert_eq!(forward.len(), 5, "{forward:?}");
        }
    }
    // carol is a member because she sent a request; bob is only known from events and has no name.
    let by_name = "{field: NAME, direction: ASC}";
    assert_eq!(walk(&app, "users", by_name, false).await?, ["Bert", "ada", "carol", "dora", "bob"]);
    Ok(())
});

on_both_engines!(filters_and_summaries, |db| async {
    let app = App::on(&db).await?;
    app.store_events(week()).await?;
    let cases = [
        ("{}", vec!["s3", "s2", "s1", "s0"]),
        ("{idContains: \"S1\"}", vec!["s1"]),
        ("{idContains: \"%\"}", vec![]),
        ("{userId: \"bob\"}", vec!["s2"]),
        ("{hasFailures: true}", vec!["s3", "s1"]),
        ("{hasFailures: false}", vec!["s2", "s0"]),
        ("{hasHandoff: true}", vec!["s1"]),
        ("{hasPostHandoff: true}", vec!["s1"]),
        ("{hasPostHandoff: false, hasHandoff: true}", vec![]),
        ("{minLifespanMs: 1800000, maxLifespanMs: 7200000}", vec!["s2", "s1"]),
        ("{minCostUsd: 0.1, maxCostUsd: 0.25}", vec!["s2", "s1"]),
    ];
    for (filter, expected) in cases {
        let query = format!(
            "{{ organization {{ sessions(period: {PERIOD}, filter: {filter}) {{ totalCount nodes {{ id }}
               summary {{ sessions runs activeUsers p95DurationMs avgQueueWaitMs previous {{ runs }} }} }} }} }}"
        );
        let answer = app.as_role(Role::OrgAdmin).user("carol").gql(&query).await?;
        let list = &answer["data"]["organization"]["sessions"];
        assert_eq!(ids(list), expected, "{filter} {answer}");
        assert_eq!(list["totalCount"], json!(expected.len()), "{filter}");
        assert_eq!(list["summary"]["sessions"], json!(expected.len()), "{filter}");
        assert!(list["summary"]["previous"].is_null() && list["summary"]["p95DurationMs"].is_null());
    }
    Ok(())
});

on_both_engines!(sessions_are_counted_alike_however_it_is_done, |db| async {
    let app = App::on(&db).await?;
    app.store_events(week()).await?;
    // The latter are beyond retention, where days may include deleted sessions.
    let periods = [
        (PERIOD, 4),
        ("{from: \"2026-02-23\", to: \"2026-02-23\"}", 1),
        ("{from: \"2025-02-22\", to: \"2026-02-28\"}", 4),
    ];
    for (period, expected) in periods {
        for rest in ["", ", filter: {}", ", filter: {idContains: \"\"}", ", filter: {minCostUsd: 0}"] {
            for order in ["COST", "STARTED_AT"] {
                let query = |fields: &str| {
                    format!(
                        "{{ organization {{ sessions(period: {period}, first: 1, orderBy: {{field: {order}, direction: ASC}}{rest})
                           {{ {fields} }} }} }}"
                    )
                };
                for fields in ["totalCount", "totalCount summary { sessions }"] {
                    let answer = app.as_role(Role::OrgAdmin).user("carol").gql(&query(fields)).await?;
                    let total = &answer["data"]["organization"]["sessions"]["totalCount"];
                    assert_eq!(total, &json!(expected), "{period} {rest} {order} {fields} {answer}");
                }
            }
        }
    }
    let own = format!("{{ organization {{ sessions(period: {PERIOD}) {{ totalCount }} }} }}");
    let answer = app.as_role(Role::Member).user("bob").gql(&own).await?;
    assert_eq!(answer["data"]["organization"]["sessions"]["totalCount"], json!(1));
    Ok(())
});

on_both_engines!(people_of_a_page_have_the_figures_of_their_own_page, |db| async {
    let app = App::on(&db).await?;
    app.store_events(week()).await?;
    let figures = "runs sessions costNanoUsd p95DurationMs lifespanPerSessionMs handoffRate activeUsers";
    let day = "{from: \"2026-02-25\", to: \"2026-02-25\"}";
    let asked = format!(
        "id week: metrics(period: {PERIOD}) {{ {figures} previous {{ {figures} }} }} runs: metrics(period: {PERIOD}) {{ runs }}
         day: metrics(period: {day}) {{ {figures} }}"
    );
    for field in ["NAME", "RUNS_PER_SESSION", "COST"] {
        for summary in ["", "summary { runs }", "summary { p95DurationMs }"] {
            let query = format!(
                "{{ organization {{ users(period: {PERIOD}, orderBy: {{field: {field}, direction: DESC}}) {{
                   {summary} edges {{ node {{ {asked} }} }} nodes {{ {asked} }} }} }} }}"
            );
            let answer = app.as_role(Role::OrgAdmin).user("carol").gql(&query).await?;
            let list = &answer["data"]["organization"]["users"];
            let nodes = list["nodes"].as_array().cloned().unwrap_or_default();
            assert_eq!(nodes.len(), 3, "{answer}");
            for (position, node) in nodes.iter().enumerate() {
                let alone = format!("{{ organization {{ user(id: {}) {{ {asked} }} }} }}", node["id"]);
                let alone = app.as_role(Role::OrgAdmin).user("carol").gql(&alone).await?;
                assert_eq!(node, &alone["data"]["organization"]["user"], "{field} {summary}");
                assert_eq!(node, &list["edges"][position]["node"], "{field} {summary}");
            }
        }
    }
    Ok(())
});

on_both_engines!(users_search_and_sum, |db| async {
    let app = App::on(&db).await?;
    app.store_events(week()).await?;
    app.as_role(Role::Member).user("Älva").gql("{ viewer { id } }").await?;
    let query = |search: &str| {
        format!(
            "{{ organization {{ users(period: {PERIOD}, search: \"{search}\", orderBy: {{field: RUNS, direction: DESC}}) {{
               totalCount summary {{ runs activeUsers p95DurationMs costNanoUsd }}
               nodes {{ id lastActiveAt metrics(period: {PERIOD}) {{ runs p50DurationMs previous {{ runs }} }} }} }} }} }}"
        )
    };
    let all = app.as_role(Role::Manager).user("ada").gql(&query("")).await?;
    let users = &all["data"]["organization"]["users"];
    assert_eq!(ids(users), ["ada", "bob", "Älva"], "{all}");
    assert_eq!((&users["summary"]["runs"], &users["summary"]["activeUsers"]), (&json!(5), &json!(2)));
    assert_eq!(users["nodes"][1]["lastActiveAt"], json!("2026-02-25T14:30:00.000000Z"));
    assert_eq!(users["nodes"][0]["metrics"]["previous"]["runs"], json!(0));
    for (search, expected) in [("älVA", "Älva"), ("BOB", "bob"), ("ada@EXAMPLE", "ada")] {
        let found = app.as_role(Role::Manager).user("ada").gql(&query(search)).await?;
        assert_eq!(ids(&found["data"]["organization"]["users"]), [expected], "{search}");
    }
    Ok(())
});

on_both_engines!(cursors_belong_to_their_list, |db| async {
    let app = App::on(&db).await?;
    app.store_events(week()).await?;
    app.store_events([run_completed("x", "x").org("rival").at("2026-02-25T14:30:00Z")]).await?;
    let first = format!("{{ organization {{ sessions(period: {PERIOD}) {{ pageInfo {{ endCursor }} }} }} }}");
    let answer = app.as_role(Role::OrgAdmin).user("carol").gql(&first).await?;
    let cursor =
        answer["data"]["organization"]["sessions"]["pageInfo"]["endCursor"].as_str().expect("a cursor").to_owned();
    let sessions = |org: &str, rest: &str| {
        format!("{{ organization(id: \"{org}\") {{ sessions(period: {PERIOD}, {rest}) {{ totalCount }} }} }}")
    };
    let refused = [
        sessions("acme", &format!("after: \"{cursor}\", orderBy: {{field: COST, direction: DESC}}")),
        sessions("acme", &format!("after: \"{cursor}\", orderBy: {{field: STARTED_AT, direction: ASC}}")),
        sessions("rival", &format!("after: \"{cursor}\"")),
        sessions("acme", "after: \"nonsense\""),
        sessions("acme", "first: 501"),
        sessions("acme", "first: -1"),
        sessions("acme", "last: 501"),
    ];
    for query in refused {
        assert_eq!(codes(&app.as_role(Role::Support).user("eve").gql(&query).await?), ["BAD_USER_INPUT"], "{query}");
    }
    Ok(())
});
