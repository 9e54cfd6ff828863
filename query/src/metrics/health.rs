//! How an organization is doing, by comparing two periods.
use crate::metrics::Figures;
use domain::totals::Counts;

/// The smallest change, as a share, that counts as a direction.
const STEADY: f64 = 0.02;
/// The tolerance for rounding errors of divisions.
const ROUNDING: f64 = 1e-9;
/// How many days the usual cost is computed from.
pub const USUAL_DAYS: i32 = 28;

/// The direction in which an organization is heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// Above +2 percentage points.
    Improving,
    /// In between.
    Stable,
    /// Below -2 percentage points.
    Declining,
}

/// The direction: the change in the success rate minus the change in the handoff rate. A rate that is null in
/// either period counts as unchanged.
#[must_use]
pub fn direction(now: &Figures, before: &Figures) -> Health {
    let change = |now: Option<f64>, before: Option<f64>| now.zip(before).map_or(0.0, |(now, before)| now - before);
    let change = change(now.success_rate(), before.success_rate()) - change(now.handoff_rate(), before.handoff_rate());
    if change > STEADY + ROUNDING {
        Health::Improving
    } else if change < -STEADY - ROUNDING {
        Health::Declining
    } else {
        Health::Stable
    }
}

/// Something about an organization that deserves a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notable {
    /// Less than 85 % of the runs succeeded.
    LowSuccess,
    /// The cost is more than twice the usual.
    CostSpike,
    /// More than 60 % of the sessions were handed off.
    HighHandoff,
}

/// What is notable about a period of `days`, given the totals of the [`USUAL_DAYS`] before it.
#[must_use]
pub fn notable(now: &Counts, usual: &Counts, days: i32) -> Vec<Notable> {
    // All in whole numbers, so that values exactly on a threshold are compared correctly.
    let wide = |number: i64| i128::from(number);
    let low = wide(now.successful_runs) * 100 < wide(now.runs) * 85;
    let spike = now.cost_nano_usd * i128::from(USUAL_DAYS) > 2 * usual.cost_nano_usd * i128::from(days);
    let high = wide(now.handoff_sessions) * 100 > wide(now.sessions) * 60;
    [(low, Notable::LowSuccess), (spike, Notable::CostSpike), (high, Notable::HighHandoff)]
        .into_iter()
        .filter_map(|(is_so, kind)| is_so.then_some(kind))
        .collect()
}

/// The usual cost of a period, in USD: the daily average over the [`USUAL_DAYS`] before it, times its number
/// of days.
#[must_use]
pub fn usual_cost_usd(usual: &Counts, days: i32) -> f64 {
    usual.cost_nano_usd as f64 / domain::NanoUsd::USD as f64 * f64::from(days) / f64::from(USUAL_DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(successful_runs: i64, handoff_sessions: i64) -> Figures {
        let counts = Counts { runs: 100, successful_runs, sessions: 100, handoff_sessions, ..Counts::default() };
        Figures { counts, ..Figures::default() }
    }

    #[test]
    fn two_points_either_way_are_stable() {
        let before = figures(80, 30);
        let cases = [(82, 30, Health::Stable), (83, 30, Health::Improving), (78, 30, Health::Stable)];
        let more = [(80, 33, Health::Declining), (80, 27, Health::Improving), (85, 35, Health::Stable)];
        for (success, handoff, expected) in cases.into_iter().chain(more) {
            assert_eq!(direction(&figures(success, handoff), &before), expected, "{success} {handoff}");
        }
        assert_eq!(direction(&figures(10, 0), &Figures::default()), Health::Stable);
    }

    #[test]
    fn what_lies_on_a_bound_is_not_notable() {
        let counts = |successful_runs, cost_nano_usd, handoff_sessions| Counts {
            cost_nano_usd,
            ..figures(successful_runs, handoff_sessions).counts
        };
        let usual = counts(0, 28, 0);
        assert_eq!(notable(&counts(85, 14, 60), &usual, 7), []);
        let all = [Notable::LowSuccess, Notable::CostSpike, Notable::HighHandoff];
        assert_eq!(notable(&counts(84, 15, 61), &usual, 7), all);
        assert_eq!(notable(&Counts::default(), &Counts::default(), 7), []);
    }
}
