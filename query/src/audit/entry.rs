//! One entry in the audit log.
use crate::audit::Action;
use domain::Person;
use domain::{Instant, OrgId, Place, Role, UserId};
use entities::audit_entry;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, Set};
use serde_json::Value;

/// An action by a person.
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
    /// An action by this person; it concerns the person's organization, if there is one.
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

    /// Sets the organization that it concerns; `None` means the platform.
    #[must_use]
    pub fn of(mut self, org_id: Option<&OrgId>) -> Self {
        self.org_id = org_id.cloned();
        self
    }

    /// Sets the object of the action.
    #[must_use]
    pub fn target(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// Adds further details. Never a secret.
    #[must_use]
    pub fn detail(mut self, detail: Value) -> Self {
        self.detail = Some(detail);
        self
    }

    /// Writes the entry over this connection, so in the caller's transaction if there is one.
    ///
    /// # Errors
    /// Returns any database error.
    pub async fn write(&self, connection: &impl ConnectionTrait, now: Instant) -> Result<(), DbErr> {
        let row = audit_entry::ActiveModel {
            at: Set(now.0),
            audit_id: Set(format!("{:016x}-{:016x}", now.0.max(0), rand::random::<u64>())),
            action: Set(self.action.word().to_owned()),
            actor: Set(self.actor.to_string()),
            actor_role: Set(Some(self.role.wire().to_owned())),
            org_id: Set(self.org_id.as_ref().map(OrgId::to_string)),
            target: Set(self.target.clone()),
            detail: Set(self.detail.as_ref().map(Value::to_string)),
            peer: Set(self.place.peer.map(|peer| peer.to_string())),
            request_id: Set(self.place.request_id.as_deref().map(str::to_owned)),
        };
        audit_entry::Entity::insert(row).exec_without_returning(connection).await?;
        Ok(())
    }
}
