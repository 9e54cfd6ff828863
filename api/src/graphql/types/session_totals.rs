//! What is asked of a whole list of sessions, beside its page.
use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use async_graphql::Context;
use query::metrics::Figures;
use query::read::session_page::SessionFilter;
use query::read::{Reader, session_count, session_summary};
use query::scope::OrgScope;

/// What is asked, and where the answer is had for least.
#[derive(Clone, Copy)]
pub(super) struct Totals {
    summary: bool,
    count: Count,
}

/// Where the number of sessions comes from.
#[derive(Clone, Copy)]
enum Count {
    /// Nobody asks, or the summary tells it anyway.
    Aside,
    /// The sums of the days.
    Days,
    /// The sessions themselves.
    Sessions,
}

impl Totals {
    /// What the query asks.
    pub(super) async fn wanted(ctx: &Context<'_>, scope: &OrgScope, filter: &SessionFilter) -> Self {
        let look = ctx.look_ahead();
        let summary = look.field("summary").exists();
        let count = match look.field("totalCount").exists() {
            true if summary => Count::Aside,
            true if days_tell(ctx, scope, filter).await => Count::Days,
            true => Count::Sessions,
            false => Count::Aside,
        };
        Self { summary, count }
    }

    /// How many sessions there are, if that is asked; `days_are_read` tells that the page reads the
    /// sums of the days, so that they need not be read again.
    pub(super) async fn count(
        self,
        reader: &Reader,
        scope: &OrgScope,
        filter: &SessionFilter,
        days_are_read: bool,
    ) -> Result<Option<i64>, ApiError> {
        Ok(match self.count {
            Count::Sessions => Some(session_count::load(reader, scope, filter).await?),
            Count::Days if !days_are_read => Some(session_count::by_days(reader, scope, filter.period).await?),
            Count::Days | Count::Aside => None,
        })
    }

    /// The figures of all sessions, if they are asked.
    pub(super) async fn sum(
        self,
        reader: &Reader,
        scope: &OrgScope,
        filter: &SessionFilter,
    ) -> Result<Option<Figures>, ApiError> {
        Ok(if self.summary { Some(session_summary::load(reader, scope, filter).await?) } else { None })
    }
}

/// Whether the sums of the days count the sessions exactly: all of them are wanted and may be seen,
/// and retention, which leaves the sums as they are, has taken none away.
async fn days_tell(ctx: &Context<'_>, scope: &OrgScope, filter: &SessionFilter) -> bool {
    if !filter.is_open() || scope.own().is_some() {
        return false;
    }
    let request = ctx.request();
    let horizons = request.services.ingest().horizons();
    // This process may be one that nobody sends events to.
    if horizons.look(request.services.store()).await.is_err() {
        return false;
    }
    match horizons.oldest(scope.org_id(), request.now) {
        Some(kept_since) => filter.period.is_some_and(|period| period.from().start() >= kept_since),
        None => true,
    }
}
