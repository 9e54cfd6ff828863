//! Notifies followers of new read model versions: one task receives the wake-ups from the store for the whole
//! process and notifies those who follow that organization. It runs only while there are followers.
use crate::live::topic::Topic;
use domain::OrgId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::{Projected, Signals};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The notifications of one process.
#[derive(Clone)]
pub struct ProjectionEvents(Arc<Inner>);

struct Inner {
    signals: Signals,
    followed: Mutex<Followed>,
}

#[derive(Default)]
struct Followed {
    topics: HashMap<Topic, watch::Sender<()>>,
    teller: Option<JoinHandle<()>>,
}

impl ProjectionEvents {
    /// Nothing is followed yet.
    #[must_use]
    pub fn new(signals: Signals) -> Self {
        Self(Arc::new(Inner { signals, followed: Mutex::default() }))
    }

    /// Follows a topic from now on.
    #[must_use]
    pub fn follow(&self, topic: Topic) -> Receiver {
        let mut followed = self.followed();
        let heard = followed.topics.entry(topic.clone()).or_insert_with(|| watch::Sender::new(())).subscribe();
        if followed.teller.is_none() {
            followed.teller = Some(tokio::spawn(tell(self.clone(), self.0.signals.subscribe())));
        }
        Receiver { projections: self.clone(), topic, heard: Some(heard) }
    }

    /// The number of followed topics.
    #[must_use]
    pub fn topics(&self) -> usize {
        self.followed().topics.len()
    }

    fn followed(&self) -> MutexGuard<'_, Followed> {
        self.0.followed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn risen(&self, org_id: &str) {
        let followed = self.followed();
        for topic in [Topic::Organization(OrgId::from(org_id)), Topic::Platform] {
            if let Some(followers) = followed.topics.get(&topic) {
                followers.send_replace(());
            }
        }
    }

    /// Some notifications were missed: any topic may have a new version.
    fn anything_risen(&self) {
        for followers in self.followed().topics.values() {
            followers.send_replace(());
        }
    }
}

async fn tell(projections: ProjectionEvents, mut signals: broadcast::Receiver<Projected>) {
    loop {
        match signals.recv().await {
            Ok(projected) => projections.risen(&projected.org_id),
            Err(RecvError::Lagged(_)) => projections.anything_risen(),
            Err(RecvError::Closed) => return,
        }
    }
}

/// Receives the notifications of one topic.
pub struct Receiver {
    projections: ProjectionEvents,
    topic: Topic,
    /// Taken on drop.
    heard: Option<watch::Receiver<()>>,
}

impl Receiver {
    /// Waits until the topic has a new version since the last call, or since it was followed.
    pub async fn hear(&mut self) {
        if let Some(heard) = &mut self.heard
            && heard.changed().await.is_ok()
        {
            return;
        }
        // Cannot happen: the sender lives as long as it has a receiver.
        std::future::pending::<()>().await;
    }

    /// Discards earlier notifications, because the caller is about to read anyway.
    pub fn forget(&mut self) {
        if let Some(heard) = &mut self.heard {
            heard.mark_unchanged();
        }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let mut followed = self.projections.followed();
        self.heard.take();
        if followed.topics.get(&self.topic).is_some_and(|followers| followers.receiver_count() == 0) {
            followed.topics.remove(&self.topic);
        }
        if followed.topics.is_empty()
            && let Some(teller) = followed.teller.take()
        {
            teller.abort();
        }
    }
}
