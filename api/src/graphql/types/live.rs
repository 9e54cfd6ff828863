//! What goes on now.
use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use crate::graphql::loaders::organizations::{LiveOf, OrgDaysOf};
use crate::graphql::scalars::{DateTime, Int64};
use async_graphql::{Context, SimpleObject};
use query::metrics::{self, Detail, Figures};
use query::read::live::{self, Live, LivenessCutoffs};
use query::read::{Reader, org_daily};
use query::scope::{OperatorScope, OrgScope};

/// What is happening now. Today is the UTC day.
#[derive(Clone, Debug, PartialEq, SimpleObject)]
pub struct LiveRunCounts {
    /// When it was counted.
    pub at: DateTime,
    /// Runs that are RUNNING.
    pub running: Int64,
    /// Sessions with an event in the last 15 minutes.
    pub active_sessions: Int64,
    /// Runs that started in the last minute.
    pub started_last_minute: Int64,
    /// Runs that ended today.
    pub completed_today: Int64,
    /// Those of them that did not succeed.
    pub failed_today: Int64,
    /// Today's successful runs / runs, 0 to 1; null without runs.
    pub success_rate_today: Option<f64>,
    /// The cost of today's runs, in USD.
    pub cost_today_usd: f64,
}

impl LiveRunCounts {
    /// The counts of an organization; everybody in it may see them.
    ///
    /// # Errors
    /// INTERNAL, with whatever the database says.
    pub async fn of_organization(
        reader: &Reader,
        scope: &OrgScope,
        cutoffs: LivenessCutoffs,
    ) -> Result<Self, ApiError> {
        let today = cutoffs.now.day();
        let (live, days) = futures_util::try_join!(
            live::load(reader, scope, cutoffs),
            org_daily::load(reader, scope, today, today, Detail::default()),
        )?;
        Ok(Self::new(cutoffs, live, &metrics::sum(&days, today, today, Detail::default())?))
    }

    /// The counts of one of several organizations, which are counted together.
    ///
    /// # Errors
    /// INTERNAL, with whatever the database says.
    pub async fn listed(ctx: &Context<'_>, scope: &OrgScope) -> Result<Self, ApiError> {
        let at = ctx.request().cutoffs();
        let today = at.now.day();
        let days = OrgDaysOf { scope: scope.clone(), from: today, to: today, detail: Detail::default() };
        let live = LiveOf { scope: scope.clone(), at };
        let loaders = ctx.loaders();
        let (live, days) = futures_util::try_join!(loaders.load_one(live), loaders.load_one(days))?;
        let figures = metrics::sum(&days.unwrap_or_default().days, today, today, Detail::default())?;
        Ok(Self::new(at, live.unwrap_or_default(), &figures))
    }

    /// The counts of all organizations together.
    ///
    /// # Errors
    /// INTERNAL, with whatever the database says.
    pub async fn of_platform(
        reader: &Reader,
        scope: &OperatorScope,
        cutoffs: LivenessCutoffs,
    ) -> Result<Self, ApiError> {
        let (live, counts) = live::platform(reader, scope, cutoffs).await?;
        Ok(Self::new(cutoffs, live, &Figures { counts, ..Figures::default() }))
    }

    fn new(cutoffs: LivenessCutoffs, live: Live, today: &Figures) -> Self {
        Self {
            at: DateTime(cutoffs.now),
            running: Int64(live.running()),
            active_sessions: Int64(live.active_sessions),
            started_last_minute: Int64(live.just_started),
            completed_today: Int64(today.counts.runs),
            failed_today: Int64(today.counts.failed_runs()),
            success_rate_today: today.success_rate(),
            cost_today_usd: today.cost_usd(),
        }
    }

    /// Whether both count the same, whenever they were counted.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        Self { at: other.at, ..self.clone() } == *other
    }

    /// Whether some of it ends by itself as time goes by.
    #[must_use]
    pub const fn will_pass(&self) -> bool {
        self.running.0 + self.active_sessions.0 + self.started_last_minute.0 > 0
    }
}
