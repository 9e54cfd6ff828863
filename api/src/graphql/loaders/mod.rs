//! Batch loading: each item of a list requests one thing for a child field, and all of them together become
//! one statement per organization.

pub mod gate;
pub mod organizations;
pub mod people;
pub mod sessions;

use crate::error::ApiError;
use crate::graphql::loaders::gate::Gate;
use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use domain::totals::Counts;
use domain::{Instant, Period, SessionId, UserId};
use query::metrics::Figures;
use query::read::directory::Member;
use query::read::sessions::SessionRow;
use query::read::steps::{self, StepPlace};
use query::read::{Reader, activity, directory, session_activity, sessions as session_rows, user_sums};
use query::scope::OrgScope;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

/// All loaders of a request.
pub type Loaders = DataLoader<Batches, HashMapCache>;

/// How long the first request waits for others. Resolvers get their answers one by one, within microseconds.
const GATHER: Duration = Duration::from_micros(200);

/// Loaders that use this reader, with batches held back by a gate.
#[must_use]
pub fn start(gate: Gate, reader: Reader) -> Loaders {
    DataLoader::with_cache(Batches(reader), move |batch| gate.hold(batch), HashMapCache::default())
        .delay(GATHER)
        .max_batch_size(query::read::select::MAX_LIST)
}

/// The implementation of the loaders.
pub struct Batches(Reader);

macro_rules! keys {
    ($( $(#[$meta:meta])* $name:ident($id:ty); )+) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(pub OrgScope, pub $id);
    )+ };
}

keys! {
    /// A directory entry.
    MemberOf(UserId);
    /// When a person was last active.
    LastActiveOf(UserId);
    /// A session.
    SessionOf(SessionId);
    /// The starts and ends of all runs of a session.
    RunMarksOf(SessionId);
    /// The number of starts and ends of runs and of handoffs in a session.
    PartsOf(SessionId);
    /// All handoffs of a session.
    HandoffsOf(SessionId);
    /// The number of plain events in a session.
    PlainEventsOf(SessionId);
    /// The activity of a session.
    ActivityOf(SessionId);
    /// Where the steps of a session are.
    StepsOf(SessionId);
}

/// What all runs of a session changed together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ChangesOf {
    /// The scope.
    pub scope: OrgScope,
    /// The session.
    pub session_id: SessionId,
    /// Whether the changed files are requested.
    pub files: bool,
}

/// A person's metrics over a period.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FiguresOf {
    /// The scope.
    pub scope: OrgScope,
    /// The person.
    pub user_id: UserId,
    /// The period.
    pub period: Period,
    /// Whether percentiles are requested.
    pub durations: bool,
}

/// Groups the keys by what one statement has in common.
fn grouped<K, G: Hash + Eq, I>(keys: &[K], split: impl Fn(&K) -> (G, I)) -> HashMap<G, Vec<I>> {
    let mut groups: HashMap<G, Vec<I>> = HashMap::new();
    for key in keys {
        let (group, id) = split(key);
        groups.entry(group).or_default().push(id);
    }
    groups
}

impl Loader<MemberOf> for Batches {
    /// `None` if the person is not in the directory: that is cached, too.
    type Value = Option<Arc<Member>>;
    type Error = ApiError;

    async fn load(&self, keys: &[MemberOf]) -> Result<HashMap<MemberOf, Self::Value>, ApiError> {
        let mut found: HashMap<_, _> = keys.iter().map(|key| (key.clone(), None)).collect();
        for (scope, ids) in grouped(keys, |key| (key.0.clone(), key.1.shared())) {
            for member in directory::members(&self.0, &scope, Some(&ids)).await? {
                found.insert(MemberOf(scope.clone(), member.user_id.clone()), Some(Arc::new(member)));
            }
        }
        Ok(found)
    }
}

impl Loader<LastActiveOf> for Batches {
    /// `None` without sessions.
    type Value = Option<Instant>;
    type Error = ApiError;

    async fn load(&self, keys: &[LastActiveOf]) -> Result<HashMap<LastActiveOf, Option<Instant>>, ApiError> {
        let mut found: HashMap<_, _> = keys.iter().map(|key| (key.clone(), None)).collect();
        for (scope, ids) in grouped(keys, |key| (key.0.clone(), key.1.shared())) {
            for (user_id, at) in activity::last_active(&self.0, &scope, &ids).await? {
                found.insert(LastActiveOf(scope.clone(), user_id), Some(at));
            }
        }
        Ok(found)
    }
}

impl Loader<SessionOf> for Batches {
    type Value = Arc<SessionRow>;
    type Error = ApiError;

    async fn load(&self, keys: &[SessionOf]) -> Result<HashMap<SessionOf, Self::Value>, ApiError> {
        let mut found = HashMap::new();
        for (scope, ids) in grouped(keys, |key| (key.0.clone(), key.1.shared())) {
            for session in session_rows::by_ids(&self.0, &scope, &ids).await? {
                found.insert(SessionOf(scope.clone(), session.session_id.clone()), Arc::new(session));
            }
        }
        Ok(found)
    }
}

impl Loader<ActivityOf> for Batches {
    type Value = Counts;
    type Error = ApiError;

    async fn load(&self, keys: &[ActivityOf]) -> Result<HashMap<ActivityOf, Counts>, ApiError> {
        let mut found: HashMap<_, _> = keys.iter().map(|key| (key.clone(), Counts::default())).collect();
        for (scope, ids) in grouped(keys, |key| (key.0.clone(), key.1.shared())) {
            for (session_id, counts) in session_activity::of_sessions(&self.0, &scope, &ids).await? {
                found.insert(ActivityOf(scope.clone(), session_id), counts);
            }
        }
        Ok(found)
    }
}

impl Loader<StepsOf> for Batches {
    type Value = Arc<Vec<StepPlace>>;
    type Error = ApiError;

    async fn load(&self, keys: &[StepsOf]) -> Result<HashMap<StepsOf, Self::Value>, ApiError> {
        let mut found = HashMap::new();
        for key in keys {
            let places = steps::places(&self.0, &key.0, &key.1).await?;
            found.insert(key.clone(), Arc::new(places));
        }
        Ok(found)
    }
}

impl Loader<FiguresOf> for Batches {
    type Value = Arc<Figures>;
    type Error = ApiError;

    async fn load(&self, keys: &[FiguresOf]) -> Result<HashMap<FiguresOf, Self::Value>, ApiError> {
        let mut found = HashMap::new();
        let split = |key: &FiguresOf| ((key.scope.clone(), key.period, key.durations), key.user_id.shared());
        for ((scope, period, durations), ids) in grouped(keys, split) {
            for (user_id, figures) in user_sums::figures(&self.0, &scope, Some(&ids), period, durations).await? {
                found.insert(FiguresOf { scope: scope.clone(), user_id, period, durations }, Arc::new(figures));
            }
        }
        Ok(found)
    }
}
