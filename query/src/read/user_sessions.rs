//! A page of the sessions of each of several people, in one statement.
use crate::error::QueryError;
use crate::read::session_page::{PageQuery, Position, SessionFilter, order_by, placed};
use crate::read::sessions::{COLUMNS, SessionRow};
use crate::read::{Reader, Statement};
use crate::scope::OrgScope;
use domain::UserId;
use std::collections::HashMap;
use std::sync::Arc;

/// A page of sessions with their positions.
pub type Placed = Vec<(Position, SessionRow)>;

/// The first sessions of each of those people, or the last ones, in the order that was asked for.
pub async fn load(
    reader: &Reader,
    scope: &OrgScope,
    filter: &SessionFilter,
    page: &PageQuery,
    user_ids: &[Arc<str>],
) -> Result<HashMap<UserId, Placed>, QueryError> {
    let (expression, order) = (page.sort.expression, order_by(page));
    let mut statement = Statement::of(
        scope,
        &format!(
            "SELECT * FROM (SELECT {COLUMNS}, {expression} AS sort_key,
               ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY {order}) AS place
             FROM session_stats WHERE org_id = $1"
        ),
    );
    filter.add_to(&mut statement, scope);
    statement.and_in("user_id", user_ids);
    statement.push(&format!(") AS ranked WHERE place <= {} ORDER BY user_id, place", page.limit));
    let mut found: HashMap<UserId, Placed> = HashMap::new();
    for row in reader.fetch(scope, statement.into_sql()).await? {
        found.entry(UserId::from(row.text(1)?)).or_default().push(placed(&row, page.sort)?);
    }
    if page.from_the_end {
        found.values_mut().for_each(|sessions| sessions.reverse());
    }
    Ok(found)
}
