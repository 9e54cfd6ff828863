//! Figures over time.
use crate::error::ApiError;
use crate::graphql::connection::list_cost;
use crate::graphql::scalars::Date;
use crate::graphql::types::enums::Bucket;
use crate::graphql::types::inputs::PeriodInput;
use crate::graphql::types::metrics::Metrics;
use async_graphql::SimpleObject;
use domain::Period;
use query::metrics::{self, DayTotals, Detail};

/// The figures of one bucket of a trend.
#[derive(Clone, Debug, SimpleObject)]
pub struct TrendPoint {
    /// Its first day, in UTC.
    pub start: Date,
    /// Its last day, in UTC.
    pub end: Date,
    /// Its figures; zeros and nulls if nothing happened.
    pub metrics: Metrics,
}

/// The points of a period, oldest first.
///
/// # Errors
/// INTERNAL when a stored value is damaged.
pub fn points(
    days: &[DayTotals],
    period: Period,
    bucket: Option<Bucket>,
    detail: Detail,
) -> Result<Vec<TrendPoint>, ApiError> {
    let bucket = bucket.unwrap_or(Bucket::Day).into();
    metrics::spans(period, bucket)
        .into_iter()
        .map(|(start, end)| {
            let metrics = Metrics::alone(metrics::sum(days, start, end, detail)?);
            Ok(TrendPoint { start: Date(start), end: Date(end), metrics })
        })
        .collect()
}

/// What a trend weighs: each of its points as often as there may be some.
#[must_use]
pub fn cost(period: PeriodInput, bucket: Option<Bucket>, child_complexity: usize) -> usize {
    list_cost(most_points(period.days(), bucket), child_complexity)
}

/// How many points so many days have at most; the first and the last may be cut.
const fn most_points(days: usize, bucket: Option<Bucket>) -> usize {
    match bucket {
        Some(Bucket::Month | Bucket::Week) => days.div_ceil(least_days(bucket)) + 1,
        Some(Bucket::Day) | None => days,
    }
}

/// How many days a point has at least, unless it is the first or the last.
#[must_use]
pub const fn least_days(bucket: Option<Bucket>) -> usize {
    match bucket {
        Some(Bucket::Month) => 28,
        Some(Bucket::Week) => 7,
        Some(Bucket::Day) | None => 1,
    }
}

/// What the reading of so many days weighs, in values, where nothing is shown of each.
#[must_use]
pub fn days_cost(period: PeriodInput) -> usize {
    1 + period.days() / 8
}
