//! A page of sessions for each of several people, in one statement.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::select::{all_of, is_one_of, literal};
use crate::read::session_page::{PageQuery, Position, SessionFilter, keyed, order_by, placed};
use crate::read::sessions::SessionRow;
use crate::scope::OrgScope;
use domain::UserId;
use entities::session_stats;
use sea_orm::sea_query::{Expr, ExprTrait as _, Order, WindowStatement};
use sea_orm::{QueryFilter, QueryTrait};
use std::collections::HashMap;
use std::sync::Arc;
use store::columns;

/// A page of sessions with their positions.
pub type Placed = Vec<(Position, SessionRow)>;

/// The first or last sessions of each of these people, in the requested order.
pub async fn load(
    reader: &Reader,
    scope: &OrgScope,
    filter: &SessionFilter,
    page: &PageQuery,
    user_ids: &[Arc<str>],
) -> Result<HashMap<UserId, Placed>, QueryError> {
    let mut window = WindowStatement::partition_by(session_stats::Column::UserId);
    for (expression, order) in order_by(page) {
        window.order_by_expr(expression, order);
    }
    let mut ranked = keyed(page.sort)
        .filter(filter.conditions(scope))
        .filter(is_one_of(session_stats::Column::UserId, user_ids))
        .into_query();
    ranked.expr_window_as(Expr::cust("ROW_NUMBER()"), window, "place");
    let limit = i64::try_from(page.limit).unwrap_or(i64::MAX);
    let mut select = all_of(ranked, "ranked");
    select.and_where(Expr::col("place").lte(literal(limit)));
    select.order_by("user_id", Order::Asc).order_by("place", Order::Asc);
    let mut found: HashMap<UserId, Placed> = HashMap::new();
    let rows = reader.scoped(scope).rows(&select).await?;
    for (position, session) in columns::read(&rows, |row| placed(row, page.sort))? {
        if let Some(user_id) = session.user_id.clone() {
            found.entry(user_id).or_default().push((position, session));
        }
    }
    if page.from_the_end {
        found.values_mut().for_each(|sessions| sessions.reverse());
    }
    Ok(found)
}
