//! The whole platform.
use crate::error::ApiError;
use crate::graphql::connection::{WALK, bounded, parts};
use crate::graphql::context::ContextExt as _;
use crate::graphql::look;
use crate::graphql::types::inputs::PeriodInput;
use crate::graphql::types::organization_ranking::{self};
use async_graphql::Context;
use domain::{OrgId, Period};
use query::read::global_sums::{self, PeriodComparison, PeriodPair, Wanted};
use query::read::organizations::{self, OrgRow};
use query::scope::OperatorScope;
use std::collections::BTreeMap;
use tokio::sync::OnceCell;

/// The figures of every organization, of a period and of the one before.
pub(in crate::graphql) type Sums = BTreeMap<OrgId, PeriodComparison>;

/// The whole platform over a period. What its fields share is read once.
pub struct Global {
    pub(in crate::graphql) scope: OperatorScope,
    pub(in crate::graphql) period: Period,
    pub(in crate::graphql) wanted: Wanted,
    pub(in crate::graphql) sums: OnceCell<Sums>,
    pub(in crate::graphql) organizations: OnceCell<BTreeMap<OrgId, OrgRow>>,
}

/// What the platform over a period weighs: what is asked of it, and for each day what stands aside.
#[must_use]
pub fn cost(period: PeriodInput, child_complexity: usize) -> usize {
    let (once, each_day) = parts(child_complexity);
    bounded(WALK.saturating_add(once).saturating_add(period.days().saturating_mul(each_day)))
}

impl Global {
    /// The platform over this period; looks at what is asked of it.
    #[must_use]
    pub fn new(ctx: &Context<'_>, scope: OperatorScope, period: Period) -> Self {
        let look = ctx.look_ahead();
        let ranking = look.field("organizations");
        let places = [
            look.field("metrics"),
            ranking.field("nodes").field("metrics"),
            ranking.field("edges").field("node").field("metrics"),
        ];
        let mut wanted = Wanted::default();
        for metrics in &places {
            wanted.now = wanted.now.or(look::detail(metrics));
            wanted.before = wanted.before.or(look::detail(&metrics.field("previous")));
        }
        wanted.now.active_users |= organization_ranking::by_active_users(&ranking);
        Self { scope, period, wanted, sums: OnceCell::new(), organizations: OnceCell::new() }
    }

    /// The figures of every organization.
    pub(in crate::graphql) async fn sums(&self, ctx: &Context<'_>) -> Result<&Sums, ApiError> {
        let period = self.period;
        let spans = PeriodPair { before: period.previous().from(), from: period.from(), to: period.to() };
        Ok(self.sums.get_or_try_init(|| global_sums::load(ctx.reader(), &self.scope, spans, self.wanted)).await?)
    }

    /// Every organization.
    pub(in crate::graphql) async fn rows(&self, ctx: &Context<'_>) -> Result<&BTreeMap<OrgId, OrgRow>, ApiError> {
        self.organizations
            .get_or_try_init(|| async {
                let rows = organizations::all(ctx.reader(), &self.scope).await?;
                Ok(rows.into_iter().map(|row| (row.org_id.clone(), row)).collect())
            })
            .await
    }
}
