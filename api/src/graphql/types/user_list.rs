//! Pages of people: those of the directory and those who did something in the period. They are
//! thousands at most, so they are ordered here rather than in the store.
use crate::error::ApiError;
use crate::graphql::connection::{Page, PageArgs, PageInfo, decode_cursor, encode_cursor};
use crate::graphql::context::ContextExt as _;
use crate::graphql::loaders::LastActiveOf;
use crate::graphql::look;
use crate::graphql::scalars::Int64;
use crate::graphql::types::enums::Direction;
use crate::graphql::types::inputs::{UserOrder, UserOrderField};
use crate::graphql::types::metrics::Metrics;
use crate::graphql::types::user::{Known, OrganizationUser};
use crate::graphql::types::user_order::{self, Place};
use crate::metrics::Figures;
use crate::read::directory::{self, Member};
use crate::read::user_daily;
use crate::scope::OrgScope;
use async_graphql::{Context, Object, SimpleObject};
use entities::{Period, UserId};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

/// A user with its cursor.
#[derive(Clone, Debug, SimpleObject)]
pub struct UserEdge {
    /// The cursor of the user.
    pub cursor: String,
    /// The user.
    pub node: OrganizationUser,
}

/// A page of users.
pub struct UserConnection {
    page: Page<OrganizationUser>,
    total: usize,
    summary: Metrics,
}

/// A page of users.
#[Object]
impl UserConnection {
    /// The users with their cursors.
    async fn edges(&self) -> Vec<UserEdge> {
        let edge =
            |(cursor, node): &(String, OrganizationUser)| UserEdge { cursor: cursor.clone(), node: node.clone() };
        self.page.items.iter().map(edge).collect()
    }

    /// The users.
    async fn nodes(&self) -> Vec<OrganizationUser> {
        self.page.items.iter().map(|(_, node)| node.clone()).collect()
    }

    /// Where the page lies.
    async fn page_info(&self) -> PageInfo {
        self.page.info.clone()
    }

    /// How many users the whole filtered set has.
    async fn total_count(&self) -> Int64 {
        Int64(self.total as i64)
    }

    /// The figures of the whole filtered set over the period, not of the page: the sum of its
    /// users' figures; previous is null.
    async fn summary(&self) -> Metrics {
        self.summary.clone()
    }
}

/// One person of the list.
struct Entry {
    user_id: UserId,
    member: Option<Arc<Member>>,
    figures: Arc<Figures>,
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
        let (size, from_the_end) = args.size(25)?;
        let list = format!("users:{:?}:{}:{}", order.field, order.direction.word(), period_name(period));
        let org_id = scope.org_id().as_str().to_owned();
        let bound = |cursor: &Option<String>| -> Result<Option<Place>, ApiError> {
            cursor.as_deref().map(|cursor| decode_cursor(cursor, &list, &org_id)).transpose()
        };
        let (after, before) = (bound(&args.after)?, bound(&args.before)?);
        let durations = look::detail(&ctx.look_ahead().field("summary")).durations;
        let entries = entries(ctx, &scope, period, durations, search.as_deref()).await?;
        let (total, summary) = (entries.len(), summary(&entries)?);
        let mut placed: Vec<(Place, Entry)> = entries
            .into_iter()
            .map(|entry| {
                let name = entry.member.as_ref().and_then(|member| member.name.as_deref());
                (user_order::place(order.field, name, &entry.figures, entry.user_id.as_str()), entry)
            })
            .collect();
        placed.sort_by(|(one, _), (other, _)| user_order::compare(order, one, other));
        let beyond = |place: &Place, bound: &Option<Place>, wanted| {
            bound.as_ref().is_none_or(|bound| user_order::compare(order, place, bound) == wanted)
        };
        placed.retain(|(place, _)| beyond(place, &after, Ordering::Greater) && beyond(place, &before, Ordering::Less));
        let skip = if from_the_end { placed.len().saturating_sub(size + 1) } else { 0 };
        let placed: Vec<_> = placed.into_iter().skip(skip).take(size + 1).collect();
        prefetch(ctx, &scope, &placed).await?;
        let found = placed
            .into_iter()
            .map(|(place, entry)| (encode_cursor(&list, &org_id, &place), user(&scope, period, entry)))
            .collect();
        Ok(Self { page: Page::cut(found, size, from_the_end, &args), total, summary: Metrics::alone(summary) })
    }
}

/// Reads when these people were last active, where it is asked, so that they need not gather.
async fn prefetch(ctx: &Context<'_>, scope: &OrgScope, placed: &[(Place, Entry)]) -> Result<(), ApiError> {
    let look = ctx.look_ahead();
    let nodes = [look.field("nodes"), look.field("edges").field("node")];
    if nodes.iter().any(|node| node.field("lastActiveAt").exists()) {
        let keys = placed.iter().map(|(_, entry)| LastActiveOf(scope.clone(), entry.user_id.clone()));
        ctx.loaders().load_many(keys).await?;
    }
    Ok(())
}

/// The figures decide the order, so a cursor belongs to their period.
fn period_name(period: Period) -> String {
    format!("{}..{}", period.from(), period.to())
}

fn user(scope: &OrgScope, period: Period, entry: Entry) -> OrganizationUser {
    let known = Known { member: entry.member, figures: Some((period, entry.figures)) };
    OrganizationUser::known(scope.clone(), entry.user_id, known)
}

async fn entries(
    ctx: &Context<'_>,
    scope: &OrgScope,
    period: Period,
    durations: bool,
    search: Option<&str>,
) -> Result<Vec<Entry>, ApiError> {
    let (members, mut figures) = futures_util::try_join!(
        directory::members(ctx.reader(), scope, None),
        user_daily::sums(ctx.reader(), scope, None, period, durations),
    )?;
    let mut members: HashMap<UserId, Arc<Member>> =
        members.into_iter().map(|member| (member.user_id.clone(), Arc::new(member))).collect();
    for user_id in members.keys() {
        figures.entry(user_id.clone()).or_default();
    }
    let needle = search.unwrap_or_default().to_lowercase();
    let found = figures
        .into_iter()
        .map(|(user_id, figures)| Entry { member: members.remove(&user_id), user_id, figures: Arc::new(figures) })
        .filter(|entry| matches(entry, &needle))
        .collect();
    Ok(found)
}

fn matches(entry: &Entry, needle: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(needle);
    let member = entry.member.as_ref();
    has(entry.user_id.as_str())
        || member.and_then(|member| member.name.as_deref()).is_some_and(has)
        || member.and_then(|member| member.email.as_deref()).is_some_and(has)
}

fn summary(entries: &[Entry]) -> Result<Figures, ApiError> {
    let mut sum = Figures::default();
    for entry in entries {
        sum.counts.add(&entry.figures.counts, 1)?;
        sum.active_users += entry.figures.active_users;
        sum.durations.merge(&entry.figures.durations, 1);
    }
    Ok(sum)
}
