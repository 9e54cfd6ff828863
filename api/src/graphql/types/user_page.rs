//! What the fields of a page of people will ask for, read at once.
use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use crate::graphql::loaders::LastActiveOf;
use crate::graphql::look;
use crate::graphql::types::user::KnownFigures;
use async_graphql::Context;
use domain::{Period, UserId};
use futures_util::future::try_join_all;
use query::read::user_sums;
use query::scope::OrgScope;
use std::collections::HashMap;
use std::sync::Arc;

/// The figures that are asked of these people, and, in the loaders, when they were last active.
/// `known` is a period of which the figures need not be read, and whether percentiles are included.
pub(super) async fn prefetch(
    ctx: &Context<'_>,
    scope: &OrgScope,
    ids: &[UserId],
    known: Option<(Period, bool)>,
) -> Result<HashMap<UserId, Vec<KnownFigures>>, ApiError> {
    let look = ctx.look_ahead();
    let nodes = [look.field("nodes"), look.field("edges").field("node")];
    let mut periods = look::periods(&nodes);
    periods.retain(|(period, durations)| {
        !known.is_some_and(|(known, with_durations)| known == *period && (with_durations || !durations))
    });
    let active = nodes.iter().any(|node| node.field("lastActiveAt").exists());
    let active = ids.iter().filter(|_| active).map(|user_id| LastActiveOf(scope.clone(), user_id.clone()));
    let (figures, _) = futures_util::try_join!(figures(ctx, scope, ids, periods), ctx.loaders().load_many(active))?;
    Ok(figures)
}

async fn figures(
    ctx: &Context<'_>,
    scope: &OrgScope,
    ids: &[UserId],
    periods: Vec<(Period, bool)>,
) -> Result<HashMap<UserId, Vec<KnownFigures>>, ApiError> {
    let shared: Vec<Arc<str>> = ids.iter().map(UserId::shared).collect();
    let sums = periods
        .iter()
        .filter(|_| !ids.is_empty())
        .map(|(period, durations)| user_sums::figures(ctx.reader(), scope, Some(&shared), *period, *durations));
    let mut found: HashMap<UserId, Vec<KnownFigures>> = HashMap::new();
    for (mut sums, (period, durations)) in try_join_all(sums).await?.into_iter().zip(periods) {
        for user_id in ids {
            // Nothing happened to those who are missing.
            let figures = Arc::new(sums.remove(user_id).unwrap_or_default());
            found.entry(user_id.clone()).or_default().push(KnownFigures { period, durations, figures });
        }
    }
    Ok(found)
}
