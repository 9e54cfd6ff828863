//! Summing days into figures.
use crate::error::ApiError;
use crate::metrics::Figures;
use entities::totals::Counts;
use entities::{Day, Sketch};
use roaring::RoaringBitmap;

/// What one day adds.
#[derive(Clone, Debug)]
pub struct DayTotals {
    /// The day.
    pub day: Day,
    /// The whole numbers.
    pub counts: Counts,
    /// How many distinct users had a run.
    pub active_users_count: i64,
    /// Which they were: a stored bitmap; empty where it was not read.
    pub active_users: Vec<u8>,
    /// How long the runs took: a stored sketch; empty where it was not read.
    pub durations: Vec<u8>,
}

/// The parts of figures that are costly, and so are summed only when somebody looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Detail {
    /// Percentiles of the duration.
    pub durations: bool,
    /// Distinct users.
    pub active_users: bool,
}

/// The figures of the days from `from` to `to`.
///
/// # Errors
/// When a sum leaves 64 bits or a stored value is damaged.
pub fn sum(days: &[DayTotals], from: Day, to: Day, detail: Detail) -> Result<Figures, ApiError> {
    let first = days.partition_point(|day| day.day < from);
    let end = days.partition_point(|day| day.day <= to);
    let days = &days[first..end.max(first)];
    let mut counts = Counts::default();
    for day in days {
        counts.add(&day.counts, 1)?;
    }
    let durations = match detail.durations {
        true => Sketch::sum_encoded(days.iter().map(|day| day.durations.as_slice()))?,
        false => Sketch::default(),
    };
    let active_users = match (detail.active_users, days) {
        (false, _) | (true, []) => 0,
        // Within a day users are counted already.
        (true, [day]) => day.active_users_count,
        (true, days) => distinct_users(days)?,
    };
    Ok(Figures { counts, active_users, durations })
}

fn distinct_users(days: &[DayTotals]) -> Result<i64, ApiError> {
    let mut all = RoaringBitmap::new();
    for day in days.iter().filter(|day| !day.active_users.is_empty()) {
        all |= RoaringBitmap::deserialize_from(day.active_users.as_slice())
            .map_err(|error| ApiError::internal(format!("active users of {}: {error}", day.day)))?;
    }
    i64::try_from(all.len()).map_err(ApiError::internal)
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
            active_users: bytes,
            durations: durations.encode(),
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
}
