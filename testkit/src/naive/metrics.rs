//! The metrics of a period, computed directly from runs and sessions: no daily rows, no sketch.
use super::{ReadModels, Run, Session, counts};
use domain::totals::Counts;
use domain::{ErrorCategory, Instant, Period};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The allowed relative error of a percentile.
const PERCENTILE_ERROR: f64 = 0.01;
/// The allowed relative error of floats, which depend on the order of operations.
const FLOAT_ERROR: f64 = 1e-9;
/// The percentiles, by their GraphQL names.
const PERCENTILES: [(&str, usize); 4] =
    [("p50DurationMs", 50), ("p90DurationMs", 90), ("p95DurationMs", 95), ("p99DurationMs", 99)];

/// Whose metrics: an organization's, or those of one person in it.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'a> {
    /// The organization.
    pub org: &'a str,
    /// The person; `None` for everyone.
    pub user: Option<&'a str>,
}

/// All fields of GraphQL's `Metrics` except `previous`.
#[must_use]
pub fn metrics(models: &ReadModels, whose: Whose<'_>, period: Period) -> Value {
    let runs = runs(models, whose, period);
    let completed = runs.iter().filter(|run| run.is_completed());
    let users: BTreeSet<&str> = completed.filter_map(|run| user_of(models, whose.org, run)).collect();
    let mut counted = Counts::default();
    for run in &runs {
        counts::add_run(run, &mut counted);
    }
    for session in sessions(models, whose, period) {
        counts::add_session(session, &mut counted);
    }
    let mut figures = counts::figures(&counted, users.len() as i64);
    for (name, percent) in PERCENTILES {
        figures[name] = json!(percentile(&runs, percent));
    }
    figures
}

/// The names of the fields of [`metrics`], as a selection for a query.
#[must_use]
pub fn names() -> String {
    let counted = counts::figures(&Counts::default(), 0);
    let counted = counted.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    let names: Vec<&str> = counted.chain(PERCENTILES.iter().map(|(name, _)| *name)).collect();
    names.join(" ")
}

/// The shortest duration such that at least this percentage of runs take no longer.
fn percentile(runs: &[&Run], percent: usize) -> Option<i64> {
    let durations: Vec<i64> = runs.iter().filter_map(|run| run.duration_ms).collect();
    let not_longer = |limit: i64| durations.iter().filter(|duration| **duration <= limit).count();
    let enough = durations.iter().copied().filter(|limit| 100 * not_longer(*limit) >= percent * durations.len());
    enough.min()
}

/// The number of runs in the period that failed with this category.
#[must_use]
pub fn failures(models: &ReadModels, whose: Whose<'_>, period: Period, category: ErrorCategory) -> usize {
    runs(models, whose, period).iter().filter(|run| run.category() == Some(category)).count()
}

/// One line for each expected value that the response does not contain.
#[must_use]
pub fn wrong_figures(expected: &Value, answer: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, value) in expected.as_object().into_iter().flatten() {
        let tolerance =
            if PERCENTILES.iter().any(|(percentile, _)| percentile == name) { PERCENTILE_ERROR } else { 0.0 }
                + FLOAT_ERROR;
        let fits = match (value.as_f64(), answer[name].as_f64()) {
            (Some(wanted), Some(got)) => (wanted - got).abs() <= wanted.abs() * tolerance,
            _ => *value == answer[name],
        };
        if !fits {
            wrong.push(format!("{name}: expected {value}, got {}", answer[name]));
        }
    }
    wrong
}

fn runs<'a>(models: &'a ReadModels, whose: Whose<'_>, period: Period) -> Vec<&'a Run> {
    let of_org = models.runs.iter().filter(|((org, _), _)| org == whose.org).map(|(_, run)| run);
    let of_period =
        of_org.filter(|run| run.completed_at.or(run.open_at).is_some_and(|at| period.contains(Instant(at).day())));
    of_period.filter(|run| whose.user.is_none() || user_of(models, whose.org, run) == whose.user).collect()
}

fn sessions<'a>(models: &'a ReadModels, whose: Whose<'_>, period: Period) -> Vec<&'a Session> {
    let of_org = models.sessions.iter().filter(|((org, _), _)| org == whose.org).map(|(_, session)| session);
    let of_period = of_org.filter(|session| period.contains(Instant(session.started_at).day()));
    of_period.filter(|session| whose.user.is_none() || session.user_id.as_deref() == whose.user).collect()
}

fn user_of<'a>(models: &'a ReadModels, org: &str, run: &'a Run) -> Option<&'a str> {
    let session = models.sessions.get(&(org.to_owned(), run.session_id.clone()));
    run.user_id.as_deref().or_else(|| session?.user_id.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_figure_is_noticed() {
        let expected = json!({"runs": 3, "successRate": 0.5, "p95DurationMs": 1_000, "avgDurationMs": null});
        let near = json!({"runs": 3, "successRate": 0.5, "p95DurationMs": 1_009.0, "avgDurationMs": null});
        assert_eq!(wrong_figures(&expected, &near), [""; 0]);
        let far = json!({"runs": 4, "successRate": 0.500_1, "p95DurationMs": 1_011.0, "avgDurationMs": 0.0});
        assert_eq!(wrong_figures(&expected, &far).len(), 4);
        assert_eq!(wrong_figures(&expected, &json!({})).len(), 3);
    }
}
