//! Pages of sessions.
use crate::error::ApiError;
use crate::graphql::connection::{DEFAULT_PAGE, Page, PageArgs};
use crate::graphql::context::ContextExt as _;
use crate::graphql::loaders::people::{SessionSumsOf, SessionsOf};
use crate::graphql::types::connection::{Connection, Listed, SummedConnection};
use crate::graphql::types::enums::Direction;
use crate::graphql::types::inputs::{SessionOrder, SessionOrderField};
use crate::graphql::types::metrics::Metrics;
use crate::graphql::types::session::Session;
use crate::graphql::types::session_cursor::Cursors;
use crate::graphql::types::session_fields::{around, prefetch};
use crate::graphql::types::session_totals::Totals;
use async_graphql::Context;
use domain::UserId;
use query::read::session_count;
use query::read::session_page::{self, PageQuery, SessionFilter, SortKey};
use query::read::sessions::SessionRow;
use query::scope::OrgScope;
use std::sync::Arc;

/// The order of a list that names none: the latest first.
const DEFAULT_ORDER: SessionOrder = SessionOrder { field: SessionOrderField::StartedAt, direction: Direction::Desc };

impl Listed for Session {
    const LIST: &'static str = "Session";
    const IS_SUMMED: bool = true;
}

/// A page of sessions.
pub type SessionConnection = SummedConnection<Session, Option<i64>>;

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
        let order = order.unwrap_or(DEFAULT_ORDER);
        let (size, from_the_end) = args.size(DEFAULT_PAGE)?;
        let list = Cursors { list: list_name(order, filter.user_id.as_ref()), scope: &scope };
        let query = PageQuery {
            sort: order.field.sort_key(),
            descending: order.direction == Direction::Desc,
            after: args.after.as_deref().map(|cursor| list.decode(cursor)).transpose()?,
            before: args.before.as_deref().map(|cursor| list.decode(cursor)).transpose()?,
            from_the_end,
            limit: size + 1,
            walk_order: false,
        };
        let reader = ctx.reader();
        let look = ctx.look_ahead();
        // Where the total or the summary alone is asked for, nothing of a page is read.
        let shown = ["nodes", "edges", "pageInfo"].into_iter().any(|field| look.field(field).exists());
        let may_walk = shown && query.sort.indexed && scope.own().is_none() && filter.user_id.is_none();
        let totals = Totals::wanted(ctx, &scope, &filter).await;
        let page = async {
            if !shown {
                return Ok((Vec::new(), None));
            }
            let in_days = match may_walk {
                true => Some(session_count::by_days(reader, &scope, filter.period).await?),
                false => None,
            };
            let walk_order = in_days.is_some_and(|sessions| sessions > MANY);
            let query = PageQuery { walk_order, ..query.clone() };
            let rows = session_page::load(reader, &scope, &filter, &query).await?;
            let rows: Vec<_> = rows.into_iter().map(|(position, row)| (position, Arc::new(row))).collect();
            prefetch(ctx, &scope, &rows).await?;
            Ok::<_, ApiError>((rows, in_days))
        };
        let (total, summary) = (totals.count(reader, &scope, &filter, may_walk), totals.sum(reader, &scope, &filter));
        let around = around(ctx, &scope, &filter, query.clone());
        let ((rows, in_days), total, summary, around) = futures_util::try_join!(page, total, summary, around)?;
        let in_all = summary.as_ref().map(|figures| figures.counts.sessions);
        let total = total.or(in_all).or(in_days);
        let found = rows
            .into_iter()
            .map(|(position, row)| (list.encode(&position), Session::new(scope.clone(), row)))
            .collect();
        let page = Page::cut(found, size, from_the_end, around);
        Ok(Self { list: Connection { page, total }, summary: summary.map(Metrics::alone) })
    }

    /// A page of the sessions of one user, who may be one of many in a list: all of those are read
    /// together, as long as no cursor tells them apart.
    ///
    /// # Errors
    /// See [`Self::load`].
    pub async fn of_user(
        ctx: &Context<'_>,
        scope: OrgScope,
        user_id: UserId,
        filter: SessionFilter,
        order: Option<SessionOrder>,
        args: PageArgs,
    ) -> Result<Self, ApiError> {
        if args.after.is_some() || args.before.is_some() {
            return Self::load(ctx, scope, SessionFilter { user_id: Some(user_id), ..filter }, order, args).await;
        }
        let order = order.unwrap_or(DEFAULT_ORDER);
        let (size, from_the_end) = args.size(DEFAULT_PAGE)?;
        let filter = Arc::new(filter);
        let page = SessionsOf {
            scope: scope.clone(),
            user_id: user_id.clone(),
            filter: Arc::clone(&filter),
            sort: order.field.sort_key(),
            descending: order.direction == Direction::Desc,
            from_the_end,
            limit: size + 1,
        };
        let look = ctx.look_ahead();
        let sums = async {
            let asks = look.field("summary").exists() || look.field("totalCount").exists();
            let key = SessionSumsOf { scope: scope.clone(), user_id: user_id.clone(), filter };
            let found = if asks { Some(ctx.loaders().load_one(key).await?.unwrap_or_default()) } else { None };
            Ok::<_, ApiError>(found)
        };
        let rows = async {
            let rows = ctx.loaders().load_one(page).await?.unwrap_or_default();
            prefetch(ctx, &scope, &rows).await?;
            Ok::<_, ApiError>(rows)
        };
        let (rows, sums) = futures_util::try_join!(rows, sums)?;
        let list = Cursors { list: list_name(order, Some(&user_id)), scope: &scope };
        let session = |row: &Arc<SessionRow>| Session::new(scope.clone(), Arc::clone(row));
        let found = rows.iter().map(|(position, row)| (list.encode(position), session(row))).collect();
        let page = Page::cut(found, size, from_the_end, (false, false));
        let total = sums.as_ref().map(|figures| figures.counts.sessions);
        Ok(Self { list: Connection { page, total }, summary: sums.map(Metrics::alone) })
    }
}

/// The lists of one user's sessions are other lists than that of all.
fn list_name(order: SessionOrder, user_id: Option<&UserId>) -> String {
    let (field, direction) = (order.field, order.direction.word());
    match user_id {
        Some(user_id) => format!("sessions:{field:?}:{direction}:{user_id}"),
        None => format!("sessions:{field:?}:{direction}"),
    }
}

/// A period with more sessions than this is walked in the wanted order until the page is full,
/// which beats reading and sorting them all.
pub(crate) const MANY: i64 = 5_000;

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
