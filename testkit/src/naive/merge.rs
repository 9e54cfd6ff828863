//! Merges the totals of independent sets of events: those that retention deleted in each of its passes, and
//! what is left.
use super::{OrgDay, ReadModels, UserDay};
use domain::Sketch;
use domain::Totals;
use domain::totals::Counts;

impl ReadModels {
    /// Adds the totals of `gone`, whose runs, sessions and handoffs no longer exist.
    pub fn count_in(&mut self, gone: &Self) {
        for (from, to) in [(&gone.org_days, &mut self.org_days), (&gone.org_months, &mut self.org_months)] {
            for (key, day) in from {
                add_org(to.entry(key.clone()).or_default(), day);
            }
        }
        for (from, to) in [(&gone.user_days, &mut self.user_days), (&gone.user_months, &mut self.user_months)] {
            for (key, UserDay { counts, durations }) in from {
                let day = to.entry(key.clone()).or_default();
                (day.counts, day.durations) = sum((&day.counts, &day.durations), (counts, durations));
            }
        }
    }
}

fn add_org(to: &mut OrgDay, day: &OrgDay) {
    (to.counts, to.durations) = sum((&to.counts, &to.durations), (&day.counts, &day.durations));
    to.active_users.extend(day.active_users.iter().cloned());
    to.active_users.sort();
    to.active_users.dedup();
    to.active_users_count = to.active_users.len() as i64;
}

fn sum(left: (&Counts, &Sketch), right: (&Counts, &Sketch)) -> (Counts, Sketch) {
    let of = |(counts, durations): (&Counts, &Sketch)| Totals { counts: *counts, durations: durations.clone() };
    let mut total = of(left);
    total.add(&of(right), 1);
    (total.counts, total.durations)
}
