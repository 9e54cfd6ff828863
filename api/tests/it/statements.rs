//! What a query costs in statements, whatever it finds.
use crate::figures::week;
use crate::support::{World, codes};
use serde_json::json;
use testkit::{Result, on_both_engines};

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
        ("a page of sessions with its children", 7, format!(
            "sessions({P}) {{ totalCount summary {{ runs }}
               nodes {{ user {{ name email }} runs {{ status session {{ id }} }} handoffs {{ followedByRun }} artifacts {{ filesChanged }} }} }}"
        )),
        ("a page of users", 4, format!("users({P}) {{ totalCount summary {{ runs }} nodes {{ name lastActiveAt metrics({P}) {{ runs }} }} }}")),
    ];
    for (what, expected, query) in cases {
        assert_eq!(cost(&world, &organization(&query)).await?, expected, "{what}");
    }
    Ok(())
});
