//! What is requested of sessions: pages of runs and handoffs, single runs, and what takes all of them.
use super::{Batches, ChangesOf, HandoffsOf, PartsOf, PlainEventsOf, RunMarksOf, grouped};
use crate::error::ApiError;
use crate::graphql::types::artifacts::Artifacts;
use async_graphql::dataloader::Loader;
use domain::{RunId, SessionId};
use query::read::handoffs::{HandoffPage, HandoffRow};
use query::read::run_marks::{self, RunMarks};
use query::read::runs::{RunPage, RunRow};
use query::read::{handoffs, plain_events, runs};
use query::scope::OrgScope;
use std::collections::HashMap;
use std::sync::Arc;

/// A page of the runs of a session.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RunsOf {
    /// The scope.
    pub scope: OrgScope,
    /// The session.
    pub session_id: SessionId,
    /// The page.
    pub page: RunPage,
}

/// A page of the handoffs of a session.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HandoffPageOf {
    /// The scope.
    pub scope: OrgScope,
    /// The session.
    pub session_id: SessionId,
    /// The page.
    pub page: HandoffPage,
}

/// A run of a session.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RunOf {
    /// The scope.
    pub scope: OrgScope,
    /// The session.
    pub session_id: SessionId,
    /// The run.
    pub run_id: RunId,
}

impl Loader<RunsOf> for Batches {
    type Value = Arc<Vec<Arc<RunRow>>>;
    type Error = ApiError;

    async fn load(&self, keys: &[RunsOf]) -> Result<HashMap<RunsOf, Self::Value>, ApiError> {
        let mut found = HashMap::new();
        // The run after which a page begins belongs to only one session.
        let split = |key: &RunsOf| {
            let alone = key.page.after.is_some().then(|| key.session_id.clone());
            ((key.scope.clone(), key.page.clone(), alone), key.session_id.shared())
        };
        for ((scope, page, _), ids) in grouped(keys, split) {
            for (session_id, rows) in runs::page(&self.0, &scope, &ids, &page).await? {
                let key = RunsOf { scope: scope.clone(), session_id, page: page.clone() };
                found.insert(key, Arc::new(rows.into_iter().map(Arc::new).collect()));
            }
        }
        Ok(found)
    }
}

impl Loader<HandoffPageOf> for Batches {
    type Value = Arc<Vec<Arc<HandoffRow>>>;
    type Error = ApiError;

    async fn load(&self, keys: &[HandoffPageOf]) -> Result<HashMap<HandoffPageOf, Self::Value>, ApiError> {
        let mut found = HashMap::new();
        let split = |key: &HandoffPageOf| {
            let alone = key.page.after.is_some().then(|| key.session_id.clone());
            ((key.scope.clone(), key.page.clone(), alone), key.session_id.shared())
        };
        for ((scope, page, _), ids) in grouped(keys, split) {
            for (session_id, rows) in handoffs::page(&self.0, &scope, &ids, &page).await? {
                let key = HandoffPageOf { scope: scope.clone(), session_id, page: page.clone() };
                found.insert(key, Arc::new(rows.into_iter().map(Arc::new).collect()));
            }
        }
        Ok(found)
    }
}

impl Loader<RunOf> for Batches {
    type Value = Arc<RunRow>;
    type Error = ApiError;

    async fn load(&self, keys: &[RunOf]) -> Result<HashMap<RunOf, Self::Value>, ApiError> {
        let mut found = HashMap::new();
        for (scope, ids) in grouped(keys, |key| (key.scope.clone(), (key.session_id.shared(), key.run_id.shared()))) {
            let (mut sessions, runs): (Vec<Arc<str>>, Vec<Arc<str>>) = ids.into_iter().unzip();
            sessions.sort_unstable();
            sessions.dedup();
            for row in runs::by_ids(&self.0, &scope, &sessions, &runs).await? {
                let key =
                    RunOf { scope: scope.clone(), session_id: row.session_id.clone(), run_id: row.run_id.clone() };
                found.insert(key, Arc::new(row));
            }
        }
        Ok(found)
    }
}

impl Loader<RunMarksOf> for Batches {
    type Value = Arc<Vec<RunMarks>>;
    type Error = ApiError;

    async fn load(&self, keys: &[RunMarksOf]) -> Result<HashMap<RunMarksOf, Self::Value>, ApiError> {
        let mut found: HashMap<_, Self::Value> = keys.iter().map(|key| (key.clone(), Arc::default())).collect();
        for (scope, ids) in grouped(keys, |key| (key.0.clone(), key.1.shared())) {
            for (session_id, marks) in run_marks::of_sessions(&self.0, &scope, &ids).await? {
                found.insert(RunMarksOf(scope.clone(), session_id), Arc::new(marks));
            }
        }
        Ok(found)
    }
}

impl Loader<ChangesOf> for Batches {
    type Value = Artifacts;
    type Error = ApiError;

    async fn load(&self, keys: &[ChangesOf]) -> Result<HashMap<ChangesOf, Artifacts>, ApiError> {
        let mut found: HashMap<_, _> = keys.iter().map(|key| (key.clone(), Artifacts::sum([], false))).collect();
        for ((scope, files), ids) in grouped(keys, |key| ((key.scope.clone(), key.files), key.session_id.shared())) {
            for (session_id, changes) in run_marks::changes(&self.0, &scope, &ids, files).await? {
                found.insert(ChangesOf { scope: scope.clone(), session_id, files }, Artifacts::sum(&changes, files));
            }
        }
        Ok(found)
    }
}

impl Loader<PartsOf> for Batches {
    type Value = i64;
    type Error = ApiError;

    async fn load(&self, keys: &[PartsOf]) -> Result<HashMap<PartsOf, i64>, ApiError> {
        let mut found: HashMap<_, _> = keys.iter().map(|key| (key.clone(), 0)).collect();
        for (scope, ids) in grouped(keys, |key| (key.0.clone(), key.1.shared())) {
            let runs = run_marks::counts(&self.0, &scope, &ids);
            let (runs, handoffs) = futures_util::try_join!(runs, handoffs::counts(&self.0, &scope, &ids))?;
            for (session_id, parts) in runs.into_iter().chain(handoffs) {
                *found.entry(PartsOf(scope.clone(), session_id)).or_default() += parts;
            }
        }
        Ok(found)
    }
}

impl Loader<HandoffsOf> for Batches {
    type Value = Arc<Vec<Arc<HandoffRow>>>;
    type Error = ApiError;

    async fn load(&self, keys: &[HandoffsOf]) -> Result<HashMap<HandoffsOf, Self::Value>, ApiError> {
        let mut found: HashMap<_, Self::Value> = keys.iter().map(|key| (key.clone(), Arc::default())).collect();
        for (scope, ids) in grouped(keys, |key| (key.0.clone(), key.1.shared())) {
            for (session_id, handoffs) in handoffs::of_sessions(&self.0, &scope, &ids).await? {
                let handoffs = handoffs.into_iter().map(Arc::new).collect();
                found.insert(HandoffsOf(scope.clone(), session_id), Arc::new(handoffs));
            }
        }
        Ok(found)
    }
}

impl Loader<PlainEventsOf> for Batches {
    type Value = i64;
    type Error = ApiError;

    async fn load(&self, keys: &[PlainEventsOf]) -> Result<HashMap<PlainEventsOf, i64>, ApiError> {
        let mut found: HashMap<_, _> = keys.iter().map(|key| (key.clone(), 0)).collect();
        for (scope, ids) in grouped(keys, |key| (key.0.clone(), key.1.shared())) {
            for (session_id, events) in plain_events::counts(&self.0, &scope, &ids).await? {
                found.insert(PlainEventsOf(scope.clone(), session_id), events);
            }
        }
        Ok(found)
    }
}
