//! Figures over time.
use crate::error::ApiError;
use crate::graphql::scalars::Date;
use crate::graphql::types::enums::Bucket;
use crate::graphql::types::inputs::PeriodInput;
use crate::graphql::types::metrics::Metrics;
use crate::metrics::{self, DayTotals, Detail};
use async_graphql::SimpleObject;
use entities::Period;

/// The figures of one bucket of a trend.
#[derive(Clone, Debug, SimpleObject)]
pub struct TrendPoint {
    /// Its first day, in UTC.
    pub start: Date,
    /// Its last day, in UTC.
    pub end: Date,
    /// Its figures; zeros and nulls where nothing happened.
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

/// What a trend costs. Its points come from one statement and are cheap, so ten cost as much as one
/// object of another list.
#[must_use]
pub fn cost(period: PeriodInput, bucket: Option<Bucket>, child_complexity: usize) -> usize {
    let width = match bucket {
        Some(Bucket::Month) => 30,
        Some(Bucket::Week) => 7,
        Some(Bucket::Day) | None => 1,
    };
    1 + (period.days() / width / 10 + 1) * child_complexity
}
