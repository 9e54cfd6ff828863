//! How long the events of each organization are kept: the setting, and how far deletion has come.
//!
//! There are three limits, one behind the other. Events older than the configured number of days are rejected
//! on arrival. The horizon is at least one more day behind that; sessions before it may be deleted. The gap
//! ensures that accepted events are projected long before then. `kept_from` is the latest that the horizon
//! ever was; it never moves back, because earlier sessions may already be deleted.
use crate::{Store, StoreError, Tx};
use domain::time::DAY_MICROS;
use domain::{Day, Instant, OrgId};
use entities::org_retention::{self, Column};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{ColumnTrait as _, EntityTrait as _, FromQueryResult, Set};
use std::collections::HashMap;

/// How many days the horizon is behind the limit for accepting events, at least.
const GRACE_DAYS: i32 = 1;

/// The setting and the state of one organization.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// For how many days its events are kept; 0 means forever, `None` means the installation's setting.
    pub days: Option<u32>,
    /// The first day from which nothing was deleted; `None` if nothing ever was.
    pub kept_from: Option<Day>,
}

impl Retention {
    /// For how many days events are kept if the installation's setting is `installation`; `None` means
    /// forever.
    #[must_use]
    pub fn days(self, installation: u32) -> Option<u32> {
        Some(self.days.unwrap_or(installation)).filter(|days| *days > 0)
    }

    /// The oldest instant that is accepted; `None` if there is no limit.
    #[must_use]
    pub fn oldest(self, installation: u32, now: Instant) -> Option<Instant> {
        let limit = self.days(installation).map(|days| now.plus_micros(-i64::from(days) * DAY_MICROS));
        limit.max(self.kept_from.map(Day::start))
    }

    /// The first day whose sessions are kept; `None` if all are.
    #[must_use]
    pub fn horizon(self, installation: u32, now: Instant) -> Option<Day> {
        let limit = now.plus_micros(-i64::from(self.days(installation)?) * DAY_MICROS);
        Some(Day(limit.day().0.saturating_sub(GRACE_DAYS)))
    }
}

impl From<&org_retention::Model> for Retention {
    fn from(row: &org_retention::Model) -> Self {
        let days = row.days.map(|days| u32::try_from(days).unwrap_or(u32::MAX));
        Self { days, kept_from: row.kept_from.map(Day) }
    }
}

/// The retention state of every organization that has a setting or a horizon.
///
/// # Errors
/// Returns any database error; likewise below.
pub async fn load(store: &Store) -> Result<HashMap<OrgId, Retention>, StoreError> {
    // Every process that ingests events for any organization reads this; seldom, and the table is small.
    let rows = org_retention::Entity::find().all(store).await?;
    Ok(rows.iter().map(|row| (OrgId::from(row.org_id.as_str()), row.into())).collect())
}

/// The same, from the machines of a cluster that respond.
///
/// # Errors
/// See [`load`].
pub async fn load_reachable(store: &Store) -> Result<HashMap<OrgId, Retention>, StoreError> {
    let command = "SELECT string_agg(
            org_id || chr(31) || coalesce(days::text, '') || chr(31) || coalesce(kept_from::text, ''), chr(30))
        FROM %1$s";
    let parts = store.ask_parts("org_retention", command).await?;
    let read = |row: &str| {
        let mut fields = row.split('\u{1f}');
        let org_id = OrgId::from(fields.next()?);
        let days = fields.next()?.parse().ok();
        Some((org_id, Retention { days, kept_from: fields.next()?.parse().ok().map(Day) }))
    };
    Ok(parts.iter().flat_map(|part| part.split('\u{1e}')).filter_map(read).collect())
}

/// The first day of this organization from which nothing was deleted.
///
/// # Errors
/// See [`load`].
pub async fn kept_from(tx: &mut Tx, org_id: &OrgId) -> Result<Option<Day>, StoreError> {
    let row = org_retention::Entity::find_by_id(org_id.as_str()).all(tx).await?.pop();
    Ok(row.and_then(|row| row.kept_from).map(Day))
}

/// Moves `kept_from` forward, never back.
///
/// # Errors
/// See [`load`].
pub async fn advance(tx: &mut Tx, org_id: &OrgId, horizon: Day) -> Result<(), StoreError> {
    let row = org_retention::ActiveModel {
        org_id: Set(org_id.as_str().to_owned()),
        kept_from: Set(Some(horizon.0)),
        ..Default::default()
    };
    let is_behind = Column::KeptFrom.into_expr().lt(Expr::col(("excluded", Column::KeptFrom)));
    let ahead = OnConflict::column(Column::OrgId)
        .update_column(Column::KeptFrom)
        .action_cond_where(Column::KeptFrom.is_null().or(is_behind))
        .to_owned();
    org_retention::Entity::insert(row).on_conflict(ahead).exec_without_returning(tx).await?;
    Ok(())
}

/// The wall-clock time of the database.
#[derive(FromQueryResult)]
struct There {
    micros: i64,
}

/// How far this machine's clock is ahead of the database's, in microseconds; 0 if they are the same clock.
///
/// # Errors
/// See [`load`].
pub async fn clock_ahead(store: &Store) -> Result<i64, StoreError> {
    if store.postgres().is_none() || !store.clock().is_system() {
        return Ok(0);
    }
    let ask = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS micros";
    let told = There::find_by_statement(store.engine().statement(ask, [])).one(store).await?;
    let there = told.map_or(0, |told| told.micros);
    Ok(store.clock().now().0.saturating_sub(there))
}

/// Sets for how many days events are kept; 0 means forever, `None` means the installation's setting.
///
/// # Errors
/// See [`load`].
pub async fn set(tx: &mut Tx, org_id: &OrgId, days: Option<u32>) -> Result<(), StoreError> {
    let row = org_retention::ActiveModel {
        org_id: Set(org_id.as_str().to_owned()),
        days: Set(days.map(i64::from)),
        ..Default::default()
    };
    let replace = OnConflict::column(Column::OrgId).update_column(Column::Days).to_owned();
    org_retention::Entity::insert(row).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Instant = Instant(20_000 * DAY_MICROS + DAY_MICROS / 2);

    #[test]
    fn the_horizon_lies_a_day_and_more_behind_the_door() {
        let usual = Retention::default();
        assert_eq!(usual.oldest(10, NOON), Some(Instant(19_990 * DAY_MICROS + DAY_MICROS / 2)));
        assert_eq!(usual.horizon(10, NOON), Some(Day(19_989)));
        assert_eq!((usual.oldest(0, NOON), usual.horizon(0, NOON)), (None, None));
    }

    #[test]
    fn an_own_setting_counts_and_what_is_gone_stays_refused() {
        let own = Retention { days: Some(30), kept_from: None };
        assert_eq!(own.horizon(10, NOON), Some(Day(19_969)));
        let longer = Retention { days: Some(0), kept_from: Some(Day(19_900)) };
        assert_eq!((longer.horizon(10, NOON), longer.oldest(10, NOON)), (None, Some(Day(19_900).start())));
        let gone = Retention { days: Some(400), kept_from: Some(Day(19_900)) };
        assert_eq!(gone.oldest(10, NOON), Some(Day(19_900).start()));
    }
}
