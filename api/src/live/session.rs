//! The events of one session as they are projected: whatever is in its timeline now and was not at the last
//! check, each event once. For a client that reads slowly, the timeline is read less often, instead of
//! buffering events.
use crate::error::ApiError;
use crate::graphql::types::timeline::{Place, TimelineEvent};
use crate::live::Live;
use crate::live::looks::Look;
use crate::live::projection_events::Receiver;
use crate::live::throttle::Throttle;
use crate::live::topic::Topic;
use domain::SessionId;
use futures_util::Stream;
use futures_util::stream::unfold;
use query::read::{Reader, sessions};
use query::scope::OrgScope;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How long to wait without a notification before checking anyway: a wake-up may be lost.
const QUIET: Duration = Duration::from_secs(5);
/// The maximum number of plain events read per check.
const MOST: usize = 200;

/// Follows one session.
struct Watcher {
    look: Arc<Look>,
    ear: Receiver,
    pace: Throttle,
    /// The ids of events that existed before or were already sent.
    seen: HashSet<Box<str>>,
    /// The events to send next.
    found: VecDeque<TimelineEvent>,
    /// Whether the last check left some events unread.
    more: bool,
}

/// The events of a session from now on.
///
/// # Errors
/// NOT_FOUND for a session that does not exist within the scope.
pub async fn follow(
    live: &Live,
    reader: &Reader,
    scope: OrgScope,
    session_id: SessionId,
    with_steps: bool,
) -> Result<impl Stream<Item = TimelineEvent> + use<>, ApiError> {
    // Subscribe before the first read, so that nothing is missed between the two.
    let ear = live.projections().follow(Topic::Organization(scope.org_id().clone()));
    if sessions::by_ids(reader, &scope, &[session_id.shared()]).await?.is_empty() {
        return Err(ApiError::not_found("session"));
    }
    let mut watcher = Watcher {
        look: live.looks().at(reader, &scope, &session_id, with_steps),
        ear,
        pace: Throttle::default(),
        seen: HashSet::new(),
        found: VecDeque::new(),
        more: false,
    };
    let found = watcher.look.since(Instant::now()).await?;
    let places = found.facts.iter().map(|(place, _)| place).chain(&found.plain);
    let places = places.chain(found.steps.iter().map(|(place, _)| place));
    watcher.seen = places.map(|(_, id)| id.as_str().into()).collect();
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
            let projections = self.more
                || tokio::select! {
                    () = self.ear.hear() => true,
                    () = tokio::time::sleep(QUIET) => false,
                };
            self.pace.turn().await;
            self.ear.forget();
            let now = Instant::now();
            // Without new projections, what another client has read recently is enough; with new ones, only
            // what was read since.
            let moment = if projections { now } else { now.checked_sub(QUIET).unwrap_or(now) };
            if let Err(error) = self.look(moment).await {
                tracing::warn!(?error, "a session's events are interrupted; retrying");
                self.more = false;
            }
        }
    }

    /// Finds new events and remembers them; the timeline must have been read at this moment or later.
    async fn look(&mut self, moment: Instant) -> Result<(), ApiError> {
        let found = self.look.since(moment).await?;
        let new = |(_, id): &&Place| !self.seen.contains(id.as_str());
        let mut events: Vec<_> = found.facts.iter().filter(|(place, _)| new(&place)).cloned().collect();
        let mut ids: Vec<Arc<str>> =
            found.plain.iter().filter(new).map(|(_, id)| Arc::from(id.as_str())).take(MOST + 1).collect();
        let mut steps: Vec<_> = found.steps.iter().filter(|(place, _)| new(&place)).take(MOST + 1).collect();
        self.more = ids.len() > MOST || steps.len() > MOST;
        ids.truncate(MOST);
        steps.truncate(MOST);
        if !steps.is_empty() {
            events.extend(self.look.steps(&steps).await?);
        }
        if !ids.is_empty() {
            events.extend(self.look.plain_events(ids).await?.iter().cloned());
        }
        events.sort_by(|(one, _), (other, _)| one.cmp(other));
        for ((_, id), event) in events {
            self.seen.insert(id.into());
            self.found.push_back(event);
        }
        Ok(())
    }
}
