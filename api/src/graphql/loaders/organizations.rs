//! What lists of organizations request for each of them: daily totals and live counts.
use super::{Batches, grouped};
use crate::error::ApiError;
use async_graphql::dataloader::Loader;
use domain::Day;
use query::metrics::{Detail, History};
use query::read::live::{Live, LivenessCutoffs};
use query::read::{orgs_daily, orgs_live};
use query::scope::OrgScope;
use std::collections::HashMap;
use std::sync::Arc;

/// The daily totals of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OrgDaysOf {
    /// The organization.
    pub scope: OrgScope,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// The detail requested.
    pub detail: Detail,
}

/// The live counts of an organization with these cutoffs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LiveOf {
    /// The organization.
    pub scope: OrgScope,
    /// The cutoffs.
    pub at: LivenessCutoffs,
}

impl Loader<OrgDaysOf> for Batches {
    type Value = Arc<History>;
    type Error = ApiError;

    async fn load(&self, keys: &[OrgDaysOf]) -> Result<HashMap<OrgDaysOf, Self::Value>, ApiError> {
        let mut found = HashMap::new();
        for ((from, to, detail), scopes) in grouped(keys, |key| ((key.from, key.to, key.detail), key.scope.clone())) {
            let mut days = orgs_daily::load(&self.0, &scopes, (from, to), detail).await?;
            for scope in scopes {
                let days = days.remove(scope.org_id()).unwrap_or_default();
                let history = History { days, months: Vec::new() };
                found.insert(OrgDaysOf { scope, from, to, detail }, Arc::new(history));
            }
        }
        Ok(found)
    }
}

impl Loader<LiveOf> for Batches {
    type Value = Live;
    type Error = ApiError;

    async fn load(&self, keys: &[LiveOf]) -> Result<HashMap<LiveOf, Self::Value>, ApiError> {
        let mut found = HashMap::new();
        for (at, scopes) in grouped(keys, |key| (key.at, key.scope.clone())) {
            let live = orgs_live::load(&self.0, &scopes, at).await?;
            for scope in scopes {
                if let Some(live) = live.get(scope.org_id()) {
                    found.insert(LiveOf { scope, at }, *live);
                }
            }
        }
        Ok(found)
    }
}
