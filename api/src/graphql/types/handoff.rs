//! A local handoff.
use query::read::handoffs::HandoffRow;
use query::scope::OrgScope;
use std::sync::Arc;

/// Someone took over the work of a session.
#[derive(Clone, Debug)]
pub struct Handoff {
    pub(in crate::graphql) scope: OrgScope,
    pub(in crate::graphql) row: Arc<HandoffRow>,
}

impl Handoff {
    /// The handoff of this row.
    #[must_use]
    pub const fn new(scope: OrgScope, row: Arc<HandoffRow>) -> Self {
        Self { scope, row }
    }
}
