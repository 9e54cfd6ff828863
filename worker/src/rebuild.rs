//! Recomputes read models.
use crate::{Progress, WorkerOptions};
use entities::OrgId;
use store::Store;

/// What a rebuild did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RebuildReport {
    /// Organisations rebuilt.
    pub organizations: u64,
    /// Events read.
    pub events: u64,
    /// Events given up on the way.
    pub dead_letters: u64,
}

/// Rebuilds.
///
/// # Errors
/// Database.
pub async fn rebuild(
    _store: &Store,
    _options: &WorkerOptions,
    _org: Option<&OrgId>,
    _progress: &mut dyn Progress,
) -> anyhow::Result<RebuildReport> {
    anyhow::bail!("not yet")
}
