//! A session.
use query::read::sessions::SessionRow;
use query::scope::OrgScope;
use std::sync::Arc;

/// A person's work with the agent on one subject. Its figures are those of its completed runs, on
/// any day.
#[derive(Clone, Debug)]
pub struct Session {
    pub(in crate::graphql) scope: OrgScope,
    pub(in crate::graphql) row: Arc<SessionRow>,
}

impl Session {
    /// The session of this row.
    #[must_use]
    pub const fn new(scope: OrgScope, row: Arc<SessionRow>) -> Self {
        Self { scope, row }
    }
}
