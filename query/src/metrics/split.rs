//! Splitting a range of days into its whole calendar months and the days around them, so that what is stored
//! per month need not be summed from days.
use domain::Day;

/// A range of days, or of first days of months, inclusive; empty if it ends before it begins.
pub type Span = (Day, Day);

/// The empty range.
pub const NONE: Span = (Day(1), Day(0));

/// The parts of a range of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// The days before the first whole month; all days if there is none.
    pub head: Span,
    /// The first days of the first and the last whole month.
    pub months: Span,
    /// The days after the last whole month.
    pub tail: Span,
}

impl Split {
    /// Splits the range from `from` to `to`.
    #[must_use]
    pub fn of(from: Day, to: Day) -> Self {
        let first = if from == from.month() { from } else { from.next_month() };
        // The month of the day after `to` belongs to the tail, and so does all of an unfinished month.
        let end = Day(to.0.saturating_add(1)).month();
        if first >= end {
            return Self { head: (from, to), months: NONE, tail: NONE };
        }
        Self { head: (from, Day(first.0 - 1)), months: (first, Day(end.0 - 1).month()), tail: (end, to) }
    }

    /// The ranges of single days.
    #[must_use]
    pub const fn days(&self) -> [Span; 2] {
        [self.head, self.tail]
    }
}

/// Whether the range is empty.
#[must_use]
pub fn is_empty(span: Span) -> bool {
    span.0 > span.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(from: &str, to: &str) -> Vec<String> {
        let day = |text: &str| Day::from(text.parse::<chrono::NaiveDate>().expect("a date"));
        let split = Split::of(day(from), day(to));
        let parts = [split.head, split.months, split.tail];
        parts
            .iter()
            .map(|part| if is_empty(*part) { "-".to_owned() } else { format!("{}..{}", part.0, part.1) })
            .collect()
    }

    #[test]
    fn whole_months_and_the_days_around() {
        assert_eq!(
            cut("2026-01-15", "2026-04-02"),
            ["2026-01-15..2026-01-31", "2026-02-01..2026-03-01", "2026-04-01..2026-04-02"]
        );
        assert_eq!(cut("2026-01-01", "2026-12-31"), ["-", "2026-01-01..2026-12-01", "-"]);
        assert_eq!(cut("2026-01-02", "2026-02-27"), ["2026-01-02..2026-02-27", "-", "-"]);
        assert_eq!(cut("2026-02-01", "2026-02-28"), ["-", "2026-02-01..2026-02-01", "-"]);
    }

    #[test]
    fn every_day_is_in_exactly_one_part() {
        // From every day of a leap year and the one after it, periods of many lengths.
        for from in 19_723..19_723 + 731 {
            for to in (from..from + 100).chain([from + 364, from + 365, from + 399]) {
                let split = Split::of(Day(from), Day(to));
                for day in (from - 35..to + 35).map(Day) {
                    let within = |span: Span| i32::from(span.0 <= day && day <= span.1);
                    let whole = split.months.0 <= day.month() && day.month() <= split.months.1;
                    let parts = within(split.head) + within(split.tail) + i32::from(whole);
                    assert_eq!(parts, i32::from((from..=to).contains(&day.0)), "{day} of {from}..{to}");
                }
            }
        }
    }
}
