//! Reading for many at once: a child field of a list asks for one thing, and all of them together
//! become one statement an organization.

pub mod gate;
pub mod organizations;
pub mod people;
pub mod sessions;

use crate::error::ApiError;
use crate::graphql::loaders::gate::Gate;
use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use domain::{Instant, Period, SessionId, UserId};
use query::metrics::Figures;
use query::read::directory::Member;
use query::read::sessions::SessionRow;
use query::read::{Reader, activity, directory, sessions as session_rows, user_sums};
use query::scope::OrgScope;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

/// All loaders of a request.
pub type Loaders = DataLoader<Batches, HashMapCache>;

/// How long the first of many waits for the others, which are told of their answers one by one,
/// within microseconds.
const GATHER: Duration = Duration::from_micros(200);

/// Loaders that read from here, whose batches a gate holds back.
#[must_use]
pub fn start(gate: Gate, reader: Reader) -> Loaders {
    DataLoader::with_cache(Batches(reader), move |batch| gate.hold(batch), HashMapCache::default())
        .delay(GATHER)
        .max_batch_size(query::read::select::MAX_LIST)
}

/// What reads for many.
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
    /// When somebody was last active.
    LastActiveOf(UserId);
    /// A session.
    SessionOf(SessionId);
    /// The beginnings and ends of all runs of a session.
    RunMarksOf(SessionId);
    /// How many starts and ends of runs, and handoffs, a session has.
    PartsOf(SessionId);
    /// All handoffs of a session.
    HandoffsOf(SessionId);
    /// How many plain events a session has.
    PlainEventsOf(SessionId);
}

/// What all runs of a session together changed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ChangesOf {
    /// Where.
    pub scope: OrgScope,
    /// Of which session.
    pub session_id: SessionId,
    /// Whether the changed files are asked for.
    pub files: bool,
}

/// Somebody's figures over a period.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FiguresOf {
    /// Where.
    pub scope: OrgScope,
    /// Whose.
    pub user_id: UserId,
    /// When.
    pub period: Period,
    /// Whether percentiles are asked for.
    pub durations: bool,
}

/// The keys by whatever one statement has in common.
fn grouped<K, G: Hash + Eq, I>(keys: &[K], split: impl Fn(&K) -> (G, I)) -> HashMap<G, Vec<I>> {
    let mut groups: HashMap<G, Vec<I>> = HashMap::new();
    for key in keys {
        let (group, id) = split(key);
        groups.entry(group).or_default().push(id);
    }
    groups
}

impl Loader<MemberOf> for Batches {
    /// None where the directory does not know the person: that is remembered too.
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
    /// None without sessions.
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
