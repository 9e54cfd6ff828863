//! One entry of the log.
use crate::audit::Action;
use domain::Person;
use domain::{Instant, OrgId, Place, Role, UserId};
use serde_json::Value;
use store::Sql;

/// Something that somebody did.
#[derive(Clone, Debug)]
pub struct Entry {
    action: Action,
    actor: UserId,
    role: Role,
    org_id: Option<OrgId>,
    target: Option<String>,
    detail: Option<Value>,
    place: Place,
}

impl Entry {
    /// What this person did; it concerns the person's organisation, where there is one.
    #[must_use]
    pub fn new(action: Action, person: &Person, place: Place) -> Self {
        Self {
            action,
            actor: person.sub.clone(),
            role: person.role,
            org_id: person.org_id.clone(),
            target: None,
            detail: None,
            place,
        }
    }

    /// It concerns this organisation; none: the platform.
    #[must_use]
    pub fn of(mut self, org_id: Option<&OrgId>) -> Self {
        self.org_id = org_id.cloned();
        self
    }

    /// What it was done to.
    #[must_use]
    pub fn target(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// What else there is to know. Never a secret.
    #[must_use]
    pub fn detail(mut self, detail: Value) -> Self {
        self.detail = Some(detail);
        self
    }

    /// The statement that writes the entry, for the transaction of what was done.
    #[must_use]
    pub fn sql(&self, now: Instant) -> Sql {
        let id = format!("{:016x}-{:016x}", now.0.max(0), rand::random::<u64>());
        Sql::new(
            "INSERT INTO audit_log (at, audit_id, action, actor, actor_role, org_id, target, detail, peer, request_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .instant(now)
        .text(id)
        .text(self.action.word())
        .text(self.actor.shared())
        .text(self.role.wire())
        .text_or_null(self.org_id.as_ref().map(OrgId::as_str))
        .text_or_null(self.target.as_deref())
        .text_or_null(self.detail.as_ref().map(Value::to_string).as_deref())
        .text_or_null(self.place.peer.map(|peer| peer.to_string()).as_deref())
        .text_or_null(self.place.request_id.as_deref())
    }
}
