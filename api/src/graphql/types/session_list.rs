//! Pages of sessions.
use crate::error::ApiError;
use crate::graphql::connection::{Page, PageArgs, PageInfo};
use crate::graphql::context::ContextExt as _;
use crate::graphql::loaders::{HandoffsOf, MemberOf, RunsOf, SessionOf};
use crate::graphql::scalars::Int64;
use crate::graphql::types::enums::Direction;
use crate::graphql::types::inputs::{SessionOrder, SessionOrderField};
use crate::graphql::types::metrics::Metrics;
use crate::graphql::types::session::Session;
use crate::graphql::types::session_cursor::Cursors;
use crate::graphql::types::session_totals::Totals;
use crate::read::session_count;
use crate::read::session_page::{self, PageQuery, Position, SessionFilter, SortKey};
use crate::read::sessions::SessionRow;
use crate::scope::OrgScope;
use async_graphql::{Context, Object, SimpleObject};
use std::sync::Arc;

/// A session with its cursor.
#[derive(Clone, Debug, SimpleObject)]
pub struct SessionEdge {
    /// The cursor of the session.
    pub cursor: String,
    /// The session.
    pub node: Session,
}

/// A page of sessions.
pub struct SessionConnection {
    page: Page<Session>,
    /// None where nobody looks.
    total: Option<i64>,
    /// None where nobody looks.
    summary: Option<Metrics>,
}

/// A page of sessions.
#[Object]
impl SessionConnection {
    /// The sessions with their cursors.
    async fn edges(&self) -> Vec<SessionEdge> {
        let edge = |(cursor, node): &(String, Session)| SessionEdge { cursor: cursor.clone(), node: node.clone() };
        self.page.items.iter().map(edge).collect()
    }

    /// The sessions.
    async fn nodes(&self) -> Vec<Session> {
        self.page.items.iter().map(|(_, node)| node.clone()).collect()
    }

    /// Where the page lies.
    async fn page_info(&self) -> PageInfo {
        self.page.info.clone()
    }

    /// How many sessions the whole filtered set has.
    async fn total_count(&self) -> Result<Int64, ApiError> {
        self.total.map(Int64).ok_or_else(|| ApiError::internal("a total that was not looked for"))
    }

    /// The figures of the whole filtered set, not of the page: over its sessions and all of their
    /// runs, on whatever day. Active users are their distinct users; percentiles, queue wait and
    /// previous are null.
    async fn summary(&self) -> Result<Metrics, ApiError> {
        self.summary.clone().ok_or_else(|| ApiError::internal("a summary that was not looked for"))
    }
}

impl SessionConnection {
    /// The page that the arguments ask for.
    ///
    /// # Errors
    /// BAD_USER_INPUT for arguments out of range and foreign cursors.
    pub async fn load(
        ctx: &Context<'_>,
        scope: OrgScope,
        filter: SessionFilter,
        order: Option<SessionOrder>,
        args: PageArgs,
    ) -> Result<Self, ApiError> {
        let order = order.unwrap_or(SessionOrder { field: SessionOrderField::StartedAt, direction: Direction::Desc });
        let (size, from_the_end) = args.size(25)?;
        let list = Cursors { list: format!("sessions:{:?}:{}", order.field, order.direction.word()), scope: &scope };
        let mut query = PageQuery {
            sort: order.field.sort_key(),
            descending: order.direction == Direction::Desc,
            after: args.after.as_deref().map(|cursor| list.decode(cursor)).transpose()?,
            before: args.before.as_deref().map(|cursor| list.decode(cursor)).transpose()?,
            from_the_end,
            limit: size + 1,
            walk_order: false,
        };
        let reader = ctx.reader();
        let may_walk = query.sort.indexed && scope.own().is_none() && filter.user_id.is_none();
        let totals = Totals::wanted(ctx, &scope, &filter);
        let page = async {
            let in_days = match may_walk {
                true => Some(session_count::by_days(reader, &scope, filter.period).await?),
                false => None,
            };
            query.walk_order = in_days.is_some_and(|sessions| sessions > MANY);
            let rows = session_page::load(reader, &scope, &filter, &query).await?;
            let rows: Vec<_> = rows.into_iter().map(|(position, row)| (position, Arc::new(row))).collect();
            prefetch(ctx, &scope, &rows).await?;
            Ok::<_, ApiError>((rows, in_days))
        };
        let (total, summary) = (totals.count(reader, &scope, &filter, may_walk), totals.sum(reader, &scope, &filter));
        let ((rows, in_days), total, summary) = futures_util::try_join!(page, total, summary)?;
        let in_all = summary.as_ref().map(|figures| figures.counts.sessions);
        let total = total.or(in_all).or(in_days);
        let found = rows
            .into_iter()
            .map(|(position, row)| (list.encode(&position), Session::new(scope.clone(), row)))
            .collect();
        let page = Page::cut(found, size, from_the_end, &args);
        Ok(Self { page, total, summary: summary.map(Metrics::alone) })
    }
}

/// A period with more sessions than this is walked in the wanted order until the page is full,
/// which beats reading and sorting them all.
pub(crate) const MANY: i64 = 5_000;

/// Reads what the fields of these sessions will ask for, so that they need not gather their questions.
async fn prefetch(ctx: &Context<'_>, scope: &OrgScope, rows: &[(Position, Arc<SessionRow>)]) -> Result<(), ApiError> {
    let look = ctx.look_ahead();
    let nodes = [look.field("nodes"), look.field("edges").field("node")];
    let wants = |fields: &[&str]| nodes.iter().any(|node| fields.iter().any(|field| node.field(field).exists()));
    let loaders = ctx.loaders();
    // Their runs may ask for them again.
    loaders
        .feed_many(rows.iter().map(|(_, row)| (SessionOf(scope.clone(), row.session_id.clone()), Arc::clone(row))))
        .await;
    let sessions = |wanted: bool| rows.iter().filter(move |_| wanted).map(|(_, row)| row);
    let members = sessions(wants(&["user"])).filter_map(|row| Some(MemberOf(scope.clone(), row.user_id.clone()?)));
    let runs =
        sessions(wants(&["runs", "artifacts", "handoffs"])).map(|row| RunsOf(scope.clone(), row.session_id.clone()));
    let handoffs = sessions(wants(&["handoffs"])).map(|row| HandoffsOf(scope.clone(), row.session_id.clone()));
    futures_util::try_join!(loaders.load_many(members), loaders.load_many(runs), loaders.load_many(handoffs))?;
    Ok(())
}

impl SessionOrderField {
    /// By what the statements order.
    pub(crate) const fn sort_key(self) -> SortKey {
        let (expression, nullable) = match self {
            Self::StartedAt => ("started_at", false),
            Self::Lifespan => ("lifespan_ms", false),
            Self::ActiveTime => ("active_time_ms", false),
            Self::Runs => ("run_count", false),
            Self::Handoffs => ("handoff_count", false),
            Self::Failures => ("failed_runs", false),
            Self::Cost => ("cost_nano_usd", false),
            Self::SuccessRate => {
                ("CASE WHEN run_count > 0 THEN CAST(successful_runs AS DOUBLE PRECISION) / run_count END", true)
            }
        };
        SortKey { expression, nullable, indexed: matches!(self, Self::Cost) }
    }
}
