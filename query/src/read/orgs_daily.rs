//! Daily totals of several organizations at once, for lists of organizations.
use crate::error::QueryError;
use crate::metrics::{DayTotals, Detail};
use crate::read::org_daily::{ACTIVE_USERS_COUNT, StoredTotals};
use crate::read::select::is_one_of;
use crate::read::{Reader, counts};
use crate::scope::OrgScope;
use domain::{Day, OrgId};
use entities::org_stats_daily::{Column, Entity};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use std::collections::HashMap;
use std::sync::Arc;
use store::columns::{self, Columns};

/// A day of one of several organizations.
struct OrgDay {
    org_id: String,
    active_users_count: i64,
    totals: StoredTotals,
}

impl OrgDay {
    fn read(row: &mut Columns<'_>) -> Result<Self, DbErr> {
        Ok(Self {
            org_id: row.get("org_id")?,
            active_users_count: row.integer(ACTIVE_USERS_COUNT)?,
            totals: StoredTotals::read(row, &counts::ALL)?,
        })
    }
}

/// For each organization, the days from `from` to `to` on which anything happened, in ascending order. The
/// caller has each of the scopes, and everyone in an organization may see its metrics.
pub async fn load(
    reader: &Reader,
    scopes: &Vec<OrgScope>,
    (from, to): (Day, Day),
    detail: Detail,
) -> Result<HashMap<OrgId, Vec<DayTotals>>, QueryError> {
    let org_ids: Vec<Arc<str>> = scopes.iter().map(|scope| scope.org_id().shared()).collect();
    let costly = [(detail.durations, Column::Durations), (detail.active_users, Column::ActiveUsers)];
    let select = Entity::find()
        .select_only()
        .columns([Column::OrgId, Column::ActiveUsersCount, Column::Day])
        .exprs(counts::ALL.columns())
        .columns(costly.into_iter().filter_map(|(is_wanted, column)| is_wanted.then_some(column)))
        .filter(is_one_of(Column::OrgId, &org_ids))
        .filter(Column::Day.gte(from.0))
        .filter(Column::Day.lte(to.0))
        .order_by_asc(Column::OrgId)
        .order_by_asc(Column::Day);
    let mut found: HashMap<OrgId, Vec<DayTotals>> = HashMap::new();
    let rows = reader.scoped(scopes).rows(select.as_query()).await?;
    for row in columns::read(&rows, OrgDay::read)? {
        found.entry(OrgId::from(row.org_id)).or_default().push(row.totals.totals(row.active_users_count)?);
    }
    Ok(found)
}
