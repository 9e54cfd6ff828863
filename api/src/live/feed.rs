//! The live counts of an organization, or of all of them: counted once per tick for everyone who follows
//! them. A feed starts with its first follower and ends with its last.
use crate::error::ApiError;
use crate::graphql::types::live::LiveRunCounts;
use crate::live::projection_events::ProjectionEvents;
use crate::live::throttle::Throttle;
use crate::live::topic::Topic;
use query::fair::Party;
use query::read::Reader;
use query::read::live::{LivenessCutoffs, Patience};
use query::scope::{OperatorScope, OrgScope};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::Clock;
use tokio::sync::watch;

/// How long counts stay valid if they will change just by time passing.
const PASSING: Duration = Duration::from_secs(1);
/// How long all other counts stay valid: at some point the day ends, a producer's clock may be ahead, and a
/// wake-up may be lost.
const STANDING: Duration = Duration::from_secs(5);

/// The current state: nothing yet, the counts, or why there are none.
pub type Known = Option<Result<Arc<LiveRunCounts>, ApiError>>;

/// Whose counts to follow.
#[derive(Clone, Debug)]
pub enum Whose {
    /// An organization's; everyone in it may see its metrics.
    Organization(OrgScope),
    /// All organizations' together.
    Platform(OperatorScope),
}

impl Whose {
    fn topic(&self) -> Topic {
        match self {
            Self::Organization(scope) => Topic::Organization(scope.org_id().clone()),
            Self::Platform(_) => Topic::Platform,
        }
    }

    /// The party whose share of the read connections is used.
    fn party(&self) -> Party {
        match self {
            Self::Organization(scope) => Party::Organization(scope.org_id().clone()),
            Self::Platform(_) => Party::Platform,
        }
    }
}

/// All feeds of a process.
#[derive(Clone)]
pub struct Feeds(Arc<Inner>);

struct Inner {
    projections: ProjectionEvents,
    reader: Reader,
    clock: Clock,
    patience: Patience,
    counted: AtomicU64,
    feeds: Mutex<HashMap<Topic, Arc<watch::Sender<Known>>>>,
}

impl Feeds {
    /// There are no feeds yet.
    #[must_use]
    pub fn new(projections: ProjectionEvents, reader: Reader, clock: Clock, patience: Patience) -> Self {
        Self(Arc::new(Inner {
            projections,
            reader,
            clock,
            patience,
            counted: AtomicU64::new(0),
            feeds: Mutex::default(),
        }))
    }

    /// How many times counts were computed so far; tests limit what followers cost.
    #[must_use]
    pub fn counted(&self) -> u64 {
        self.0.counted.load(Ordering::Relaxed)
    }

    /// The number of feeds.
    #[must_use]
    pub fn running(&self) -> usize {
        self.feeds().len()
    }

    /// Follows an organization's counts, or those of the platform.
    #[must_use]
    pub fn follow(&self, whose: Whose) -> watch::Receiver<Known> {
        let topic = whose.topic();
        let mut feeds = self.feeds();
        if let Some(feed) = feeds.get(&topic) {
            return feed.subscribe();
        }
        let (feed, known) = watch::channel(None);
        let feed = Arc::new(feed);
        feeds.insert(topic.clone(), Arc::clone(&feed));
        tokio::spawn(run(self.clone(), whose, topic, feed));
        known
    }

    fn feeds(&self) -> MutexGuard<'_, HashMap<Topic, Arc<watch::Sender<Known>>>> {
        self.0.feeds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn count(&self, whose: &Whose) -> Result<LiveRunCounts, ApiError> {
        let Inner { reader, clock, patience, counted, .. } = &*self.0;
        let reader = &reader.of(&whose.party());
        counted.fetch_add(1, Ordering::Relaxed);
        let cutoffs = LivenessCutoffs::at(clock.now(), *patience);
        match whose {
            Whose::Organization(scope) => LiveRunCounts::of_organization(reader, scope, cutoffs).await,
            Whose::Platform(scope) => LiveRunCounts::of_platform(reader, scope, cutoffs).await,
        }
    }

    /// Ends a feed, unless it has gained a follower in the meantime.
    fn leave(&self, topic: &Topic, feed: &watch::Sender<Known>) -> bool {
        let mut feeds = self.feeds();
        let alone = feed.receiver_count() == 0;
        if alone {
            feeds.remove(topic);
        }
        alone
    }
}

async fn run(feeds: Feeds, whose: Whose, topic: Topic, feed: Arc<watch::Sender<Known>>) {
    let mut ear = feeds.0.projections.follow(topic.clone());
    let mut pace = Throttle::default();
    loop {
        pace.turn().await;
        ear.forget();
        let counts = feeds.count(&whose).await;
        let wait = match &counts {
            Ok(counts) if counts.will_pass() => PASSING,
            _ => STANDING,
        };
        show(&feed, counts);
        tokio::select! {
            () = ear.hear() => {}
            () = tokio::time::sleep(wait) => {}
            () = feed.closed() => {
                if feeds.leave(&topic, &feed) {
                    return;
                }
            }
        }
    }
}

/// Publishes new counts. If counting fails, the previous counts stay until it works again.
fn show(feed: &watch::Sender<Known>, counts: Result<LiveRunCounts, ApiError>) {
    feed.send_if_modified(|known| match (counts, &known) {
        (Ok(counts), Some(Ok(before))) if counts.says_the_same(before) => false,
        (Ok(counts), _) => {
            *known = Some(Ok(Arc::new(counts)));
            true
        }
        (Err(error), Some(Ok(_))) => {
            tracing::warn!(?error, "live counts are interrupted; retrying");
            false
        }
        (Err(error), _) => {
            *known = Some(Err(error));
            true
        }
    });
}
