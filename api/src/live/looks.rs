//! The timeline of a session, read once for all clients that follow it at the same moment.
use crate::error::ApiError;
use crate::graphql::types::step;
use crate::graphql::types::timeline::{Place, TimelineEvent, plain, told_by_facts};
use domain::{RunId, SessionId};
use query::read::{Reader, handoffs, plain_events, runs, steps};
use query::scope::OrgScope;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::time::Instant;

/// A session, and whether its steps are followed, too.
type Key = (OrgScope, SessionId, bool);

/// The sessions that clients of this process follow.
#[derive(Clone, Default)]
pub struct Looks(Arc<Inner>);

#[derive(Default)]
struct Inner {
    sessions: Mutex<HashMap<Key, Weak<Look>>>,
    reads: AtomicU64,
}

impl Looks {
    /// The shared view of this session, the same for all callers who may see the same of it.
    #[must_use]
    pub fn at(&self, reader: &Reader, scope: &OrgScope, session_id: &SessionId, with_steps: bool) -> Arc<Look> {
        let key = (scope.clone(), session_id.clone(), with_steps);
        let mut sessions = self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(look) = sessions.get(&key).and_then(Weak::upgrade) {
            return look;
        }
        sessions.retain(|_, look| look.strong_count() > 0);
        let (scope, session_id, _) = key.clone();
        let (found, told) = Default::default();
        let look =
            Arc::new(Look { looks: self.clone(), reader: reader.beyond(), scope, session_id, with_steps, found, told });
        sessions.insert(key, Arc::downgrade(&look));
        look
    }

    /// How many times a session was read.
    #[must_use]
    pub fn reads(&self) -> u64 {
        self.0.reads.load(Ordering::Relaxed)
    }
}

/// What was found in a session: its facts, and the positions of its plain events.
#[derive(Debug)]
pub struct Found {
    /// The starts and ends of runs, and the handoffs.
    pub facts: Vec<(Place, TimelineEvent)>,
    /// The positions of the plain events.
    pub plain: Vec<Place>,
    /// The positions of the steps, with the run of each.
    pub steps: Vec<(Place, RunId)>,
}

type Told = (Vec<Arc<str>>, Arc<Vec<(Place, TimelineEvent)>>);

/// A session that is being followed.
pub struct Look {
    looks: Looks,
    reader: Reader,
    scope: OrgScope,
    session_id: SessionId,
    with_steps: bool,
    /// The last result, and when reading it began.
    found: tokio::sync::Mutex<Option<(Instant, Arc<Found>)>>,
    /// The plain events that were requested last.
    told: tokio::sync::Mutex<Option<Told>>,
}

impl Look {
    /// The timeline, read at this moment or later. Requests that arrive in the meantime wait for the same
    /// result.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn since(&self, moment: Instant) -> Result<Arc<Found>, ApiError> {
        let mut last = self.found.lock().await;
        if let Some((begun, found)) = &*last
            && *begun >= moment
        {
            return Ok(Arc::clone(found));
        }
        let begun = Instant::now();
        let found = Arc::new(self.read().await?);
        *last = Some((begun, Arc::clone(&found)));
        Ok(found)
    }

    async fn read(&self) -> Result<Found, ApiError> {
        self.looks.0.reads.fetch_add(1, Ordering::Relaxed);
        let Self { reader, scope, session_id, with_steps, .. } = self;
        let ids = [session_id.shared()];
        let steps = async { if *with_steps { steps::places(reader, scope, session_id).await } else { Ok(Vec::new()) } };
        let (mut runs, mut handoffs, plain, steps) = futures_util::try_join!(
            runs::of_sessions(reader, scope, &ids),
            handoffs::of_sessions(reader, scope, &ids),
            plain_events::places(reader, scope, session_id),
            steps,
        )?;
        let runs: Vec<_> = runs.remove(session_id).unwrap_or_default().into_iter().map(Arc::new).collect();
        let handoffs: Vec<_> = handoffs.remove(session_id).unwrap_or_default().into_iter().map(Arc::new).collect();
        let steps = steps.into_iter().map(|step| (step::place_of(&step), step.run_id)).collect();
        Ok(Found { facts: told_by_facts(scope, &runs, &handoffs), plain, steps })
    }

    /// These plain events. Clients that keep up all request the same ones.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn plain_events(&self, ids: Vec<Arc<str>>) -> Result<Arc<Vec<(Place, TimelineEvent)>>, ApiError> {
        let mut last = self.told.lock().await;
        if let Some((known, events)) = &*last
            && *known == ids
        {
            return Ok(Arc::clone(events));
        }
        let rows = plain_events::by_ids(&self.reader, &self.scope, &self.session_id, &ids).await?;
        let events = Arc::new(rows.into_iter().filter_map(|row| plain(&self.scope, row)).collect());
        *last = Some((ids, Arc::clone(&events)));
        Ok(events)
    }

    /// These steps, each of the run with it.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn steps(&self, steps: &[&(Place, RunId)]) -> Result<Vec<(Place, TimelineEvent)>, ApiError> {
        let ids: Vec<Arc<str>> = steps.iter().map(|((_, id), _)| Arc::from(id.as_str())).collect();
        let rows = steps::by_ids(&self.reader, &self.scope, &self.session_id, &ids).await?;
        let runs: HashMap<&str, &RunId> = steps.iter().map(|((_, id), run_id)| (id.as_str(), run_id)).collect();
        Ok(rows.iter().filter_map(|row| step::told(row, runs.get(row.event_id.as_str())?)).collect())
    }
}
