//! What lists of people ask for beneath each of them: days and sessions.
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

/// Somebody's days over a period.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DaysOf {
    /// Where.
    pub scope: OrgScope,
    /// Whose.
    pub user_id: UserId,
    /// When.
    pub period: Period,
    /// Whether percentiles are asked for.
    pub durations: bool,
}

/// A page of somebody's sessions, from the beginning or the end of their list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SessionsOf {
    /// Where.
    pub scope: OrgScope,
    /// Whose.
    pub user_id: UserId,
    /// Which.
    pub filter: Arc<SessionFilter>,
    /// In which order.
    pub sort: SortKey,
    /// Whether the greatest comes first.
    pub descending: bool,
    /// Whether the last ones are wanted.
    pub from_the_end: bool,
    /// How many.
    pub limit: usize,
}

/// The figures of all of somebody's sessions that the filter finds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SessionSumsOf {
    /// Where.
    pub scope: OrgScope,
    /// Whose.
    pub user_id: UserId,
    /// Which.
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
        // All that they have in common is the key of nobody.
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
                // A page of one is cut by an index, without ranking all that there is.
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
