//! Metrics of adoption, reliability, speed, cost and friction, as pure functions of totals.

pub mod aggregate;
pub mod buckets;
pub mod figures;
pub mod health;
pub mod split;

pub use aggregate::{DayTotals, Detail, History, sum};
pub use buckets::{Bucket, spans};
pub use figures::Figures;
pub use split::{Span, Split};
