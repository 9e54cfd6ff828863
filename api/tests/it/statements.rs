//! The number of statements of a query, whatever it finds.
use crate::figures::week;
use api::AppOptions;
use domain::Role;
use serde_json::json;
use testkit::app::codes;
use testkit::events::{handoff, message, run_completed};
use testkit::{App, Result, on_both_engines};

/// The ten metrics of the overview.
const KPIS: &str = "runs successRate p95DurationMs costUsd totalTokens runsPerSession activeTimePerSessionMs \
    lifespanPerSessionMs handoffRate postHandoffRate";

const P: &str = "period: {from: \"2026-02-22\", to: \"2026-02-28\"}";

async fn cost(app: &App, query: &str) -> Result<u64> {
    cost_as(app, Role::OrgAdmin, query).await
}

async fn cost_as(app: &App, role: Role, query: &str) -> Result<u64> {
    let token = app.as_role(role).user("carol").token().await?;
    let before = app.reader().statements();
    let answer = app.ask(Some(&token), query, json!({})).await?;
    assert_eq!(codes(&answer), Vec::<&str>::new(), "{answer}");
    Ok(app.reader().statements() - before)
}

on_both_engines!(queries_cost_a_fixed_number_of_statements, |db| async {
    // One server: its own statements are counted.
    let app = App::alone(db.store().clone(), AppOptions { dev: true, ..AppOptions::default() }).await?;
    app.store_events(week()).await?;
    let organization = |what: &str| format!("{{ organization {{ {what} }} }}");
    // Each needs one statement for the organization itself.
    let cases = [
        ("all figures of a period", 2, format!(
            "metrics({P}) {{ p95DurationMs activeUsers previous {{ runs p50DurationMs }} }} days: trends({P}) {{ metrics {{ runs }} }}
             weeks: trends({P}, bucket: WEEK) {{ metrics {{ activeUsers }} }} failureCategories({P}) {{ count }}"
        )),
        ("a page of sessions with its children", 8, format!(
            "sessions({P}) {{ totalCount summary {{ runs }} nodes {{ user {{ name email }}
               runs(first: 9) {{ status session {{ id }} }} handoffs(first: 9) {{ followedByRun }} artifacts {{ filesChanged }} }} }}"
        )),
        ("a page of users", 4, format!("users({P}) {{ totalCount summary {{ runs }} nodes {{ name lastActiveAt metrics({P}) {{ runs }} }} }}")),
        ("people by name, figures of the page alone", 6, format!(
            "users({P}) {{ nodes {{ lastActiveAt metrics({P}) {{ runs previous {{ runs }} }} }} }}"
        )),
        ("people without figures", 3, format!("users({P}, orderBy: {{field: COST, direction: DESC}}) {{ nodes {{ name }} }}")),
        ("counted by the days that the order needs anyway", 3, format!(
            "sessions({P}, orderBy: {{field: COST, direction: DESC}}) {{ totalCount nodes {{ id }} }}"
        )),
        ("the whole overview", 8, format!(
            "metrics({P}) {{ {KPIS} previous {{ {KPIS} }} }} usage: trends({P}) {{ metrics {{ runs sessions activeUsers }} }}
             cost: trends({P}) {{ metrics {{ costUsd costPerRunUsd totalTokens }} }}
             friction: trends({P}) {{ metrics {{ runsPerSession handoffRate postHandoffRate }} }}
             reliability: trends({P}) {{ metrics {{ successRate }} }} failureCategories({P}) {{ category count share }}
             sessions({P}, first: 10, orderBy: {{field: COST, direction: DESC}}) {{ nodes {{ id user {{ id name }} costUsd }} }}
             users({P}, first: 10, orderBy: {{field: RUNS, direction: DESC}}) {{ nodes {{ id name metrics({P}) {{ sessions runs costUsd }} }} }}"
        )),
    ];
    for (what, expected, query) in cases {
        assert_eq!(cost(&app, &organization(&query)).await?, expected, "{what}");
    }
    Ok(())
});

on_both_engines!(lists_of_lists_cost_as_much_as_one, |db| async {
    // One server: its own statements are counted.
    let app = App::alone(db.store().clone(), AppOptions { dev: true, ..AppOptions::default() }).await?;
    let mut before: Option<Vec<u64>> = None;
    // One organization with one person; then sixty, the first with many people.
    for (orgs, people) in [(1, 1), (60, 100)] {
        let mut events = week();
        events.extend((0..orgs).map(|n| message("s").org(&format!("o{n}")).at("2026-02-24T10:00:00Z")));
        for n in 0..people {
            let (session, user) = (format!("x{n}"), format!("u{n}"));
            events.push(message(&session).user(&user).at("2026-02-24T10:00:00Z"));
            events.push(run_completed(&session, &session).user(&user).at("2026-02-24T10:01:00Z"));
            events.push(handoff(&session).user(&user).at("2026-02-24T10:02:00Z"));
        }
        app.store_events(events).await?;
        let global = "{from: \"2026-02-22\", to: \"2026-02-28\"}";
        let cases = [
            (6, format!("{{ organization(id: \"acme\") {{ sessions({P}, first: 100) {{ nodes {{
               user {{ name }} runs(first: 9) {{ status }} handoffs(first: 9) {{ method user {{ name }} }} artifacts {{ filesChanged }} }} }} }} }}")),
            (3, format!("{{ organizations(first: 50) {{ totalCount nodes {{ metrics({P}) {{ runs activeUsers p95DurationMs previous {{ runs }} }} }} }} }}")),
            (5, format!("{{ organizations(first: 50) {{ nodes {{ metrics({P}) {{ runs }} trends({P}) {{ metrics {{ runs }} }}
               failureCategories({P}) {{ count }} live {{ running costTodayUsd }} }} }} }}")),
            (10, format!("{{ organization(id: \"acme\") {{ users({P}, first: 100) {{ nodes {{ name lastActiveAt trends({P}) {{ metrics {{ runs }} }}
               sessions({P}, first: 3) {{ totalCount nodes {{ id runs(first: 3) {{ id session {{ id }} }} handoffs(first: 3) {{ user {{ name }} }} }} }} }} }} }} }}")),
            (8, format!("{{ global(period: {global}) {{ organizationCount metrics {{ {KPIS} activeUsers previous {{ {KPIS} }} }}
               trends {{ metrics {{ runs activeUsers }} }} trendsByOrganization {{ organization {{ name }} points {{ metrics {{ runs costUsd }} }} }}
               organizations {{ totalCount nodes {{ organization {{ name }} health metrics {{ runs }} }} }}
               notableChanges {{ organization {{ name }} value }} }} }}")),
        ];
        let mut costs = Vec::new();
        for (most, query) in &cases {
            let cost = cost_as(&app, Role::SuperAdmin, query).await?;
            assert!(cost <= *most, "{cost} statements, expected at most {most}: {query}");
            costs.push(cost);
        }
        assert_eq!(&costs, before.get_or_insert(costs.clone()), "as many statements however many there are");
    }
    Ok(())
});
