//! GraphQL's metrics of a period, compared with the runs and sessions themselves.
use domain::time::DAY_MICROS;
use domain::{Day, ErrorCategory, Event, Period, Role};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use testkit::naive::ReadModels;
use testkit::naive::metrics::{Whose, failures, metrics, names, wrong_figures};
use testkit::{App, events, naive, random};
use worker::WorkerOptions;

const ORGS: [&str; 3] = ["acme", "globex", "initech"];

/// Periods within, across and beyond the four days of the events, which are around the first of March; the
/// longer ones contain whole months, with all, some or none of the events in them.
fn periods(set: &[Event]) -> Vec<Period> {
    let first = set.iter().map(Event::occurred_at).min().unwrap_or_default();
    let day = |later: i64| first.plus_micros(later * DAY_MICROS).day();
    [(0, 0), (1, 2), (2, 3), (0, 6), (-20, 9), (30, 31), (-40, 40), (-58, 28), (0, 60), (-26, 1)]
        .into_iter()
        .filter_map(|(from, to)| Period::new(day(from), day(to)).ok())
        .collect()
}

fn variables(period: Period) -> Value {
    json!({"p": {"from": period.from().to_string(), "to": period.to().to_string()}})
}

testkit::on_both_engines!(figures_are_those_of_the_runs_and_sessions, |db| async {
    let app = App::on(&db).await?;
    let set = random::events(11, 400);
    app.store_events(set.iter().map(events::json_of)).await?;
    let models = naive::compute(&set, WorkerOptions::default().post_handoff_window);
    let figures = names();
    let query = format!(
        "query($p: Period!) {{ organization {{ metrics(period: $p) {{ {figures} previous {{ {figures} }} }}
           {} failureCategories(period: $p) {{ category count }} }} }}",
        trends()
    );
    let totals = format!(
        "query($p: Period!) {{ organization {{ metrics(period: $p) {{ {figures} previous {{ {figures} }} }} }} }}"
    );
    let mut runs = 0;
    for org in ORGS {
        let whose = Whose { org, user: None };
        let manager = app.as_role(Role::Manager).of(org);
        for period in periods(&set) {
            let data = manager.data(&query, variables(period)).await?;
            let answer = &data["organization"];
            assert_metrics(&models, whose, period, answer);
            let alone = manager.data(&totals, variables(period)).await?;
            assert_eq!(alone["organization"]["metrics"], answer["metrics"], "{org} {period:?} without its trends");
            runs += answer["metrics"]["runs"].as_u64().unwrap_or_default();
            let counts: BTreeMap<&str, u64> = answer["failureCategories"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|row| Some((row["category"].as_str()?, row["count"].as_u64()?)))
                .collect();
            for category in ErrorCategory::ALL {
                let counted = counts.get(category.wire()).copied().unwrap_or_default();
                assert_eq!(
                    counted,
                    failures(&models, whose, period, *category) as u64,
                    "{org} {period:?} {category:?}"
                );
            }
        }
    }
    assert!(runs > 100, "the events should make more than {runs} runs");
    Ok(())
});

testkit::on_both_engines!(the_figures_of_a_person_are_those_of_the_own_runs_and_sessions, |db| async {
    let app = App::on(&db).await?;
    let set = random::events(12, 300);
    app.store_events(set.iter().map(events::json_of)).await?;
    let models = naive::compute(&set, WorkerOptions::default().post_handoff_window);
    let figures = names();
    let query = format!(
        "query($p: Period!, $u: ID!) {{ organization {{ user(id: $u) {{
           metrics(period: $p) {{ {figures} previous {{ {figures} }} }} {} }} }} }}",
        trends()
    );
    for org in ORGS {
        let manager = app.as_role(Role::Manager).of(org).user("mia");
        let people = ["ada", "bob", "cid", "dee"].into_iter().cycle();
        for (user, period) in people.zip(periods(&set)) {
            let mut variables = variables(period);
            variables["u"] = json!(user);
            let data = manager.data(&query, variables).await?;
            let whose = Whose { org, user: Some(user) };
            assert_metrics(&models, whose, period, &data["organization"]["user"]);
        }
    }
    Ok(())
});

testkit::on_both_engines!(the_figures_of_a_list_of_people_are_those_of_each, |db| async {
    let app = App::on(&db).await?;
    let set = random::events(13, 300);
    app.store_events(set.iter().map(events::json_of)).await?;
    let models = naive::compute(&set, WorkerOptions::default().post_handoff_window);
    let figures = names();
    let query = format!(
        "query($p: Period!) {{ organization {{
           users(period: $p, first: 100, orderBy: {{field: RUNS, direction: DESC}}) {{
             nodes {{ id metrics(period: $p) {{ {figures} }} }} summary {{ runs costNanoUsd p95DurationMs }} }} }} }}"
    );
    let mut people = 0;
    for org in ORGS {
        for period in periods(&set) {
            let data = app.as_role(Role::Manager).of(org).user("mia").data(&query, variables(period)).await?;
            let users = &data["organization"]["users"];
            let mut runs = 0;
            let mut last = u64::MAX;
            for node in users["nodes"].as_array().into_iter().flatten() {
                let whose = Whose { org, user: node["id"].as_str() };
                let wrong = wrong_figures(&metrics(&models, whose, period), &node["metrics"]);
                assert_eq!(wrong, [""; 0], "{whose:?} {period:?}");
                let own = node["metrics"]["runs"].as_u64().unwrap_or_default();
                assert!(own <= last, "{whose:?} {period:?} stands too far down");
                (last, runs, people) = (own, runs + own, people + 1);
            }
            assert_eq!(users["summary"]["runs"].as_u64(), Some(runs), "{org} {period:?}");
        }
    }
    assert!(people > 60, "the lists should hold more than {people} people");
    Ok(())
});

fn trends() -> String {
    let figures = names();
    let buckets = [("day", "DAY"), ("week", "WEEK"), ("month", "MONTH")];
    let trend = |(name, bucket)| {
        format!("{name}: trends(period: $p, bucket: {bucket}) {{ start end metrics {{ {figures} }} }} ")
    };
    buckets.map(trend).concat()
}

/// Checks the metrics of the period, of the previous period, and of every bucket.
fn assert_metrics(models: &ReadModels, whose: Whose<'_>, period: Period, answer: &Value) {
    let wrong = |period, answer: &Value| wrong_figures(&metrics(models, whose, period), answer);
    assert_eq!(wrong(period, &answer["metrics"]), [""; 0], "{whose:?} {period:?}");
    assert_eq!(wrong(period.previous(), &answer["metrics"]["previous"]), [""; 0], "{whose:?} before {period:?}");
    for trend in ["day", "week", "month"] {
        let points = answer[trend].as_array().cloned().unwrap_or_default();
        let expected = buckets(trend, period);
        assert_eq!(points.len(), expected.len(), "{trend} {period:?}");
        for (point, bucket) in points.iter().zip(expected) {
            let (from, to) = (json!(bucket.from().to_string()), json!(bucket.to().to_string()));
            assert_eq!((&point["start"], &point["end"]), (&from, &to), "{trend} {period:?}");
            assert_eq!(wrong(bucket, &point["metrics"]), [""; 0], "{whose:?} {trend} {bucket:?}");
        }
    }
}

/// The buckets of a period; the first and last are cut to it.
fn buckets(trend: &str, period: Period) -> Vec<Period> {
    let mut buckets: BTreeMap<String, (Day, Day)> = BTreeMap::new();
    for day in (period.from().0..=period.to().0).map(Day) {
        let name = match trend {
            // 1970-01-01 was a Thursday, three days after a Monday.
            "week" => format!("{:06}", (day.0 + 3).div_euclid(7)),
            "month" => day.to_string().chars().take(7).collect(),
            _ => day.to_string(),
        };
        buckets.entry(name).or_insert((day, day)).1 = day;
    }
    buckets.into_values().filter_map(|(from, to)| Period::new(from, to).ok()).collect()
}
