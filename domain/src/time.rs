//! Instants in microseconds, UTC days, and periods of days.
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// Microseconds per day.
pub const DAY_MICROS: i64 = 86_400_000_000;
/// Days from 0001-01-01 (chrono's day 1) to 1970-01-01.
const EPOCH_FROM_CE: i32 = 719_163;

/// A point in time: microseconds since 1970-01-01T00:00:00Z. Finer precision is truncated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Instant(pub i64);

impl Instant {
    /// Parses RFC 3339 with any offset; digits beyond the microsecond are truncated.
    ///
    /// # Errors
    /// When the text is not an RFC 3339 date and time.
    pub fn parse(text: &str) -> Result<Self, chrono::ParseError> {
        DateTime::parse_from_rfc3339(text).map(|time| Self::from(time.to_utc()))
    }

    /// The UTC day of the instant.
    #[must_use]
    pub const fn day(self) -> Day {
        Day(self.0.div_euclid(DAY_MICROS) as i32)
    }

    /// The instant `micros` microseconds later, or the latest instant on overflow.
    #[must_use]
    pub const fn plus_micros(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// The instant `millis` milliseconds earlier, or the earliest instant on overflow.
    #[must_use]
    pub const fn minus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_sub(millis.saturating_mul(1_000)))
    }

    /// Whole milliseconds from `earlier` to this instant, truncated.
    #[must_use]
    pub const fn millis_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0) / 1_000
    }

    /// The same instant in chrono; `None` outside chrono's range of years.
    #[must_use]
    pub const fn to_chrono(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_micros(self.0)
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(time: DateTime<Utc>) -> Self {
        Self(time.timestamp_micros())
    }
}

/// A UTC day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(pub i32);

impl Day {
    /// The first instant of the day.
    #[must_use]
    pub const fn start(self) -> Instant {
        Instant(self.0 as i64 * DAY_MICROS)
    }

    /// The calendar date; `None` outside chrono's range of years.
    #[must_use]
    pub fn to_chrono(self) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(self.0.checked_add(EPOCH_FROM_CE)?)
    }
}

impl Day {
    /// The first day of the day's month; the day itself outside chrono's range of years.
    #[must_use]
    pub fn month(self) -> Self {
        self.to_chrono().map_or(self, |date| Self(self.0 - date.day0() as i32))
    }

    /// The first day of the following month.
    #[must_use]
    pub fn next_month(self) -> Self {
        // The 32nd day of a month is always in the next one.
        Self(self.month().0.saturating_add(31)).month()
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(date.num_days_from_ce() - EPOCH_FROM_CE)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_chrono() {
            Some(date) => date.fmt(f),
            None => write!(f, "day {}", self.0),
        }
    }
}

/// The longest period, in days.
pub const MAX_PERIOD_DAYS: i32 = 400;

/// Why two days are not a valid period.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PeriodError {
    /// The first day is after the last.
    #[error("from ({from}) must not be after to ({to})")]
    Reversed {
        /// The first day.
        from: Day,
        /// The last day.
        to: Day,
    },
    /// The period is longer than [`MAX_PERIOD_DAYS`].
    #[error("the period has {days} days, at most {MAX_PERIOD_DAYS} are allowed")]
    TooLong {
        /// The days it has.
        days: i32,
    },
}

/// Consecutive days, both ends included; never reversed, never longer than [`MAX_PERIOD_DAYS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    from: Day,
    to: Day,
}

impl Period {
    /// The period from `from` to `to`.
    ///
    /// # Errors
    /// When the days are reversed or too far apart.
    pub const fn new(from: Day, to: Day) -> Result<Self, PeriodError> {
        if from.0 > to.0 {
            return Err(PeriodError::Reversed { from, to });
        }
        let days = to.0.saturating_sub(from.0).saturating_add(1);
        if days > MAX_PERIOD_DAYS {
            return Err(PeriodError::TooLong { days });
        }
        Ok(Self { from, to })
    }

    /// The first day.
    #[must_use]
    pub const fn from(self) -> Day {
        self.from
    }

    /// The last day.
    #[must_use]
    pub const fn to(self) -> Day {
        self.to
    }

    /// The number of days; at least one.
    #[must_use]
    pub const fn days(self) -> i32 {
        self.to.0 - self.from.0 + 1
    }

    /// The period of the same length that ends the day before this one begins.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self { from: Day(self.from.0 - self.days()), to: Day(self.from.0 - 1) }
    }

    /// Whether the period contains `day`.
    #[must_use]
    pub const fn contains(self, day: Day) -> bool {
        self.from.0 <= day.0 && day.0 <= self.to.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse::<NaiveDate>().expect("a date").into()
    }

    #[test]
    fn instants_cut_finer_digits_and_know_offsets() {
        let plain = Instant::parse("2026-03-01T00:30:00.123456789+02:00").expect("a time");
        assert_eq!(plain, Instant::parse("2026-02-28T22:30:00.123456Z").expect("a time"));
        assert_eq!(plain.day(), day("2026-02-28"));
        assert_eq!(Instant(-1).day(), day("1969-12-31"));
    }

    #[test]
    fn days_round_trip() {
        assert_eq!(day("1970-01-01"), Day(0));
        assert_eq!(Day(20_000).to_chrono().map(Day::from), Some(Day(20_000)));
    }

    #[test]
    fn months_begin_on_their_first_day() {
        assert_eq!(day("2024-02-29").month(), day("2024-02-01"));
        assert_eq!(day("2024-02-01").month(), day("2024-02-01"));
        assert_eq!(day("2024-12-31").next_month(), day("2025-01-01"));
        assert_eq!(day("2025-01-31").next_month(), day("2025-02-01"));
        assert_eq!(day("1969-12-31").month(), day("1969-12-01"));
    }

    #[test]
    fn the_period_before_is_as_long_and_ends_the_day_before() {
        let week = Period::new(day("2026-11-16"), day("2026-11-22")).expect("a period");
        assert_eq!(week.previous(), Period::new(day("2026-11-09"), day("2026-11-15")).expect("a period"));
        assert!(Period::new(Day(1), Day(0)).is_err());
        assert!(Period::new(Day(0), Day(MAX_PERIOD_DAYS)).is_err());
    }
}
