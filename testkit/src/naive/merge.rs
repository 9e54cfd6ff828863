//! The totals of sets of events that know nothing of each other, counted together: what retention
//! took away, at each of its passes, and what is left.
use super::{OrgDay, ReadModels, UserDay};
use entities::Sketch;
use entities::Totals;
use entities::totals::{Counts, Overflow};

impl ReadModels {
    /// Counts the totals of `gone` as well; its runs, sessions and handoffs are not there any more.
    ///
    /// # Errors
    /// When a sum leaves the range of 64 bits.
    pub fn count_in(&mut self, gone: &Self) -> Result<(), Overflow> {
        for (from, to) in [(&gone.org_days, &mut self.org_days), (&gone.org_months, &mut self.org_months)] {
            for (key, day) in from {
                add_org(to.entry(key.clone()).or_default(), day)?;
            }
        }
        for (from, to) in [(&gone.user_days, &mut self.user_days), (&gone.user_months, &mut self.user_months)] {
            for (key, UserDay { counts, durations }) in from {
                let day = to.entry(key.clone()).or_default();
                (day.counts, day.durations) = sum((&day.counts, &day.durations), (counts, durations))?;
            }
        }
        Ok(())
    }
}

fn add_org(to: &mut OrgDay, day: &OrgDay) -> Result<(), Overflow> {
    (to.counts, to.durations) = sum((&to.counts, &to.durations), (&day.counts, &day.durations))?;
    to.active_users.extend(day.active_users.iter().cloned());
    to.active_users.sort();
    to.active_users.dedup();
    to.active_users_count = to.active_users.len() as i64;
    Ok(())
}

fn sum(left: (&Counts, &Sketch), right: (&Counts, &Sketch)) -> Result<(Counts, Sketch), Overflow> {
    let of = |(counts, durations): (&Counts, &Sketch)| Totals { counts: *counts, durations: durations.clone() };
    let mut total = of(left);
    total.add(&of(right), 1)?;
    Ok((total.counts, total.durations))
}
