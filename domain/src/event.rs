//! One event as a typed value, after it was checked.
use crate::contract::RunLink;
use crate::{EventBody, EventId, Instant, Key, NanoUsd, OrgId, Origin, RunId, SessionId, UserId};
use std::sync::Arc;

/// One checked event of one organization.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The organization it belongs to.
    pub org_id: OrgId,
    /// When it happened, and its id.
    pub key: Key,
    /// The session it names.
    pub session_id: SessionId,
    /// The person it names.
    pub user_id: Option<UserId>,
    /// The run it names; see [`Self::run`].
    pub run_id: Option<RunId>,
    /// Where it comes from, if it says so.
    pub origin: Option<Arc<Origin>>,
    /// The price of a model call whose agent reports no cost, if the price of its model is known.
    pub priced: Option<NanoUsd>,
    /// What happened.
    pub body: EventBody,
}

impl Event {
    /// The event's id.
    #[must_use]
    pub const fn event_id(&self) -> &EventId {
        &self.key.event_id
    }

    /// The run it is part of.
    #[must_use]
    pub fn run(&self) -> Option<&RunId> {
        self.run_id.as_ref().filter(|_| self.body.event_type().run() == RunLink::Required)
    }

    /// When the event happened.
    #[must_use]
    pub const fn occurred_at(&self) -> Instant {
        self.key.at
    }
}
