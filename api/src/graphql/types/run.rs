//! A run.
use crate::graphql::types::step::StepsOfRun;
use query::read::runs::{Completed, RunRow};
use query::scope::OrgScope;
use std::sync::Arc;

/// One run of the agent in a session. Fields of its end are null until there is one.
#[derive(Clone, Debug)]
pub struct Run {
    pub(in crate::graphql) scope: OrgScope,
    pub(in crate::graphql) row: Arc<RunRow>,
}

impl Run {
    /// The run of this row.
    #[must_use]
    pub const fn new(scope: OrgScope, row: Arc<RunRow>) -> Self {
        Self { scope, row }
    }

    pub(in crate::graphql) fn steps(&self) -> StepsOfRun<'_> {
        StepsOfRun { scope: &self.scope, session_id: &self.row.session_id, run_id: &self.row.run_id }
    }

    pub(in crate::graphql) fn end(&self) -> Option<&Completed> {
        self.row.completed.as_ref()
    }
}
