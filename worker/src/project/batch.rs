//! Projecting events of one organization.
use super::{ProjectError, days, directory, facts, steps};
use crate::tables::Tables;
use domain::{Event, Instant, OrgId, UserId};
use fold::{self, Changes};
use std::collections::BTreeSet;
use store::Tx;

/// Applies the events to the tables. `received_at` is when the first of them was received.
///
/// # Errors
/// When the events or the rows are invalid; nothing may be committed then.
pub async fn project(
    tx: &mut Tx,
    tables: Tables,
    org_id: &OrgId,
    events: &[Event],
    received_at: Instant,
    window_micros: i64,
) -> Result<(), ProjectError> {
    let before = facts::load(tx, tables, org_id, events).await?;
    let stored = steps::load(tx, tables, org_id, &fold::needed_steps(&before, events)).await?;
    let changes = fold::fold(&before, events, &stored, window_micros);
    facts::write(tx, tables, org_id, &changes).await?;
    let ordinals = directory::ordinals(tx, tables, org_id, &users_of(events, &changes), received_at).await?;
    days::add(tx, tables, org_id, &changes.deltas, &ordinals).await
}

/// Every user whom the events name or whose totals change.
fn users_of(events: &[Event], changes: &Changes) -> BTreeSet<UserId> {
    let named = events.iter().filter_map(|event| event.user_id.clone());
    named.chain(changes.deltas.users.keys().map(|(_, user)| user.clone())).collect()
}

/// Increments the organization's version after its events have been projected.
///
/// # Errors
/// Returns any database error.
pub async fn raise_version(
    tx: &mut Tx,
    org_id: &OrgId,
    now: Instant,
    received_at: Instant,
) -> Result<i64, ProjectError> {
    directory::raise_version(tx, org_id, now, received_at).await
}
