//! The fields of a handoff.
use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use crate::graphql::loaders::RunMarksOf;
use crate::graphql::scalars::DateTime;
use crate::graphql::types::enums::HandoffMethod;
use crate::graphql::types::handoff::Handoff;
use crate::graphql::types::user::OrganizationUser;
use async_graphql::{Context, ID, Object};
use domain::Mode;
use query::read::run_marks::RunMarks;

/// Someone took over the work of a session.
#[Object]
impl Handoff {
    /// The id of its event.
    async fn id(&self) -> ID {
        ID::from(self.row.event_id.as_str())
    }

    /// Whether it is inferred: an interactive prompt after a headless one.
    async fn inferred(&self) -> bool {
        self.row.is_inferred
    }

    /// When it happened.
    async fn occurred_at(&self) -> DateTime {
        DateTime(self.row.occurred_at)
    }

    /// The method used.
    async fn method(&self) -> HandoffMethod {
        self.row.method.into()
    }

    /// Who took over; null if the event names nobody.
    async fn user(&self) -> Option<OrganizationUser> {
        let user_id = self.row.user_id.clone()?;
        Some(OrganizationUser::new(self.scope.clone(), user_id))
    }

    /// Whether a run of the session ended within 4 hours after it; after an inferred one, a run begun by a headless prompt.
    async fn followed_by_run(&self, ctx: &Context<'_>) -> Result<bool, ApiError> {
        let window = ctx.request().services.options().post_handoff_window;
        let end = self.row.occurred_at.plus_micros(i64::try_from(window.as_micros()).unwrap_or(i64::MAX));
        let key = RunMarksOf(self.scope.clone(), self.row.session_id.clone());
        let runs = ctx.loaders().load_one(key).await?.unwrap_or_default();
        let counts = |run: &&RunMarks| !self.row.is_inferred || run.prompt_mode == Some(Mode::Headless);
        let mut ends = runs.iter().filter(counts).filter_map(|run| run.completed.as_ref());
        Ok(ends.any(|(at, _)| self.row.occurred_at < *at && *at <= end))
    }
}
