//! The state of the pipeline, over all organizations. These few statements cross organizations because the
//! state is platform-wide.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::select::{count, literal, value_of};
use crate::scope::OperatorScope;
use domain::Instant;
use entities::{dead_letter, projection_state, queue, raw_event};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QuerySelect, QueryTrait};

/// How much is waiting and how much was given up.
#[derive(Clone, Copy, Debug)]
pub struct Backlog {
    /// Queued events, including those waiting for a retry.
    pub queued: i64,
    /// Since when the oldest of them has been waiting.
    pub oldest: Option<Instant>,
    /// Dead letters.
    pub dead: i64,
    /// When anything was last projected.
    pub projected_at: Option<Instant>,
}

/// The backlog as selected.
#[derive(FromQueryResult)]
struct Counted {
    queued: i64,
    fresh: Option<i64>,
    tried: Option<i64>,
    dead: i64,
    projected_at: Option<i64>,
}

/// The current backlog.
pub async fn backlog(reader: &Reader, scope: &OperatorScope) -> Result<Backlog, QueryError> {
    let fresh: Expr =
        Expr::case(queue::Column::Attempts.into_expr().eq(literal(0)), queue::Column::DueAt.into_expr()).into();
    let queue =
        queue::Entity::find().select_only().expr_as(count(), "queued").expr_as(fresh.min(), "fresh").into_query();
    // An event is first due when it is received. One that is waiting for a retry is due later, so for those
    // few the receipt time comes from the event itself.
    let same_event = Condition::all()
        .add(raw_event::Column::OrgId.into_expr().eq(queue::Column::OrgId.into_expr()))
        .add(raw_event::Column::EventId.into_expr().eq(queue::Column::EventId.into_expr()));
    let tried = Query::select()
        .expr(raw_event::Column::ReceivedAt.min())
        .from(queue::Entity)
        .inner_join(raw_event::Entity, same_event)
        .and_where(queue::Column::Attempts.into_expr().gt(literal(0)))
        .to_owned();
    let dead = Query::select().expr(count()).from(dead_letter::Entity).to_owned();
    let projected_at = Query::select()
        .expr(Expr::col(projection_state::Column::ProjectedAt).max())
        .from(projection_state::Entity)
        .to_owned();
    let select = Query::select()
        .columns(["queued", "fresh"])
        .expr_as(value_of(tried), "tried")
        .expr_as(value_of(dead), "dead")
        .expr_as(value_of(projected_at), "projected_at")
        .from_subquery(queue, "queue")
        .to_owned();
    let counted: Counted = reader.scoped(scope).only(&select).await?;
    Ok(Backlog {
        queued: counted.queued,
        oldest: counted.fresh.into_iter().chain(counted.tried).min().map(Instant),
        dead: counted.dead,
        projected_at: counted.projected_at.map(Instant),
    })
}

/// How many events are stored.
pub async fn events_stored(reader: &Reader, scope: &OperatorScope) -> Result<i64, QueryError> {
    let select = raw_event::Entity::find().select_only().expr_as(count(), "number");
    reader.scoped(scope).number(select.as_query()).await
}
