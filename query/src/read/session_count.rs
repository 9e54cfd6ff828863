//! The number of sessions.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::select::{count, whole};
use crate::read::session_page::SessionFilter;
use crate::scope::OrgScope;
use domain::Period;
use entities::{org_stats_daily, session_stats};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

/// The number of sessions that match the filter.
pub async fn load(reader: &Reader, scope: &OrgScope, filter: &SessionFilter) -> Result<i64, QueryError> {
    let select =
        session_stats::Entity::find().select_only().expr_as(count(), "number").filter(filter.conditions(scope));
    reader.scoped(scope).number(select.as_query()).await
}

/// The number of sessions according to the organization's daily totals: one row per day rather than one per
/// session.
pub async fn by_days(reader: &Reader, scope: &OrgScope, period: Option<Period>) -> Result<i64, QueryError> {
    use org_stats_daily::Column;
    let mut select = org_stats_daily::Entity::find()
        .select_only()
        .expr_as(whole(Column::Sessions.sum()), "number")
        .filter(scope.holds(Column::OrgId));
    if let Some(period) = period {
        select = select.filter(Column::Day.gte(period.from().0)).filter(Column::Day.lte(period.to().0));
    }
    reader.scoped(scope).number(select.as_query()).await
}
