//! Organizations side by side.
use crate::error::ApiError;
use crate::graphql::connection::PageArgs;
use crate::graphql::types::connection::{Connection, Listed};
use crate::graphql::types::enums::Direction;
use crate::graphql::types::global::Global;
use crate::graphql::types::metrics::Metrics;
use crate::graphql::types::organization::Organization;
use crate::graphql::types::place::{self, Place, number, text};
use async_graphql::{Context, Enum, InputObject, InputType, Lookahead, SimpleObject};
use query::metrics::{Figures, health};

/// The length of a page that names none.
pub const DEFAULT_PAGE: usize = 20;

/// The sort order of a ranking of organizations.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct OrganizationOrder {
    /// The sort field; ties are broken by id.
    pub field: OrganizationOrderField,
    /// The sort direction.
    pub direction: Direction,
}

/// What organizations can be sorted by; all but the name over the period. Nulls come last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum OrganizationOrderField {
    /// Their name, bytewise.
    Name,
    /// Their active users.
    ActiveUsers,
    /// Their sessions.
    Sessions,
    /// Their completed runs.
    Runs,
    /// The share of their runs that succeeded.
    SuccessRate,
    /// Runs per session.
    RunsPerSession,
    /// The share of their sessions with a handoff.
    HandoffRate,
    /// The cost of their runs.
    Cost,
}

/// How an organization is trending, compared with the previous period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "health::Health")]
pub enum HealthDirection {
    /// The change of the success rate minus that of the handoff rate is above +2 percentage points.
    Improving,
    /// The difference is between -2 and +2 percentage points. A rate that is null in either period
    /// counts as unchanged.
    Stable,
    /// The difference is below -2 percentage points.
    Declining,
}

/// An organization in a ranking.
#[derive(Clone, Debug, SimpleObject)]
pub struct OrganizationRanking {
    /// The organization.
    pub organization: Organization,
    /// Its figures over the period.
    pub metrics: Metrics,
    /// How it is trending, compared with the previous period.
    pub health: HealthDirection,
}

impl Listed for OrganizationRanking {
    const LIST: &'static str = "OrganizationRanking";
}

/// A page of a ranking.
pub type OrganizationRankingConnection = Connection<OrganizationRanking, i64>;

impl OrganizationRankingConnection {
    /// The page that the arguments ask for.
    ///
    /// # Errors
    /// BAD_USER_INPUT for arguments out of range and foreign cursors.
    pub async fn load(
        ctx: &Context<'_>,
        global: &Global,
        order: Option<OrganizationOrder>,
        args: PageArgs,
    ) -> Result<Self, ApiError> {
        let order =
            order.unwrap_or(OrganizationOrder { field: OrganizationOrderField::Runs, direction: Direction::Desc });
        let (sums, organizations) = futures_util::try_join!(global.sums(ctx), global.rows(ctx))?;
        let nothing = query::read::global_sums::PeriodComparison::default();
        let placed = organizations.values().map(|row| {
            let both = sums.get(&row.org_id).unwrap_or(&nothing);
            (place(order.field, &row.name, &both.now, row.org_id.as_str()), (row, both))
        });
        let placed: Vec<_> = placed.collect();
        let total = i64::try_from(placed.len()).unwrap_or(i64::MAX);
        let period = global.period;
        let list = format!("ranking:{:?}:{}:{}..{}", order.field, order.direction.word(), period.from(), period.to());
        let page = place::page(placed, (order.direction, DEFAULT_PAGE), (&list, ""), &args)?;
        let page = page.map(|(row, both)| OrganizationRanking {
            organization: Organization::listed(global.scope.organization(row.org_id.clone()), row.clone()),
            metrics: Metrics::with_previous(both.now.clone(), both.before.clone()),
            health: health::direction(&both.now, &both.before).into(),
        });
        Ok(Self { page, total })
    }
}

/// Whether an order looks at active users, which are read only where somebody does.
pub(in crate::graphql) fn by_active_users(ranking: &Lookahead<'_>) -> bool {
    ranking.selection_fields().into_iter().any(|field| {
        let arguments = field.arguments().unwrap_or_default();
        let order = arguments.into_iter().find(|(name, _)| name == "orderBy");
        let order = order.and_then(|(_, value)| <OrganizationOrder as InputType>::parse(Some(value)).ok());
        order.is_some_and(|order| order.field == OrganizationOrderField::ActiveUsers)
    })
}

fn place(field: OrganizationOrderField, name: &str, figures: &Figures, org_id: &str) -> Place {
    let figure = match field {
        OrganizationOrderField::Name => return (text(Some(name)), org_id.to_owned()),
        OrganizationOrderField::ActiveUsers => Some(figures.active_users as f64),
        OrganizationOrderField::Sessions => Some(figures.counts.sessions as f64),
        OrganizationOrderField::Runs => Some(figures.counts.runs as f64),
        OrganizationOrderField::SuccessRate => figures.success_rate(),
        OrganizationOrderField::RunsPerSession => figures.runs_per_session(),
        OrganizationOrderField::HandoffRate => figures.handoff_rate(),
        OrganizationOrderField::Cost => Some(figures.counts.cost_nano_usd as f64),
    };
    (number(figure), org_id.to_owned())
}
