//! What the fields of a page of sessions will ask for, read at once.
use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use crate::graphql::loaders::{MemberOf, SessionOf};
use async_graphql::Context;
use query::read::session_page::{self, PageQuery, Position, SessionFilter};
use query::read::sessions::SessionRow;
use query::scope::OrgScope;
use std::sync::Arc;

/// Whether the list has sessions up to the cursor `after`, and from the cursor `before` on, as far as
/// anybody looks.
pub(super) async fn around(
    ctx: &Context<'_>,
    scope: &OrgScope,
    filter: &SessionFilter,
    query: PageQuery,
) -> Result<(bool, bool), ApiError> {
    let info = ctx.look_ahead().field("pageInfo");
    let reaches = async |field: &str, position: &Option<Position>, ahead: bool| match position {
        Some(position) if info.field(field).exists() => {
            session_page::reaches(ctx.reader(), scope, filter, &query, (position, ahead)).await
        }
        _ => Ok(false),
    };
    Ok(futures_util::try_join!(
        reaches("hasPreviousPage", &query.after, false),
        reaches("hasNextPage", &query.before, true)
    )?)
}

/// Reads what the fields of these sessions will ask for, so that they need not gather their questions.
pub(super) async fn prefetch(
    ctx: &Context<'_>,
    scope: &OrgScope,
    rows: &[(Position, Arc<SessionRow>)],
) -> Result<(), ApiError> {
    let look = ctx.look_ahead();
    let nodes = [look.field("nodes"), look.field("edges").field("node")];
    let loaders = ctx.loaders();
    // Their runs may ask for them again.
    loaders
        .feed_many(rows.iter().map(|(_, row)| (SessionOf(scope.clone(), row.session_id.clone()), Arc::clone(row))))
        .await;
    if nodes.iter().any(|node| node.field("user").exists()) {
        let members = rows.iter().filter_map(|(_, row)| Some(MemberOf(scope.clone(), row.user_id.clone()?)));
        loaders.load_many(members).await?;
    }
    Ok(())
}
