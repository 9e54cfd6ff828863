//! Daily totals of people.
use crate::error::QueryError;
use crate::metrics::DayTotals;
use crate::read::org_daily::StoredTotals;
use crate::read::select::is_one_of;
use crate::read::{Reader, counts};
use crate::scope::OrgScope;
use domain::{Period, UserId};
use entities::user_stats_daily::{Column, Entity};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use std::collections::HashMap;
use std::sync::Arc;
use store::columns::{self, Columns};

/// A day of one of several people.
struct UserDay {
    user_id: String,
    totals: StoredTotals,
}

impl UserDay {
    fn read(row: &mut Columns<'_>) -> Result<Self, DbErr> {
        Ok(Self { user_id: row.get("user_id")?, totals: StoredTotals::read(row, &counts::ALL)? })
    }
}

/// For each of these people, the days of the period on which anything happened, in ascending order.
pub async fn days(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: &[Arc<str>],
    period: Period,
    with_durations: bool,
) -> Result<HashMap<UserId, Vec<DayTotals>>, QueryError> {
    let select = Entity::find()
        .select_only()
        .columns([Column::UserId, Column::Day])
        .exprs(counts::ALL.columns())
        .columns(with_durations.then_some(Column::Durations))
        .filter(within(scope, period))
        .filter(is_one_of(Column::UserId, user_ids))
        .order_by_asc(Column::UserId)
        .order_by_asc(Column::Day);
    let mut found: HashMap<UserId, Vec<DayTotals>> = HashMap::new();
    let rows = reader.scoped(scope).rows(select.as_query()).await?;
    for row in columns::read(&rows, UserDay::read)? {
        found.entry(UserId::from(row.user_id)).or_default().push(row.totals.of_one()?);
    }
    Ok(found)
}

/// Whether a row of `user_stats_daily` is within the period and the scope.
pub(crate) fn within(scope: &OrgScope, period: Period) -> Condition {
    scope
        .admits_row(Column::OrgId, Column::UserId)
        .add(Column::Day.gte(period.from().0))
        .add(Column::Day.lte(period.to().0))
}
