//! A local handoff.
use query::read::handoffs::HandoffRow;
use query::scope::OrgScope;
use std::sync::Arc;

/// Somebody took the work of a session home.
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
