//! What a query costs in statements, whatever it finds.
use crate::figures::week;
use crate::support::{World, codes};
use serde_json::json;
use testkit::{Result, on_both_engines};

/// The ten figures of the overview.
const KPIS: &str = "runs successRate p95DurationMs costUsd totalTokens runsPerSession activeTimePerSessionMs \
    lifespanPerSessionMs handoffRate postHandoffRate";

const P: &str = "period: {from: \"2026-02-22\", to: \"2026-02-28\"}";

async fn cost(world: &World, query: &str) -> Result<u64> {
    let token = world.token("carol", "ORG_ADMIN", Some("acme")).await?;
    let before = world.app.reader().statements();
    let answer = world.ask(Some(&token), query, json!({})).await?;
    assert_eq!(codes(&answer), Vec::<&str>::new(), "{answer}");
    Ok(world.app.reader().statements() - before)
}

on_both_engines!(queries_cost_a_fixed_number_of_statements, |db| async {
    let world = World::new(&db).await?;
    world.project(&week()).await?;
    let organization = |what: &str| format!("{{ organization {{ {what} }} }}");
    // Each pays one statement for the organisation itself.
    let cases = [
        ("all figures of a period", 2, format!(
            "metrics({P}) {{ p95DurationMs activeUsers previous {{ runs p50DurationMs }} }} days: trends({P}) {{ metrics {{ runs }} }}
             weeks: trends({P}, bucket: WEEK) {{ metrics {{ activeUsers }} }} failureCategories({P}) {{ count }}"
        )),
        ("a page of sessions with its children", 6, format!(
            "sessions({P}) {{ totalCount summary {{ runs }}
               nodes {{ user {{ name email }} runs {{ status session {{ id }} }} handoffs {{ followedByRun }} artifacts {{ filesChanged }} }} }}"
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
        assert_eq!(cost(&world, &organization(&query)).await?, expected, "{what}");
    }
    Ok(())
});
