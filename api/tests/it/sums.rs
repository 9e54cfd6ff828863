//! Sums beyond 64 bits: reported as 2^63 - 1, with exact ratios, and without any query failing.
use domain::Role;
use serde_json::{Value, json};
use testkit::app::codes;
use testkit::events::{Draft, run_completed};
use testkit::{App, Result, on_both_engines};

const DAY: &str = "{from: \"2026-03-01\", to: \"2026-03-01\"}";
const RUNS: usize = 9_300;
const FIGURES: &str =
    "runs costUsd costNanoUsd costPerRunUsd costPerSessionUsd inputTokens totalTokens tokensPerRun avgDurationMs";

/// One session of 9 300 runs, each at the maximum cost: 9 300 000 000 USD, but 64 bits of nano-USD end at 9 223
/// 372 036.
async fn spend(app: &App) -> Result<()> {
    let run = |n: usize| run_completed("dear", &format!("r{n}")).payload("cost", 1_000_000);
    for start in (0..RUNS).step_by(4_650) {
        app.store_events((start..start + 4_650).map(run).collect::<Vec<Draft>>()).await?;
    }
    app.store_events([run_completed("s", "r").org("victim").user("eve")]).await
}

fn assert_dear(metrics: &Value) {
    let cost = (&metrics["costNanoUsd"], &metrics["costUsd"]);
    assert_eq!(cost, (&json!(i64::MAX), &json!(9.3e9)), "{metrics}");
    assert_eq!((&metrics["costPerRunUsd"], &metrics["runs"]), (&json!(1e6), &json!(RUNS)), "{metrics}");
}

on_both_engines!(costs_of_one_organization_beyond_64_bits, |db| async {
    let app = App::on(&db).await?;
    spend(&app).await?;
    let query = format!(
        "{{ organization(id: \"acme\") {{
             metrics(period: {DAY}) {{ {FIGURES} }}
             trends(period: {DAY}) {{ metrics {{ {FIGURES} }} }}
             users(period: {DAY}) {{ summary {{ {FIGURES} }} nodes {{ id metrics(period: {DAY}) {{ {FIGURES} }} }} }}
             sessions(period: {DAY}, orderBy: {{field: COST, direction: DESC}}, filter: {{minCostUsd: 1000}}) {{
               summary {{ {FIGURES} }} nodes {{ id costNanoUsd costUsd activeTimeMs }} }}
             next: metrics(period: {{from: \"2026-03-02\", to: \"2026-03-02\"}}) {{ previous {{ {FIGURES} }} }}
           }}
           global(period: {DAY}) {{ metrics {{ {FIGURES} }} trends {{ metrics {{ {FIGURES} }} }}
             organizations {{ nodes {{ organization {{ id }} metrics {{ {FIGURES} }} }} }}
             notableChanges {{ kind }} }} }}"
    );
    let answer = app.as_role(Role::SuperAdmin).user("frank").gql(&query).await?;
    assert_eq!(codes(&answer), [""; 0], "{answer}");
    let acme = &answer["data"]["organization"];
    let sessions = &acme["sessions"];
    for metrics in [
        &acme["metrics"],
        &acme["trends"][0]["metrics"],
        &acme["users"]["summary"],
        &acme["users"]["nodes"][0]["metrics"],
        &sessions["summary"],
        &acme["next"]["previous"],
    ] {
        assert_dear(metrics);
        assert_eq!(metrics["costPerSessionUsd"], json!(9.3e9), "{metrics}");
    }
    assert_eq!(sessions["nodes"][0]["costNanoUsd"], json!(i64::MAX), "{sessions}");
    let platform = &answer["data"]["global"];
    for metrics in [&platform["metrics"], &platform["trends"][0]["metrics"]] {
        assert_eq!((&metrics["runs"], &metrics["costNanoUsd"]), (&json!(RUNS + 1), &json!(i64::MAX)), "{metrics}");
    }
    let victim = app.as_role(Role::Member).user("eve").of("victim").token().await?;
    let query = format!("{{ organization {{ metrics(period: {DAY}) {{ costNanoUsd }} }} }}");
    let answer = app.ask(Some(&victim), &query, json!({})).await?;
    assert_eq!(answer["data"]["organization"]["metrics"]["costNanoUsd"], json!(50_000_000), "{answer}");
    Ok(())
});

on_both_engines!(what_was_stored_before_there_were_bounds_is_read, |db| async {
    let app = App::on(&db).await?;
    let run = |n: usize| run_completed(&format!("s{n}"), &format!("r{n}")).payload("duration_ms", 77_777_777);
    // As an earlier version accepted them: 2^53 - 1 milliseconds, and as many tokens, 1 100 times.
    let events: Vec<Draft> = (0..1_100).map(|n| run(n).payload("input_tokens", 88_888_888)).collect();
    assert_eq!(app.post_events(events).await?.json()?["inserted"], 1_100);
    for number in ["77777777", "88888888"] {
        let change =
            format!("/* test */ UPDATE events_raw SET payload = replace(payload, '{number}', '9007199254740991')");
        let change = if db.store().engine() == store::Engine::Postgres {
            change
                .replace("replace(payload,", "replace(payload::text,")
                .replace("'9007199254740991')", "'9007199254740991')::json")
        } else {
            change
        };
        db.store().run(change, []).await?;
    }
    app.run_worker().await?;
    let query = format!(
        "{{ organization(id: \"acme\") {{ metrics(period: {DAY}) {{ {FIGURES} }}
             sessions(period: {DAY}, first: 1) {{ summary {{ {FIGURES} }} }} }}
           global(period: {DAY}) {{ metrics {{ {FIGURES} }} }} }}"
    );
    let answer = app.as_role(Role::SuperAdmin).user("frank").gql(&query).await?;
    assert_eq!(codes(&answer), [""; 0], "{answer}");
    let data = &answer["data"];
    for metrics in
        [&data["organization"]["metrics"], &data["organization"]["sessions"]["summary"], &data["global"]["metrics"]]
    {
        assert_eq!((&metrics["runs"], &metrics["inputTokens"]), (&json!(1_100), &json!(i64::MAX)), "{metrics}");
        // The mean is a float, whose last digit may be off by one.
        let mean = metrics["avgDurationMs"].as_f64().unwrap_or_default();
        assert!((mean - 9_007_199_254_740_991.0).abs() <= 1.0, "{metrics}");
    }
    Ok(())
});

on_both_engines!(the_slowest_of_two_runs_is_the_95th_percentile, |db| async {
    let app = App::on(&db).await?;
    let run = |id: &str, duration: i64| run_completed("s", id).payload("duration_ms", duration);
    app.store_events([run("fast", 1_000), run("slow", 100_000)]).await?;
    let query = format!(
        "{{ organization {{ metrics(period: {DAY}) {{ p50DurationMs p90DurationMs p95DurationMs p99DurationMs }} }} }}"
    );
    let answer = app.as_role(Role::Member).user("ada").gql(&query).await?;
    let metrics = &answer["data"]["organization"]["metrics"];
    for (name, exact) in
        [("p50DurationMs", 1e3), ("p90DurationMs", 1e5), ("p95DurationMs", 1e5), ("p99DurationMs", 1e5)]
    {
        let told = metrics[name].as_f64().unwrap_or_default();
        assert!((told - exact).abs() <= exact / 100.0, "{name}: {told} for {exact}");
    }
    Ok(())
});

on_both_engines!(searches_fold_case_alike, |db| async {
    let app = App::on(&db).await?;
    let events: Vec<Draft> =
        ["ÄBER-1", "Κ\u{130}\u{212a}ΣΟΣ"].iter().map(|id| run_completed(id, id).user(id).org(id)).collect();
    app.store_events(events).await?;
    let searches =
        [("äber", true, false), ("ÄBER", true, false), ("κik", false, true), ("σος", false, true), ("k", false, true)];
    for (search, first, second) in searches {
        for (org, expected) in [("ÄBER-1", first), ("Κ\u{130}\u{212a}ΣΟΣ", second)] {
            let query = format!(
                "query($o: ID!, $s: String!) {{
                   organizations(search: $s) {{ nodes {{ id }} }}
                   organization(id: $o) {{
                     sessions(period: {DAY}, filter: {{idContains: $s}}) {{ totalCount nodes {{ id }} }}
                     users(period: {DAY}, search: $s) {{ totalCount }} }} }}"
            );
            let frank = app.as_role(Role::SuperAdmin).user("frank").token().await?;
            let answer = app.ask(Some(&frank), &query, json!({"o": org, "s": search})).await?;
            assert_eq!(codes(&answer), [""; 0], "{answer}");
            let found = &answer["data"]["organization"];
            let count = json!(i64::from(expected));
            assert_eq!((&found["sessions"]["totalCount"], &found["users"]["totalCount"]), (&count, &count), "{search}");
            let nodes = answer["data"]["organizations"]["nodes"].as_array().cloned().unwrap_or_default();
            assert_eq!(nodes.iter().any(|node| node["id"] == org), expected, "{search} in {org}: {answer}");
        }
    }
    Ok(())
});
