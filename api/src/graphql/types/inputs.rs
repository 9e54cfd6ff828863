//! What clients send.
use crate::error::ApiError;
use crate::graphql::scalars::{Date, Int64};
use crate::graphql::types::enums::Direction;
use async_graphql::{Enum, ID, InputObject};
use domain::ids::is_printable;
use domain::{NanoUsd, Period, UserId};
use query::read::session_page;
use query::text::checked_id;

/// The longest text that is searched for, in characters.
const MAX_SEARCH: usize = 256;

/// PeriodComparison days are included. from <= to, at most 400 days; future days are allowed and empty.
#[derive(Clone, Copy, Debug, InputObject)]
#[graphql(name = "Period")]
pub struct PeriodInput {
    /// The first day, in UTC.
    pub from: Date,
    /// The last day, in UTC.
    pub to: Date,
}

impl PeriodInput {
    /// The period.
    ///
    /// # Errors
    /// BAD_USER_INPUT for days that make none.
    pub fn checked(self) -> Result<Period, ApiError> {
        Ok(Period::new(self.from.0, self.to.0)?)
    }

    /// How many days it seems to have, for the cost of a query.
    #[must_use]
    pub fn days(self) -> usize {
        let days = i64::from(self.to.0.0) - i64::from(self.from.0.0) + 1;
        usize::try_from(days).unwrap_or(0).min(domain::time::MAX_PERIOD_DAYS as usize)
    }
}

/// Filters sessions; fields that are omitted or null do not matter.
#[derive(Clone, Debug, Default, InputObject)]
pub struct SessionFilter {
    /// The id contains this, ignoring case.
    pub id_contains: Option<String>,
    /// Belongs to this user.
    pub user_id: Option<ID>,
    /// Has a run that did not succeed; false: every run succeeded.
    pub has_failures: Option<bool>,
    /// Has a handoff.
    pub has_handoff: Option<bool>,
    /// A run ended within 4 hours after a handoff.
    pub has_post_handoff: Option<bool>,
    /// Minimum lifespan, in milliseconds.
    pub min_lifespan_ms: Option<Int64>,
    /// Maximum lifespan, in milliseconds.
    pub max_lifespan_ms: Option<Int64>,
    /// Minimum cost, in USD.
    pub min_cost_usd: Option<f64>,
    /// Maximum cost, in USD.
    pub max_cost_usd: Option<f64>,
}

impl SessionFilter {
    /// The filter as the statements take it.
    ///
    /// # Errors
    /// BAD_USER_INPUT for values out of range.
    pub fn checked(self, period: Period) -> Result<session_page::SessionFilter, ApiError> {
        Ok(session_page::SessionFilter {
            period: Some(period),
            id_contains: checked_search("idContains", self.id_contains)?,
            user_id: self.user_id.map(|id| checked_id("userId", id.0)).transpose()?.map(UserId::from),
            has_failures: self.has_failures,
            has_handoff: self.has_handoff,
            has_post_handoff: self.has_post_handoff,
            lifespan_ms: (self.min_lifespan_ms.map(|ms| ms.0), self.max_lifespan_ms.map(|ms| ms.0)),
            cost_nano_usd: (nano("minCostUsd", self.min_cost_usd)?, nano("maxCostUsd", self.max_cost_usd)?),
        })
    }
}

fn nano(field: &str, usd: Option<f64>) -> Result<Option<i64>, ApiError> {
    let Some(usd) = usd else { return Ok(None) };
    let nano = (usd * NanoUsd::USD as f64).round();
    // Beyond 2^53 the nano-USD of a float are no longer exact.
    if nano.is_finite() && nano.abs() <= domain::MAX_WHOLE as f64 {
        Ok(Some(nano as i64))
    } else {
        Err(ApiError::bad_input(format!("{field}: expected an amount of at most 9 000 000 USD")))
    }
}

/// A text to search for.
///
/// # Errors
/// BAD_USER_INPUT when it is too long or has control characters.
pub fn checked_search(field: &str, text: Option<String>) -> Result<Option<String>, ApiError> {
    match text {
        Some(text) if text.chars().count() > MAX_SEARCH => {
            Err(ApiError::bad_input(format!("{field}: expected at most {MAX_SEARCH} characters")))
        }
        Some(text) if !is_printable(&text) => {
            Err(ApiError::bad_input(format!("{field}: expected no control characters")))
        }
        text => Ok(text),
    }
}

/// The sort order of a list of sessions.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct SessionOrder {
    /// The sort field; ties are broken by id.
    pub field: SessionOrderField,
    /// The sort direction.
    pub direction: Direction,
}

/// What sessions can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SessionOrderField {
    /// When they started.
    StartedAt,
    /// From their first to their last event.
    Lifespan,
    /// The sum of their runs' durations.
    ActiveTime,
    /// Their completed runs.
    Runs,
    /// Their handoffs.
    Handoffs,
    /// The share of their runs that succeeded.
    SuccessRate,
    /// Their runs that did not succeed.
    Failures,
    /// The cost of their runs.
    Cost,
}

/// The sort order of a list of users.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct UserOrder {
    /// The sort field; ties are broken by id.
    pub field: UserOrderField,
    /// The sort direction.
    pub direction: Direction,
}

/// What users can be sorted by; all but the name over the period of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum UserOrderField {
    /// Their name, bytewise.
    Name,
    /// Their sessions.
    Sessions,
    /// Their completed runs.
    Runs,
    /// Runs per session.
    RunsPerSession,
    /// Active agent time per session.
    ActiveTime,
    /// Lifespan per session.
    Lifespan,
    /// The share of their sessions with a handoff.
    HandoffRate,
    /// The share of their sessions with a run after a handoff.
    PostHandoffRate,
    /// The share of their runs that succeeded.
    SuccessRate,
    /// The cost of their runs.
    Cost,
    /// The cost per run.
    CostPerRun,
}
