//! Cutting a period into days, weeks or months.
use chrono::Datelike as _;
use domain::{Day, Period};

/// The width of the points of a trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bucket {
    /// A UTC day.
    Day,
    /// Seven days starting on a Monday.
    Week,
    /// A calendar month.
    Month,
}

/// The buckets of a period, in ascending order, each as its first and last day; the first and the last bucket
/// are clipped to the period.
#[must_use]
pub fn spans(period: Period, bucket: Bucket) -> Vec<(Day, Day)> {
    let mut spans: Vec<(Day, Day)> = Vec::new();
    for number in period.from().0..=period.to().0 {
        let day = Day(number);
        match spans.last_mut() {
            Some(last) if !begins(day, bucket) => last.1 = day,
            _ => spans.push((day, day)),
        }
    }
    spans
}

fn begins(day: Day, bucket: Bucket) -> bool {
    match bucket {
        Bucket::Day => true,
        // 1970-01-01 was a Thursday, so 1970-01-05 a Monday.
        Bucket::Week => (day.0 - 4).rem_euclid(7) == 0,
        Bucket::Month => day.to_chrono().is_some_and(|date| date.day() == 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(from: &str, to: &str, bucket: Bucket) -> Vec<String> {
        let day = |text: &str| Day::from(text.parse::<chrono::NaiveDate>().expect("a date"));
        let period = Period::new(day(from), day(to)).expect("a period");
        spans(period, bucket).iter().map(|(start, end)| format!("{start}..{end}")).collect()
    }

    #[test]
    fn weeks_begin_on_monday_and_are_cut() {
        assert_eq!(
            cut("2026-11-18", "2026-12-01", Bucket::Week),
            ["2026-11-18..2026-11-22", "2026-11-23..2026-11-29", "2026-11-30..2026-12-01"]
        );
        assert_eq!(cut("1969-12-28", "1969-12-29", Bucket::Week), ["1969-12-28..1969-12-28", "1969-12-29..1969-12-29"]);
    }

    #[test]
    fn months_and_days() {
        assert_eq!(
            cut("2024-02-28", "2024-04-01", Bucket::Month),
            ["2024-02-28..2024-02-29", "2024-03-01..2024-03-31", "2024-04-01..2024-04-01"]
        );
        assert_eq!(cut("2026-11-22", "2026-11-23", Bucket::Day), ["2026-11-22..2026-11-22", "2026-11-23..2026-11-23"]);
    }
}
