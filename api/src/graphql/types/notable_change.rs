//! What whoever looks after the platform should look at.
use crate::error::ApiError;
use crate::graphql::connection::unknown_after;
use crate::graphql::context::ContextExt as _;
use crate::graphql::types::global::Global;
use crate::graphql::types::organization::Organization;
use async_graphql::{Context, Enum, ID, SimpleObject};
use domain::Day;
use query::metrics::Detail;
use query::metrics::health::{self, Notable, USUAL_DAYS};
use query::read::global_sums::{self, PeriodPair, Wanted};

/// Something about an organization that needs attention.
#[derive(Clone, Debug, SimpleObject)]
pub struct NotableChange {
    /// The organization.
    pub organization: Organization,
    /// The kind of change.
    pub kind: NotableChangeKind,
    /// The figure of the period: the success rate or the handoff rate, 0 to 1, or the cost in USD.
    pub value: f64,
    /// For COST_SPIKE the usual cost in USD: the average day of the 28 days before the period,
    /// times its number of days. Null for the others, which have a fixed threshold.
    pub usual: Option<f64>,
}

/// What is notable about an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Notable")]
pub enum NotableChangeKind {
    /// Fewer than 85 % of its runs succeeded.
    LowSuccess,
    /// Its cost is more than twice the usual.
    CostSpike,
    /// More than 60 % of its sessions were handed off.
    HighHandoff,
}

/// What is notable, by name of the organization, from after the given one on: so many, and what else
/// there is of the last organization.
pub(in crate::graphql) async fn of(
    ctx: &Context<'_>,
    global: &Global,
    size: usize,
    after: Option<ID>,
) -> Result<Vec<NotableChange>, ApiError> {
    let period = global.period;
    let spans = PeriodPair { before: Day(period.from().0 - USUAL_DAYS), from: period.from(), to: period.to() };
    let wanted = Wanted { before: Detail::default(), now: Detail::default() };
    let sums = global_sums::load(ctx.reader(), &global.scope, spans, wanted);
    let sums = async { Ok::<_, ApiError>(sums.await?) };
    let (sums, organizations) = futures_util::try_join!(sums, global.rows(ctx))?;
    let mut rows: Vec<_> = organizations.values().collect();
    rows.sort_by(|one, other| (&one.name, &one.org_id).cmp(&(&other.name, &other.org_id)));
    let start = match &after {
        Some(after) => {
            let found = rows.iter().position(|row| row.org_id.as_str() == after.as_str());
            found.ok_or_else(|| unknown_after("an organization"))? + 1
        }
        None => 0,
    };
    let mut found = Vec::new();
    for row in rows.into_iter().skip(start) {
        let Some(both) = sums.get(&row.org_id) else { continue };
        let kinds = health::notable(&both.now.counts, &both.before.counts, period.days());
        if found.len() >= size {
            break;
        }
        for kind in kinds {
            let (value, usual) = match kind {
                Notable::LowSuccess => (both.now.success_rate(), None),
                Notable::HighHandoff => (both.now.handoff_rate(), None),
                Notable::CostSpike => {
                    let usual = health::usual_cost_usd(&both.before.counts, period.days());
                    (Some(both.now.cost_usd()), Some(usual))
                }
            };
            found.push(NotableChange {
                organization: Organization::listed(global.scope.organization(row.org_id.clone()), row.clone()),
                kind: kind.into(),
                value: value.unwrap_or_default(),
                usual,
            });
        }
    }
    Ok(found)
}
