//! Summing days into metrics.
use crate::error::QueryError;
use crate::metrics::{Figures, Span, Split};
use domain::totals::Counts;
use domain::{Day, Sketch};
use roaring::RoaringBitmap;

/// The totals of one day or one month.
#[derive(Clone, Debug)]
pub struct DayTotals {
    /// The day; for a month, its first day.
    pub day: Day,
    /// The counts and sums.
    pub counts: Counts,
    /// How many distinct users had a run.
    pub active_users_count: i64,
    /// The active users, as a stored bitmap; `None` if it was not read.
    pub active_users: Option<Vec<u8>>,
    /// The durations of runs, as a stored sketch; `None` if it was not read.
    pub durations: Option<Vec<u8>>,
}

/// The parts of metrics that are expensive, and so are summed only on request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Detail {
    /// Percentiles of the duration.
    pub durations: bool,
    /// Distinct users.
    pub active_users: bool,
}

impl Detail {
    /// What either of them includes.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self { durations: self.durations || other.durations, active_users: self.active_users || other.active_users }
    }
}

impl Detail {
    /// Whether anything expensive is requested.
    #[must_use]
    pub const fn any(self) -> bool {
        self.durations || self.active_users
    }
}

/// Days, and the whole months among them, each in ascending order.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The days.
    pub days: Vec<DayTotals>,
    /// The months, for what is expensive to sum from days.
    pub months: Vec<DayTotals>,
}

impl History {
    /// The metrics of the days from `from` to `to`. What is expensive to sum comes from whole months where
    /// there are any.
    ///
    /// # Errors
    /// When a stored value is damaged or was not read.
    pub fn sum(&self, from: Day, to: Day, detail: Detail) -> Result<Figures, QueryError> {
        let split = Split::of(from, to);
        let mut parts: Vec<&DayTotals> = Vec::new();
        if detail.any() {
            parts.extend(within(&self.days, split.head));
            parts.extend(within(&self.months, split.months));
            parts.extend(within(&self.days, split.tail));
        }
        Ok(Figures { counts: counts(within(&self.days, (from, to))), ..costly(&parts, detail)? })
    }
}

/// The metrics of the days from `from` to `to`.
///
/// # Errors
/// When a stored value is damaged or was not read.
pub fn sum(days: &[DayTotals], from: Day, to: Day, detail: Detail) -> Result<Figures, QueryError> {
    let days = within(days, (from, to));
    let parts: Vec<&DayTotals> = if detail.any() { days.iter().collect() } else { Vec::new() };
    Ok(Figures { counts: counts(days), ..costly(&parts, detail)? })
}

fn within(days: &[DayTotals], span: Span) -> &[DayTotals] {
    let first = days.partition_point(|day| day.day < span.0);
    let end = days.partition_point(|day| day.day <= span.1);
    &days[first..end.max(first)]
}

fn counts(days: &[DayTotals]) -> Counts {
    let mut counts = Counts::default();
    for day in days {
        counts.add(&day.counts, 1);
    }
    counts
}

/// The expensive parts, over days or months that do not overlap.
fn costly(parts: &[&DayTotals], detail: Detail) -> Result<Figures, QueryError> {
    let mut figures = Figures::default();
    if detail.durations {
        let stored: Result<Vec<&[u8]>, QueryError> =
            parts.iter().map(|part| read(part.durations.as_deref(), part.day)).collect();
        figures.durations = Sketch::sum_encoded(stored?)?;
    }
    figures.active_users = match (detail.active_users, parts) {
        (false, _) | (true, []) => 0,
        // Within a single day or month, distinct users are already counted.
        (true, [part]) => part.active_users_count,
        (true, parts) => distinct_users(parts)?,
    };
    Ok(figures)
}

fn distinct_users(parts: &[&DayTotals]) -> Result<i64, QueryError> {
    let mut all = RoaringBitmap::new();
    for part in parts {
        all |= RoaringBitmap::deserialize_from(read(part.active_users.as_deref(), part.day)?)
            .map_err(|error| QueryError::internal(format!("active users of {}: {error}", part.day)))?;
    }
    i64::try_from(all.len()).map_err(QueryError::internal)
}

fn read(stored: Option<&[u8]>, day: Day) -> Result<&[u8], QueryError> {
    stored.ok_or_else(|| QueryError::internal(format!("{day} is summed in more detail than it was read")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i32, users: &[u32]) -> DayTotals {
        let mut bytes = Vec::new();
        users.iter().copied().collect::<RoaringBitmap>().serialize_into(&mut bytes).expect("in memory");
        let mut durations = Sketch::default();
        durations.add(1_000, users.len() as i64);
        DayTotals {
            day: Day(number),
            counts: Counts { runs: users.len() as i64, ..Counts::default() },
            active_users_count: users.len() as i64,
            active_users: Some(bytes),
            durations: Some(durations.encode()),
        }
    }

    #[test]
    fn users_of_several_days_are_counted_once() {
        let days = [day(1, &[1, 2]), day(3, &[2, 3]), day(4, &[9])];
        let detail = Detail { durations: true, active_users: true };
        let figures = sum(&days, Day(1), Day(3), detail).expect("a sum");
        assert_eq!((figures.active_users, figures.counts.runs, figures.durations.count()), (3, 4, 4));
        assert_eq!(sum(&days, Day(4), Day(9), detail).expect("a sum").active_users, 1);
        assert_eq!(sum(&days, Day(5), Day(9), detail).expect("a sum"), Figures::default());
    }

    #[test]
    fn months_stand_for_their_days() {
        // 1970-01-31 to 1970-03-02, with all of February.
        let mut days = vec![day(30, &[1]), day(31, &[2]), day(40, &[2, 3]), day(59, &[3, 4])];
        let detail = Detail { durations: true, active_users: true };
        let whole = sum(&days, Day(30), Day(60), detail).expect("a sum");
        for february in &mut days[1..3] {
            (february.durations, february.active_users) = (None, None);
        }
        let mut history = History { days, months: vec![day(31, &[2, 3])] };
        history.months[0].durations = {
            let mut sketch = Sketch::default();
            sketch.add(1_000, 3);
            Some(sketch.encode())
        };
        assert_eq!(history.sum(Day(30), Day(60), detail).expect("a sum"), whole);
        assert!(sum(&history.days, Day(30), Day(60), detail).is_err(), "what was not read is not zero");
    }
}
