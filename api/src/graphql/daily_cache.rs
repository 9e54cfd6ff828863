//! The days of organisations within one request: metrics, the period before, trends and failure
//! categories of one period are answered by one statement.
use crate::error::ApiError;
use crate::graphql::look::Document;
use crate::metrics::{History, Split, split};
use crate::read::Reader;
use crate::read::org_daily::{self, Wanted};
use crate::scope::OrgScope;
use entities::{Day, Period};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

type Loaded = HashMap<(OrgScope, Day, Day), Arc<OnceCell<Arc<History>>>>;

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

    /// At least the days of `period`, and those of the period before where anything in the request
    /// asks for it.
    ///
    /// # Errors
    /// INTERNAL, with whatever the database says.
    pub async fn load(&self, reader: &Reader, scope: &OrgScope, period: Period) -> Result<Arc<History>, ApiError> {
        let from = if self.wanted.previous { period.previous().from() } else { period.from() };
        let key = (scope.clone(), from, period.to());
        let cell = Arc::clone(self.loaded.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default());
        let days = cell
            .get_or_try_init(|| async {
                org_daily::history(reader, scope, &self.wanted_of(period, from)).await.map(Arc::new)
            })
            .await?;
        Ok(Arc::clone(days))
    }

    /// Trends want the detail of every day of the period; totals that of the days around its whole
    /// months, and of those months.
    fn wanted_of(&self, period: Period, from: Day) -> Wanted {
        let (trends, totals) = (self.wanted.trends, self.wanted.totals);
        let (current, previous) = (period, period.previous());
        let mut splits = vec![Split::of(current.from(), current.to())];
        if from < current.from() {
            splits.push(Split::of(previous.from(), previous.to()));
        }
        let spans = |trends: bool, totals: bool| {
            let all = trends.then_some((current.from(), current.to()));
            let around = totals.then(|| splits.iter().flat_map(Split::days)).into_iter().flatten();
            all.into_iter().chain(around).collect()
        };
        let months = splits.iter().map(|split| split.months).filter(|span| totals.any() && !split::is_empty(*span));
        Wanted {
            days: (from, current.to()),
            durations: spans(trends.durations, totals.durations),
            active_users: spans(trends.active_users, totals.active_users),
            months: months.collect(),
        }
    }
}
