//! Pages of people: those of the directory and those who did something in the period. They are
//! thousands at most, so they are ordered here rather than in the store.
use crate::error::ApiError;
use crate::graphql::connection::{DEFAULT_PAGE, PageArgs};
use crate::graphql::context::ContextExt as _;
use crate::graphql::look;
use crate::graphql::types::connection::{Connection, Listed, SummedConnection};
use crate::graphql::types::enums::Direction;
use crate::graphql::types::inputs::{UserOrder, UserOrderField};
use crate::graphql::types::metrics::Metrics;
use crate::graphql::types::place::{self, Place};
use crate::graphql::types::user::{Known, KnownFigures, OrganizationUser};
use crate::graphql::types::user_order;
use crate::graphql::types::user_page;
use async_graphql::Context;
use domain::{Period, UserId};
use query::metrics::{Detail, Figures};
use query::read::Reader;
use query::read::directory::{self, Member};
use query::read::search::fold;
use query::read::user_sums;
use query::scope::OrgScope;
use std::collections::HashMap;
use std::sync::Arc;

impl Listed for OrganizationUser {
    const LIST: &'static str = "User";
    const IS_SUMMED: bool = true;
}

/// A page of users.
pub type UserConnection = SummedConnection<OrganizationUser, i64>;

/// One person of the list.
pub(crate) struct Entry {
    pub(crate) user_id: UserId,
    pub(crate) member: Option<Arc<Member>>,
    pub(crate) figures: Arc<Figures>,
}

/// Which people are wanted.
pub struct UserQuery {
    /// The days of their figures.
    pub period: Period,
    /// What their id, name or address contains, whatever the case.
    pub search: Option<String>,
    /// Their order.
    pub order: Option<UserOrder>,
    /// The page.
    pub args: PageArgs,
}

impl UserConnection {
    /// The page that the query asks for.
    ///
    /// # Errors
    /// BAD_USER_INPUT for arguments out of range and foreign cursors.
    pub async fn load(ctx: &Context<'_>, scope: OrgScope, query: UserQuery) -> Result<Self, ApiError> {
        let UserQuery { period, search, order, args } = query;
        let order = order.unwrap_or(UserOrder { field: UserOrderField::Name, direction: Direction::Asc });
        let list = format!("users:{:?}:{}:{}", order.field, order.direction.word(), period_name(period));
        let look = ctx.look_ahead().field("summary");
        let sums =
            if look.exists() { Sums::All(look::detail(&look)) } else { Sums::Of(user_order::columns(order.field)) };
        let entries = entries(ctx.reader(), &scope, period, sums, search.as_deref()).await?;
        let together = || Figures::total(entries.iter().map(|entry| &*entry.figures));
        let summary = look.exists().then(together).map(Metrics::alone);
        let total = i64::try_from(entries.len()).unwrap_or(i64::MAX);
        let placed = placed(order, entries);
        let names = (list.as_str(), scope.org_id().as_str());
        let page = place::page(placed, (order.direction, DEFAULT_PAGE), names, &args)?;
        let known = sums.known(period);
        let ids: Vec<_> = page.items.iter().map(|(_, entry)| entry.user_id.clone()).collect();
        let mut figures = user_page::prefetch(ctx, &scope, &ids, known).await?;
        let page = page.map(|entry| {
            let mut of_page = figures.remove(&entry.user_id).unwrap_or_default();
            of_page.extend(known.map(|(period, durations)| KnownFigures { period, durations, figures: entry.figures }));
            let known = Known { member: entry.member, figures: of_page };
            OrganizationUser::known(scope.clone(), entry.user_id, known)
        });
        Ok(Self { list: Connection { page, total }, summary })
    }
}

/// What is summed of everybody.
#[derive(Clone, Copy)]
pub(crate) enum Sums {
    /// All figures, for the summary, which is looked at in this detail.
    All(Detail),
    /// The columns that decide about the order.
    Of(&'static [&'static str]),
}

impl Sums {
    /// The period whose figures are thereby known, and whether percentiles are among them.
    fn known(self, period: Period) -> Option<(Period, bool)> {
        match self {
            Self::All(detail) => Some((period, detail.durations)),
            Self::Of(_) => None,
        }
    }
}

/// The figures decide the order, so a cursor belongs to their period.
fn period_name(period: Period) -> String {
    format!("{}..{}", period.from(), period.to())
}

/// Everybody whom the list has over this period, in no order.
pub(crate) async fn entries(
    reader: &Reader,
    scope: &OrgScope,
    period: Period,
    sums: Sums,
    search: Option<&str>,
) -> Result<Vec<Entry>, ApiError> {
    let figures = async {
        match sums {
            Sums::All(detail) => user_sums::figures(reader, scope, None, period, detail.durations).await,
            Sums::Of(columns) => user_sums::of_columns(reader, scope, period, columns).await,
        }
    };
    let (members, mut figures) = futures_util::try_join!(directory::members(reader, scope, None), figures)?;
    let mut members: HashMap<UserId, Arc<Member>> =
        members.into_iter().map(|member| (member.user_id.clone(), Arc::new(member))).collect();
    for user_id in members.keys() {
        figures.entry(user_id.clone()).or_default();
    }
    let needle = fold(search.unwrap_or_default());
    let found = figures
        .into_iter()
        .map(|(user_id, figures)| Entry { member: members.remove(&user_id), user_id, figures: Arc::new(figures) })
        .filter(|entry| matches(entry, &needle))
        .collect();
    Ok(found)
}

/// These people in their order.
pub(crate) fn placed(order: UserOrder, entries: Vec<Entry>) -> Vec<(Place, Entry)> {
    let mut placed: Vec<(Place, Entry)> = entries
        .into_iter()
        .map(|entry| {
            let name = entry.member.as_ref().and_then(|member| member.name.as_deref());
            (user_order::place(order.field, name, &entry.figures, entry.user_id.as_str()), entry)
        })
        .collect();
    placed.sort_by(|(one, _), (other, _)| place::compare(order.direction, one, other));
    placed
}

fn matches(entry: &Entry, needle: &str) -> bool {
    let has = |text: &str| fold(text).contains(needle);
    let member = entry.member.as_ref();
    has(entry.user_id.as_str())
        || member.and_then(|member| member.name.as_deref()).is_some_and(has)
        || member.and_then(|member| member.email.as_deref()).is_some_and(has)
}
