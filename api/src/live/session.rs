//! The events of one session as they are projected: what its timeline has now and had not at the
//! last look, each once. A client that reads slowly is served by fewer looks, not by a buffer.
use crate::error::ApiError;
use crate::graphql::types::timeline::TimelineEvent;
use crate::graphql::types::timeline_list::{Place, message, told_by_facts};
use crate::live::news::{Ear, News};
use crate::live::pace::Pace;
use crate::live::topic::Topic;
use crate::read::{Reader, handoffs, messages, runs, sessions};
use crate::scope::OrgScope;
use entities::SessionId;
use futures_util::Stream;
use futures_util::stream::unfold;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

/// How long no news are believed: a wake-up may be lost.
const QUIET: Duration = Duration::from_secs(5);
/// The most messages that one look takes along.
const MOST: usize = 200;

/// Follows one session.
struct Watcher {
    reader: Reader,
    scope: OrgScope,
    session_id: SessionId,
    ear: Ear,
    pace: Pace,
    /// The ids of the events that were there or were told.
    seen: HashSet<Box<str>>,
    /// What is to be told next.
    found: VecDeque<TimelineEvent>,
    /// Whether a look left something behind.
    more: bool,
}

/// The events of a session from now on.
///
/// # Errors
/// NOT_FOUND for a session that does not exist within the scope.
pub async fn follow(
    news: &News,
    reader: &Reader,
    scope: OrgScope,
    session_id: SessionId,
) -> Result<impl Stream<Item = TimelineEvent> + use<>, ApiError> {
    // Heard before the first look, so that nothing falls between the two.
    let ear = news.follow(Topic::Organization(scope.org_id().clone()));
    if sessions::by_ids(reader, &scope, &[session_id.shared()]).await?.is_empty() {
        return Err(ApiError::NotFound("session"));
    }
    let mut watcher = Watcher {
        reader: reader.clone(),
        scope,
        session_id,
        ear,
        pace: Pace::default(),
        seen: HashSet::new(),
        found: VecDeque::new(),
        more: false,
    };
    let (facts, said) = watcher.read().await?;
    watcher.seen = facts.into_iter().map(|(place, _)| place).chain(said).map(|(_, id)| id.into()).collect();
    Ok(unfold(watcher, |mut watcher| async move {
        let event = watcher.next().await;
        Some((event, watcher))
    }))
}

impl Watcher {
    async fn next(&mut self) -> TimelineEvent {
        loop {
            if let Some(event) = self.found.pop_front() {
                return event;
            }
            if !self.more {
                tokio::select! {
                    () = self.ear.hear() => {}
                    () = tokio::time::sleep(QUIET) => {}
                }
            }
            self.pace.turn().await;
            self.ear.forget();
            if let Err(error) = self.look().await {
                tracing::warn!(?error, "the events of a session stand still; trying again");
                self.more = false;
            }
        }
    }

    /// Finds what was not there before, and remembers it.
    async fn look(&mut self) -> Result<(), ApiError> {
        let (mut events, said) = self.read().await?;
        events.retain(|((_, id), _)| !self.seen.contains(id.as_str()));
        let mut ids: Vec<Arc<str>> = said
            .into_iter()
            .filter(|(_, id)| !self.seen.contains(id.as_str()))
            .map(|(_, id)| Arc::from(id))
            .take(MOST + 1)
            .collect();
        self.more = ids.len() > MOST;
        ids.truncate(MOST);
        if !ids.is_empty() {
            let rows = messages::by_ids(&self.reader, &self.scope, &self.session_id, &ids).await?;
            events.extend(rows.into_iter().map(|row| message(&self.scope, row)));
        }
        events.sort_by(|(one, _), (other, _)| one.cmp(other));
        for ((_, id), event) in events {
            self.seen.insert(id.into());
            self.found.push_back(event);
        }
        Ok(())
    }

    /// What the facts tell, and which messages there are.
    async fn read(&self) -> Result<(Vec<(Place, TimelineEvent)>, Vec<Place>), ApiError> {
        let Self { reader, scope, session_id, .. } = self;
        let ids = [session_id.shared()];
        let (mut runs, mut handoffs, said) = futures_util::try_join!(
            runs::of_sessions(reader, scope, &ids),
            handoffs::of_sessions(reader, scope, &ids),
            messages::places(reader, scope, session_id),
        )?;
        let runs: Vec<_> = runs.remove(session_id).unwrap_or_default().into_iter().map(Arc::new).collect();
        let handoffs: Vec<_> = handoffs.remove(session_id).unwrap_or_default().into_iter().map(Arc::new).collect();
        Ok((told_by_facts(scope, &runs, &handoffs), said))
    }
}
