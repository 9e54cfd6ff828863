//! The days of organisations within one request: metrics, the period before, trends and failure
//! categories of one period are answered by one statement.
use crate::error::ApiError;
use crate::graphql::look::Document;
use crate::metrics::{DayTotals, Detail};
use crate::read::{Reader, org_daily};
use crate::scope::OrgScope;
use entities::{Day, Period};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

type Days = Arc<Vec<DayTotals>>;
type Loaded = HashMap<(OrgScope, Day, Day), Arc<OnceCell<Days>>>;

/// What was read so far. Sibling fields that want the same wait for the one that came first.
#[derive(Default)]
pub struct DailyCache {
    wanted: Document,
    loaded: Mutex<Loaded>,
}

impl DailyCache {
    /// A cache for a request that asks for this.
    #[must_use]
    pub fn for_document(wanted: Document) -> Self {
        Self { wanted, loaded: Mutex::default() }
    }

    /// An empty cache for a later answer to the same request.
    #[must_use]
    pub fn renewed(&self) -> Self {
        Self::for_document(self.wanted)
    }

    /// At least the days of `period`, and those of the period before where anything in the request
    /// asks for it.
    ///
    /// # Errors
    /// INTERNAL, with whatever the database says.
    pub async fn load(&self, reader: &Reader, scope: &OrgScope, period: Period) -> Result<Days, ApiError> {
        let from = if self.wanted.previous { period.previous().from() } else { period.from() };
        let key = (scope.clone(), from, period.to());
        let cell = Arc::clone(self.loaded.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default());
        let days = cell
            .get_or_try_init(|| async {
                let detail = Detail { durations: self.wanted.durations, active_users: self.wanted.active_users };
                org_daily::load(reader, scope, from, period.to(), detail).await.map(Arc::new)
            })
            .await?;
        Ok(Arc::clone(days))
    }
}
