//! The overview: metrics, the previous period, trends and failure categories.
use domain::Role;
use serde_json::json;
use testkit::app::codes;
use testkit::events::{Draft, handoff, message, run_completed, run_started};
use testkit::{App, on_both_engines};

pub(crate) fn week() -> Vec<Draft> {
    let at = |day: u32, time: &str| format!("2026-02-{day:02}T{time}:00Z");
    vec![
        // The previous period: one session of ada.
        message("s0").at(&at(18, "09:00")),
        run_completed("s0", "r0").at(&at(18, "09:10")),
        // The period: two sessions of ada and one of bob, with a failure and a handoff.
        message("s1").at(&at(23, "09:00")),
        run_started("s1", "r1").at(&at(23, "09:01")),
        run_completed("s1", "r1").at(&at(23, "09:02")).payload("duration_ms", 30_000),
        handoff("s1").at(&at(23, "10:00")),
        run_completed("s1", "r2").at(&at(23, "11:00")).payload("status", "fail").payload("error_type", "tool_error"),
        message("s2").at(&at(25, "14:00")).user("bob"),
        run_completed("s2", "r3").at(&at(25, "14:30")).user("bob").payload("cost", "0.25"),
        message("s3").at(&at(26, "23:59")),
        run_completed("s3", "r4").at(&at(27, "00:01")).payload("status", "cancelled"),
    ]
}

const OVERVIEW: &str = "query($p: Period!) { organization {
  id name
  metrics(period: $p) { ...Figures previous { ...Figures } }
  days: trends(period: $p) { start end metrics { runs sessions activeUsers costUsd previous { runs } } }
  weeks: trends(period: $p, bucket: WEEK) { start end metrics { activeUsers p95DurationMs } }
  failureCategories(period: $p) { category count share }
} }
fragment Figures on Metrics {
  activeUsers sessions runs runsPerActiveUser successfulRuns failedRuns successRate failureRate
  avgDurationMs p50DurationMs p90DurationMs p95DurationMs p99DurationMs avgQueueWaitMs
  costUsd costNanoUsd costPerRunUsd costPerSessionUsd
  inputTokens outputTokens totalTokens tokensPerRun inputOutputTokenRatio
  runsPerSession activeTimePerSessionMs lifespanPerSessionMs handoffRate postHandoffRate
}";

on_both_engines!(the_overview, |db| async {
    let app = App::on(&db).await?;
    app.store_events(week()).await?;
    let token = app.as_role(Role::Manager).user("ada").token().await?;
    let variables = json!({"p": {"from": "2026-02-22", "to": "2026-02-28"}});
    let answer = app.ask(Some(&token), OVERVIEW, variables).await?;
    insta::assert_json_snapshot!("overview", answer);
    Ok(())
});

on_both_engines!(over_nothing_there_are_zeros_and_nulls, |db| async {
    let app = App::on(&db).await?;
    let token = app.as_role(Role::Manager).user("ada").token().await?;
    let variables = json!({"p": {"from": "2027-01-01", "to": "2027-01-02"}});
    let answer = app.ask(Some(&token), OVERVIEW, variables).await?;
    let organization = &answer["data"]["organization"];
    let metrics = &organization["metrics"];
    for field in ["successRate", "p95DurationMs", "avgQueueWaitMs", "costPerRunUsd", "handoffRate", "runsPerActiveUser"]
    {
        assert!(metrics[field].is_null() && metrics["previous"][field].is_null(), "{field}");
    }
    assert_eq!(
        (&metrics["runs"], &metrics["costUsd"], &metrics["previous"]["sessions"]),
        (&json!(0), &json!(0.0), &json!(0))
    );
    assert_eq!(organization["failureCategories"], json!([]));
    assert_eq!(organization["days"].as_array().map(Vec::len), Some(2));
    Ok(())
});

on_both_engines!(periods_are_checked, |db| async {
    let app = App::on(&db).await?;
    for (from, to) in
        [("2026-03-02", "2026-03-01"), ("2025-01-01", "2026-03-01"), ("2026-3-1", "2026-03-02"), ("soon", "later")]
    {
        let query = format!("{{ organization {{ metrics(period: {{from: \"{from}\", to: \"{to}\"}}) {{ runs }} }} }}");
        assert_eq!(codes(&app.as_role(Role::Member).user("ada").gql(&query).await?), ["BAD_USER_INPUT"], "{from} {to}");
    }
    let deep = format!(
        "{{ organization {{ {} id {} }} }}",
        "live { __typename } session(id: \"s\") { runs { session {".repeat(8),
        "} } }".repeat(8)
    );
    assert_eq!(codes(&app.as_role(Role::Member).user("ada").gql(&deep).await?), ["TOO_COMPLEX"]);
    Ok(())
});

on_both_engines!(what_is_live, |db| async {
    let app = App::on(&db).await?;
    app.store_events([
        run_started("s1", "running").at("2026-03-02T11:59:30Z"),
        run_started("s2", "old").at("2026-03-02T06:30:00Z"),
        run_started("s3", "lost").at("2026-03-02T05:59:00Z"),
        run_completed("s4", "done").at("2026-03-02T11:50:00Z"),
        run_completed("s5", "failed").at("2026-03-02T00:10:00Z").payload("status", "fail"),
        // A producer whose clock is ahead: only a session that has begun can be active.
        message("s4").at("2026-03-02T12:05:00Z"),
        message("s6").at("2026-03-02T12:05:00Z"),
    ])
    .await?;
    let query = "{ organization { live { at running activeSessions startedLastMinute completedToday failedToday
        successRateToday costTodayUsd } } }";
    let answer = app.as_role(Role::Member).user("ada").gql(query).await?;
    assert_eq!(
        answer["data"]["organization"]["live"],
        json!({
            "at": "2026-03-02T12:00:00.000000Z", "running": 2, "activeSessions": 2, "startedLastMinute": 1,
            "completedToday": 2, "failedToday": 1, "successRateToday": 0.5, "costTodayUsd": 0.1,
        })
    );
    Ok(())
});
