//! What is pushed to clients: live counts and the events of a session, over WebSockets and SSE.
//!
//! ```text
//! new version ─▶ notification ─▶ feed (one per organization: counts once per tick)
//!                     │             └▶ shared (one per question: answers and writes JSON once per tick)
//!                     │                  └▶ socket, sse (one per client: copies the bytes)
//!                     └▶ looks (one per session: reads once per tick) ─▶ session (one per client: what is new to it)
//! ```
//! Every arrow holds only the latest value, so a slow client misses ticks and never makes memory grow.
//! Whatever is no longer followed ends.

pub mod crowd;
pub mod feed;
pub mod identity;
pub mod latest;
pub mod looks;
mod measures;
pub mod operation;
pub mod part;
pub mod projection_events;
pub mod session;
pub mod shared;
pub mod socket;
pub mod sse;
pub mod throttle;
pub mod topic;

use crate::live::crowd::Crowd;
use crate::live::feed::Feeds;
use crate::live::looks::Looks;
use crate::live::projection_events::ProjectionEvents;
use crate::live::shared::Shared;
use query::read::Reader;
use query::read::live::Patience;
use std::sync::Arc;
use store::Store;
use tokio_util::sync::CancellationToken;

/// What the live connections of a process share.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    projections: ProjectionEvents,
    feeds: Feeds,
    shared: Shared,
    looks: Looks,
    crowd: Crowd,
    stop: CancellationToken,
}

impl Live {
    /// Nothing runs until something is followed.
    #[must_use]
    pub fn new(store: &Store, reader: &Reader, patience: Patience) -> Self {
        measures::begin();
        let projections = ProjectionEvents::new(store.signals().clone());
        let feeds = Feeds::new(projections.clone(), reader.clone(), store.clock().clone(), patience);
        Self(Arc::new(Inner {
            projections,
            feeds,
            shared: Shared::default(),
            looks: Looks::default(),
            crowd: Crowd::default(),
            stop: CancellationToken::new(),
        }))
    }

    /// Notifications of new read model versions.
    #[must_use]
    pub fn projections(&self) -> &ProjectionEvents {
        &self.0.projections
    }

    /// The live counts.
    #[must_use]
    pub fn feeds(&self) -> &Feeds {
        &self.0.feeds
    }

    /// The questions that several clients share.
    #[must_use]
    pub fn shared(&self) -> &Shared {
        &self.0.shared
    }

    /// The sessions that are being followed.
    #[must_use]
    pub fn looks(&self) -> &Looks {
        &self.0.looks
    }

    /// The number of connections per caller.
    #[must_use]
    pub fn crowd(&self) -> &Crowd {
        &self.0.crowd
    }

    /// Tells every connection to close.
    pub fn stop(&self) {
        self.0.stop.cancel();
    }

    /// Canceled by the first call of [`Self::stop`].
    #[must_use]
    pub fn stopping(&self) -> &CancellationToken {
        &self.0.stop
    }
}
