//! What a session has to tell, read once for all who look at it at the same moment.
use crate::error::ApiError;
use crate::graphql::types::timeline::{Place, TimelineEvent, plain, told_by_facts};
use domain::SessionId;
use query::read::{Reader, handoffs, plain_events, runs};
use query::scope::OrgScope;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::time::Instant;

type Key = (OrgScope, SessionId);

/// The sessions that somebody of this process looks at.
#[derive(Clone, Default)]
pub struct Looks(Arc<Inner>);

#[derive(Default)]
struct Inner {
    sessions: Mutex<HashMap<Key, Weak<Look>>>,
    reads: AtomicU64,
}

impl Looks {
    /// The way to look at this session, the same for all who may see the same of it.
    #[must_use]
    pub fn at(&self, reader: &Reader, scope: &OrgScope, session_id: &SessionId) -> Arc<Look> {
        let key = (scope.clone(), session_id.clone());
        let mut sessions = self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(look) = sessions.get(&key).and_then(Weak::upgrade) {
            return look;
        }
        sessions.retain(|_, look| look.strong_count() > 0);
        let (scope, session_id) = key.clone();
        let (found, told) = Default::default();
        let look = Arc::new(Look { looks: self.clone(), reader: reader.beyond(), scope, session_id, found, told });
        sessions.insert(key, Arc::downgrade(&look));
        look
    }

    /// How often a session was read.
    #[must_use]
    pub fn reads(&self) -> u64 {
        self.0.reads.load(Ordering::Relaxed)
    }
}

/// What there is of a session: what its facts tell, and the places of its plain events.
#[derive(Debug)]
pub struct Found {
    /// The beginnings and ends of runs, and the handoffs.
    pub facts: Vec<(Place, TimelineEvent)>,
    /// Which plain events there are.
    pub plain: Vec<Place>,
}

type Told = (Vec<Arc<str>>, Arc<Vec<(Place, TimelineEvent)>>);

/// A session that somebody looks at.
pub struct Look {
    looks: Looks,
    reader: Reader,
    scope: OrgScope,
    session_id: SessionId,
    /// What was found last, and when the reading of it began.
    found: tokio::sync::Mutex<Option<(Instant, Arc<Found>)>>,
    /// The plain events that were asked for last.
    told: tokio::sync::Mutex<Option<Told>>,
}

impl Look {
    /// What there is, read at this moment or later. Others who ask meanwhile wait for the same answer.
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
        let Self { reader, scope, session_id, .. } = self;
        let ids = [session_id.shared()];
        let (mut runs, mut handoffs, plain) = futures_util::try_join!(
            runs::of_sessions(reader, scope, &ids),
            handoffs::of_sessions(reader, scope, &ids),
            plain_events::places(reader, scope, session_id),
        )?;
        let runs: Vec<_> = runs.remove(session_id).unwrap_or_default().into_iter().map(Arc::new).collect();
        let handoffs: Vec<_> = handoffs.remove(session_id).unwrap_or_default().into_iter().map(Arc::new).collect();
        Ok(Found { facts: told_by_facts(scope, &runs, &handoffs), plain })
    }

    /// These plain events. Whoever keeps up asks for the same ones as the others.
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
}
