//! What lists of people request for each of them: daily totals and sessions.
use super::{Batches, grouped};
use crate::error::ApiError;
use async_graphql::dataloader::Loader;
use domain::{Period, UserId};
use query::metrics::{DayTotals, Figures};
use query::read::session_page::{self, PageQuery, Position, SessionFilter, SortKey};
use query::read::sessions::SessionRow;
use query::read::{session_summary, user_daily, user_sessions};
use query::scope::OrgScope;
use std::collections::HashMap;
use std::sync::Arc;

/// A person's daily totals over a period.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DaysOf {
    /// The scope.
    pub scope: OrgScope,
    /// The person.
    pub user_id: UserId,
    /// The period.
    pub period: Period,
    /// Whether percentiles are requested.
    pub durations: bool,
}

/// A page of a person's sessions, from the beginning or the end of the list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SessionsOf {
    /// The scope.
    pub scope: OrgScope,
    /// The person.
    pub user_id: UserId,
    /// The filter.
    pub filter: Arc<SessionFilter>,
    /// The sort order.
    pub sort: SortKey,
    /// Whether the order is descending.
    pub descending: bool,
    /// Whether the last sessions are requested.
    pub from_the_end: bool,
    /// The maximum number of sessions.
    pub limit: usize,
}

/// The metrics over all of a person's sessions that match the filter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SessionSumsOf {
    /// The scope.
    pub scope: OrgScope,
    /// The person.
    pub user_id: UserId,
    /// The filter.
    pub filter: Arc<SessionFilter>,
}

impl Loader<DaysOf> for Batches {
    type Value = Arc<Vec<DayTotals>>;
    type Error = ApiError;

    async fn load(&self, keys: &[DaysOf]) -> Result<HashMap<DaysOf, Self::Value>, ApiError> {
        let mut found = HashMap::new();
        let split = |key: &DaysOf| ((key.scope.clone(), key.period, key.durations), key.user_id.shared());
        for ((scope, period, durations), ids) in grouped(keys, split) {
            for (user_id, days) in user_daily::days(&self.0, &scope, &ids, period, durations).await? {
                found.insert(DaysOf { scope: scope.clone(), user_id, period, durations }, Arc::new(days));
            }
        }
        Ok(found)
    }
}

impl Loader<SessionsOf> for Batches {
    type Value = Arc<Vec<(Position, Arc<SessionRow>)>>;
    type Error = ApiError;

    async fn load(&self, keys: &[SessionsOf]) -> Result<HashMap<SessionsOf, Self::Value>, ApiError> {
        let mut found = HashMap::new();
        // What the keys have in common is a key with an empty user id.
        let split = |key: &SessionsOf| (SessionsOf { user_id: UserId::from(""), ..key.clone() }, key.user_id.shared());
        for (common, ids) in grouped(keys, split) {
            let page = PageQuery {
                sort: common.sort,
                descending: common.descending,
                after: None,
                before: None,
                from_the_end: common.from_the_end,
                limit: common.limit,
                walk_order: false,
            };
            let pages = match ids.as_slice() {
                // For a single person, an index returns the page without ranking all sessions.
                [one] => {
                    let user_id = UserId::from(&**one);
                    let filter = SessionFilter { user_id: Some(user_id.clone()), ..(*common.filter).clone() };
                    let page = session_page::load(&self.0, &common.scope, &filter, &page).await?;
                    HashMap::from([(user_id, page)])
                }
                _ => user_sessions::load(&self.0, &common.scope, &common.filter, &page, &ids).await?,
            };
            for (user_id, page) in pages {
                let page = page.into_iter().map(|(position, row)| (position, Arc::new(row))).collect();
                found.insert(SessionsOf { user_id, ..common.clone() }, Arc::new(page));
            }
        }
        Ok(found)
    }
}

impl Loader<SessionSumsOf> for Batches {
    type Value = Arc<Figures>;
    type Error = ApiError;

    async fn load(&self, keys: &[SessionSumsOf]) -> Result<HashMap<SessionSumsOf, Self::Value>, ApiError> {
        let mut found = HashMap::new();
        let split = |key: &SessionSumsOf| ((key.scope.clone(), Arc::clone(&key.filter)), key.user_id.shared());
        for ((scope, filter), ids) in grouped(keys, split) {
            for (user_id, figures) in session_summary::by_user(&self.0, &scope, &filter, &ids).await? {
                let key = SessionSumsOf { scope: scope.clone(), user_id, filter: Arc::clone(&filter) };
                found.insert(key, Arc::new(figures));
            }
        }
        Ok(found)
    }
}
