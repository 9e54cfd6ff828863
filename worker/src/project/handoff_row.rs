//! Rows of handoffs.
use domain::{OrgId, UserId};
use fold::Handoff;
use sea_orm::FromQueryResult;
use store::Rows;

/// The columns of a handoff that the fold needs.
#[derive(FromQueryResult)]
pub(super) struct HandoffRow {
    pub(super) session_id: String,
    pub(super) event_id: String,
    pub(super) occurred_at: i64,
}

/// The rows of handoffs.
pub(super) fn rows(org_id: &OrgId, handoffs: &[Handoff]) -> Rows {
    Rows::new()
        .text("org_id", handoffs.iter().map(|_| org_id.shared()))
        .text("event_id", handoffs.iter().map(|handoff| handoff.event_id.shared()))
        .int("occurred_at", handoffs.iter().map(|handoff| handoff.at.0))
        .int("method", handoffs.iter().map(|handoff| i64::from(handoff.method.code())))
        .text("session_id", handoffs.iter().map(|handoff| handoff.session_id.shared()))
        .text_or_null("user_id", handoffs.iter().map(|handoff| handoff.user_id.as_ref().map(UserId::shared)))
        .bool("is_inferred", handoffs.iter().map(|handoff| handoff.is_inferred))
}
