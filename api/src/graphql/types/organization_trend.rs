//! The platform over time: as one, and organization by organization.
use crate::error::ApiError;
use crate::graphql::connection::{aside, bounded};
use crate::graphql::context::ContextExt as _;
use crate::graphql::scalars::Date;
use crate::graphql::types::enums::Bucket;
use crate::graphql::types::global::Global;
use crate::graphql::types::metrics::Metrics;
use crate::graphql::types::organization::Organization;
use crate::graphql::types::trend::{self, TrendPoint};
use async_graphql::{Context, SimpleObject};
use domain::{OrgId, Period};
use query::metrics::{self, Detail};
use query::read::global_days::{self, GlobalDays};
use std::cmp::Reverse;

/// The most organizations with an entry of their own.
const MAX_TOP: usize = 50;

/// The figures over time of one organization, or of all that have no entry of their own.
#[derive(Clone, Debug, SimpleObject)]
pub struct OrganizationTrend {
    /// The organization; null for all others together.
    pub organization: Option<Organization>,
    /// One point per bucket, gaps filled with zeros, oldest first.
    #[graphql(complexity = "1 + aside(child_complexity)")]
    pub points: Vec<TrendPoint>,
}

/// How many entries a list may have, for the cost of a query.
#[must_use]
pub fn entries(top: Option<i32>) -> usize {
    top.map_or(5, |top| usize::try_from(top).unwrap_or(0)).min(MAX_TOP) + 1
}

/// What so many trends weigh: plainly what an entry weighs beside its points, and the one point more
/// that cut weeks and months make; aside what the points of a day weigh. How many days there are is said
/// to the platform, and it multiplies.
#[must_use]
pub fn cost(entries: usize, bucket: Option<Bucket>, (entry, point): (usize, usize)) -> usize {
    let plain = entries.saturating_mul(entry.saturating_add(point).saturating_add(1));
    bounded(plain) + aside(entries.saturating_mul(point).div_ceil(trend::least_days(bucket)))
}

/// The points of the whole platform.
pub(in crate::graphql) async fn all(
    ctx: &Context<'_>,
    global: &Global,
    bucket: Bucket,
    detail: Detail,
) -> Result<Vec<TrendPoint>, ApiError> {
    let days = load(ctx, global, &[], bucket, detail).await?;
    points(&days, None, global.period, bucket, detail)
}

/// The points of the top organizations by runs, and of all others together.
pub(in crate::graphql) async fn stacked(
    ctx: &Context<'_>,
    global: &Global,
    top: Option<i32>,
    bucket: Bucket,
    detail: Detail,
) -> Result<Vec<OrganizationTrend>, ApiError> {
    let top = usize::try_from(top.unwrap_or(5)).ok().filter(|top| *top <= MAX_TOP);
    let top = top.ok_or_else(|| ApiError::bad_input(format!("top: expected 0 to {MAX_TOP}")))?;
    let (sums, organizations) = futures_util::try_join!(global.sums(ctx), global.rows(ctx))?;
    let mut busy: Vec<(Reverse<i64>, &OrgId)> =
        sums.iter().map(|(org_id, both)| (Reverse(both.now.counts.runs), org_id)).collect();
    busy.retain(|(Reverse(runs), _)| *runs > 0);
    busy.sort();
    let chosen: Vec<OrgId> = busy.into_iter().take(top).map(|(_, org_id)| org_id.clone()).collect();
    let days = load(ctx, global, &chosen, bucket, detail).await?;
    let mut found = Vec::with_capacity(chosen.len() + 1);
    for org_id in chosen {
        let row = organizations.get(&org_id).cloned();
        let organization = row.map(|row| Organization::listed(global.scope.organization(org_id.clone()), row));
        found.push(OrganizationTrend {
            organization,
            points: points(&days, Some(&org_id), global.period, bucket, detail)?,
        });
    }
    found.push(OrganizationTrend { organization: None, points: points(&days, None, global.period, bucket, detail)? });
    Ok(found)
}

async fn load(
    ctx: &Context<'_>,
    global: &Global,
    chosen: &[OrgId],
    bucket: Bucket,
    detail: Detail,
) -> Result<GlobalDays, ApiError> {
    let beyond_days = bucket != Bucket::Day;
    Ok(global_days::load(ctx.reader(), &global.scope, global.period, chosen, detail, beyond_days).await?)
}

fn points(
    days: &GlobalDays,
    of: Option<&OrgId>,
    period: Period,
    bucket: Bucket,
    detail: Detail,
) -> Result<Vec<TrendPoint>, ApiError> {
    let spans = metrics::spans(period, bucket.into());
    let point = |(start, end)| {
        let metrics = Metrics::alone(days.figures(of, (start, end), detail)?);
        Ok(TrendPoint { start: Date(start), end: Date(end), metrics })
    };
    spans.into_iter().map(point).collect()
}
