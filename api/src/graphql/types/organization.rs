//! An organization.
use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use crate::graphql::loaders::organizations::OrgDaysOf;
use async_graphql::Context;
use domain::{Day, Period};
use query::metrics::{self, Detail, Figures, History};
use query::read::organizations::OrgRow;
use query::scope::OrgScope;
use std::sync::Arc;

/// An organization, as far as the caller may see it: a MEMBER sees its figures, but only their own
/// sessions and their own row in the list of users.
#[derive(Clone, Debug)]
pub struct Organization {
    pub(in crate::graphql) scope: OrgScope,
    pub(in crate::graphql) row: OrgRow,
    pub(in crate::graphql) listed: bool,
}

impl Organization {
    /// The organization of this row.
    #[must_use]
    pub const fn new(scope: OrgScope, row: OrgRow) -> Self {
        Self { scope, row, listed: false }
    }

    /// One of several organizations, which are asked the same and read together.
    #[must_use]
    pub const fn listed(scope: OrgScope, row: OrgRow) -> Self {
        Self { scope, row, listed: true }
    }

    /// At least the days of the period, and those before where they are wanted, in this detail.
    pub(in crate::graphql) async fn history(
        &self,
        ctx: &Context<'_>,
        period: Period,
        with_previous: bool,
        detail: Detail,
    ) -> Result<Arc<History>, ApiError> {
        if !self.listed {
            return ctx.request().daily.load(ctx.reader(), &self.scope, period).await;
        }
        let from = if with_previous { period.previous().from() } else { period.from() };
        let key = OrgDaysOf { scope: self.scope.clone(), from, to: period.to(), detail };
        Ok(ctx.loaders().load_one(key).await?.unwrap_or_default())
    }

    /// Of organizations in a list the days alone are read, and no months.
    pub(in crate::graphql) fn sum(
        &self,
        history: &History,
        (from, to): (Day, Day),
        detail: Detail,
    ) -> Result<Figures, ApiError> {
        Ok(if self.listed { metrics::sum(&history.days, from, to, detail)? } else { history.sum(from, to, detail)? })
    }
}
