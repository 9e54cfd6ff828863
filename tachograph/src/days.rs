//! The days requested on the command line.
use anyhow::{Context as _, bail};
use chrono::{Days, Months, NaiveDate};
use clap::Args;
use domain::{Day, Instant};

/// The default number of months to simulate, in whole days.
const USUAL_MONTHS: u32 = 5;

#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct DayArgs {
    /// Number of whole days, ending yesterday [default: five months]
    #[arg(long, env = "TACHOGRAPH_DAYS", value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650), conflicts_with = "from")]
    days: Option<u32>,
    /// The first day, YYYY-MM-DD (UTC)
    #[arg(long, env = "TACHOGRAPH_FROM", value_name = "DATE")]
    from: Option<NaiveDate>,
    /// The last day, YYYY-MM-DD (UTC) [default: yesterday]
    #[arg(long, env = "TACHOGRAPH_TO", value_name = "DATE")]
    to: Option<NaiveDate>,
}

impl DayArgs {
    /// Whether any of the flags is given.
    pub(crate) const fn is_given(&self) -> bool {
        self.days.is_some() || self.from.is_some() || self.to.is_some()
    }

    /// The first and the last day.
    pub(crate) fn range(&self, now: Instant) -> anyhow::Result<(Day, Day)> {
        let yesterday = Day(now.day().0 - 1).to_chrono().context("the clock is out of range")?;
        let to = self.to.unwrap_or(yesterday);
        let from = match (self.from, self.days) {
            (Some(from), _) => Some(from),
            (None, Some(days)) => to.checked_sub_days(Days::new(u64::from(days.saturating_sub(1)))),
            (None, None) => to.checked_sub_months(Months::new(USUAL_MONTHS)).and_then(|day| day.succ_opt()),
        };
        let from = from.context("--to is too early")?;
        if from > to {
            bail!("--from ({from}) must not be after --to ({to})");
        }
        Ok((from.into(), to.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(args: DayArgs) -> (String, String) {
        let now = Instant::parse("2026-11-22T12:00:00Z").expect("a time");
        let (from, to) = args.range(now).expect("a range");
        (from.to_string(), to.to_string())
    }

    #[test]
    fn whole_days_ending_yesterday() {
        let date = |text: &str| Some(text.parse().expect("a date"));
        assert_eq!(range(DayArgs::default()), ("2026-06-22".into(), "2026-11-21".into()));
        assert_eq!(range(DayArgs { days: Some(3), ..DayArgs::default() }), ("2026-11-19".into(), "2026-11-21".into()));
        let args = DayArgs { days: Some(1), to: date("2026-03-01"), from: None };
        assert_eq!(range(args), ("2026-03-01".into(), "2026-03-01".into()));
        let args = DayArgs { days: None, from: date("2026-03-01"), to: date("2026-02-01") };
        assert!(args.range(Instant(0)).is_err());
    }
}
