//! The daily totals of organizations within one request: metrics, the period before, trends and failure
//! categories for one period are answered by one statement.
use crate::error::ApiError;
use crate::graphql::look::Document;
use domain::{Day, Period};
use query::metrics::{Detail, History, Split, split};
use query::read::Reader;
use query::read::org_daily::{self, Wanted};
use query::scope::OrgScope;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

type Loaded = HashMap<(OrgScope, Day, Day), Arc<OnceCell<Arc<History>>>>;

/// What has been read so far. Sibling fields that need the same data wait for the first of them.
#[derive(Default)]
pub struct DailyCache {
    wanted: Document,
    loaded: Mutex<Loaded>,
}

impl DailyCache {
    /// A cache for a request with this document.
    #[must_use]
    pub fn for_document(wanted: Document) -> Self {
        Self { wanted, loaded: Mutex::default() }
    }

    /// An empty cache for a later answer to the same request.
    #[must_use]
    pub fn renewed(&self) -> Self {
        Self::for_document(self.wanted)
    }

    /// At least the days of `period`, and those of the period before if anything in the request needs them.
    ///
    /// # Errors
    /// INTERNAL for any database error.
    pub async fn load(&self, reader: &Reader, scope: &OrgScope, period: Period) -> Result<Arc<History>, ApiError> {
        let from = if self.wanted.previous { period.previous().from() } else { period.from() };
        let key = (scope.clone(), from, period.to());
        let cell = Arc::clone(self.loaded.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default());
        let history = cell
            .get_or_try_init(|| async {
                org_daily::history(reader, scope, &self.wanted_of(period, from)).await.map(Arc::new)
            })
            .await?;
        Ok(Arc::clone(history))
    }

    /// Trends need the full detail of every day of the period; totals need it only for the days around the
    /// period's whole months, and for those months.
    fn wanted_of(&self, period: Period, from: Day) -> Wanted {
        let (trends, totals) = (self.wanted.trends, self.wanted.totals);
        let mut periods = vec![(period, trends)];
        if from < period.from() {
            periods.insert(0, (period.previous(), Detail::default()));
        }
        let mut wanted = Wanted { days: Vec::new(), months: Vec::new(), of_months: totals, counts: self.wanted.counts };
        for (period, every_day) in periods {
            let Split { head, months, tail } = Split::of(period.from(), period.to());
            if !totals.any() || split::is_empty(months) {
                wanted.days.push(((period.from(), period.to()), every_day.or(totals)));
                continue;
            }
            let between = (Day(head.1.0 + 1), Day(tail.0.0 - 1));
            // Counts are summed from days, also where what is expensive comes from months.
            let between = (every_day.any() || !wanted.counts.is_empty()).then_some((between, every_day));
            wanted.days.push((head, every_day.or(totals)));
            wanted.days.extend(between);
            wanted.days.push((tail, every_day.or(totals)));
            wanted.months.push(months);
        }
        wanted
    }
}
