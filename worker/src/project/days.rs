//! Adds a batch's differences to the daily and monthly totals.
use super::daily_row::{self, OrgRow, UserRow};
use super::{ProjectError, facts};
use crate::tables::{Grain, Tables};
use domain::{Day, OrgId, Totals, UserId};
use fold::{Deltas, OrgDay};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::{Rows, Tx};

/// Loads the days that change, adds the differences, and writes them. `ordinals` contains every user in the
/// differences.
pub(super) async fn add(
    tx: &mut Tx,
    tables: Tables,
    org_id: &OrgId,
    deltas: &Deltas,
    ordinals: &HashMap<UserId, u32>,
) -> Result<(), ProjectError> {
    add_to_grains(tx, [&tables.days(), &tables.months()], org_id, deltas, ordinals).await
}

/// The same for any pair of daily and monthly tables.
pub(crate) async fn add_to_grains(
    tx: &mut Tx,
    [days, months]: [&Grain; 2],
    org_id: &OrgId,
    deltas: &Deltas,
    ordinals: &HashMap<UserId, u32>,
) -> Result<(), ProjectError> {
    add_to(tx, days, org_id, deltas, ordinals).await?;
    add_to(tx, months, org_id, &deltas.by_month(), ordinals).await
}

async fn add_to(
    tx: &mut Tx,
    grain: &Grain,
    org_id: &OrgId,
    deltas: &Deltas,
    ordinals: &HashMap<UserId, u32>,
) -> Result<(), ProjectError> {
    let mut org_days = load_org(tx, grain, org_id, deltas).await?;
    let mut user_days = load_users(tx, grain, org_id, deltas).await?;
    for (key, delta) in &deltas.users {
        let totals = user_days.entry(key.clone()).or_default();
        totals.add(delta, 1);
        if let (Some(day), Some(ordinal)) = (org_days.get_mut(&key.0), ordinals.get(&key.1)) {
            day.set_active(*ordinal, totals.counts.runs > 0);
        }
    }
    for (day, delta) in &deltas.org {
        org_days.entry(*day).or_default().totals.add(delta, 1);
    }
    let (gone, kept): (Vec<_>, Vec<_>) = org_days.into_iter().partition(|(_, day)| day.is_zero());
    let column = grain.column;
    facts::upsert(tx, grain.org, &["org_id", column], &daily_row::org_rows(org_id, column, &kept)).await?;
    let gone = day_keys(org_id, column, gone.iter().map(|(day, _)| *day));
    tx.delete_rows(grain.org, &gone).await?;

    let (gone, kept): (Vec<_>, Vec<_>) = user_days.into_iter().partition(|(_, totals)| totals.is_zero());
    let rows = daily_row::user_rows(org_id, column, &kept);
    facts::upsert(tx, grain.users, &["org_id", "user_id", column], &rows).await?;
    tx.delete_rows(grain.users, &user_keys(org_id, column, gone.iter().map(|(key, _)| key))).await?;
    Ok(())
}

/// Loads every day in the differences, including those on which only a user's totals change.
async fn load_org(
    tx: &mut Tx,
    grain: &Grain,
    org_id: &OrgId,
    deltas: &Deltas,
) -> Result<BTreeMap<Day, OrgDay>, ProjectError> {
    let mut days: BTreeMap<Day, OrgDay> = deltas
        .org
        .keys()
        .copied()
        .chain(deltas.users.keys().map(|key| key.0))
        .map(|day| (day, OrgDay::default()))
        .collect();
    let column = grain.column;
    let body = format!(
        "SELECT t.{column} AS day, {}, t.active_users FROM input i CROSS JOIN {} t
         WHERE t.org_id = i.org_id AND t.{column} = i.{column}:org(t)",
        daily_row::figures(),
        grain.org
    );
    for row in tx.select_rows::<OrgRow>(&day_keys(org_id, column, days.keys().copied()), &body).await? {
        let (day, totals) = row.into_day()?;
        days.insert(day, totals);
    }
    Ok(days)
}

async fn load_users(
    tx: &mut Tx,
    grain: &Grain,
    org_id: &OrgId,
    deltas: &Deltas,
) -> Result<BTreeMap<(Day, UserId), Totals>, ProjectError> {
    let column = grain.column;
    let body = format!(
        "SELECT t.{column} AS day, t.user_id, {} FROM input i CROSS JOIN {} t
         WHERE t.org_id = i.org_id AND t.{column} = i.{column} AND t.user_id = i.user_id:org(t)",
        daily_row::figures(),
        grain.users
    );
    let rows: Vec<UserRow> = tx.select_rows(&user_keys(org_id, column, deltas.users.keys()), &body).await?;
    rows.into_iter().map(UserRow::into_day).collect()
}

fn day_keys(org_id: &OrgId, column: &'static str, days: impl Iterator<Item = Day>) -> Rows {
    let days: Vec<i64> = days.map(|day| i64::from(day.0)).collect();
    let rows = Rows::new().text("org_id", days.iter().map(|_| org_id.shared()));
    rows.int(column, days.iter().copied()).within(org_id.shared())
}

fn user_keys<'a>(org_id: &OrgId, column: &'static str, keys: impl Iterator<Item = &'a (Day, UserId)>) -> Rows {
    let keys: Vec<(i64, Arc<str>)> = keys.map(|(day, user)| (i64::from(day.0), user.shared())).collect();
    Rows::new()
        .text("org_id", keys.iter().map(|_| org_id.shared()))
        .int(column, keys.iter().map(|(day, _)| *day))
        .text("user_id", keys.iter().map(|(_, user)| Arc::clone(user)))
        .within(org_id.shared())
}
