//! Looking at what a query asks for, so that nothing costly is done for nobody.
use crate::metrics::Detail;
use async_graphql::Lookahead;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};

const PERCENTILES: [&str; 4] = ["p50DurationMs", "p90DurationMs", "p95DurationMs", "p99DurationMs"];
const USERS: [&str; 2] = ["activeUsers", "runsPerActiveUser"];

/// What anything in a whole document asks for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Document {
    /// A percentile.
    pub durations: bool,
    /// A number of distinct users.
    pub active_users: bool,
    /// The period before.
    pub previous: bool,
}

impl Document {
    /// Looks through every operation and fragment.
    #[must_use]
    pub fn of(document: &ExecutableDocument) -> Self {
        let mut found = Self::default();
        for (_, operation) in document.operations.iter() {
            found.visit(&operation.node.selection_set.node);
        }
        for fragment in document.fragments.values() {
            found.visit(&fragment.node.selection_set.node);
        }
        found
    }

    fn visit(&mut self, selections: &SelectionSet) {
        for selection in &selections.items {
            match &selection.node {
                Selection::Field(field) => {
                    let name = field.node.name.node.as_str();
                    self.durations |= PERCENTILES.contains(&name);
                    self.active_users |= USERS.contains(&name);
                    self.previous |= name == "previous";
                    self.visit(&field.node.selection_set.node);
                }
                Selection::InlineFragment(fragment) => self.visit(&fragment.node.selection_set.node),
                Selection::FragmentSpread(_) => {}
            }
        }
    }
}

/// What is asked of metrics here.
#[must_use]
pub fn detail(metrics: &Lookahead<'_>) -> Detail {
    let any = |names: &[&str]| names.iter().any(|name| metrics.field(name).exists());
    Detail { durations: any(&PERCENTILES), active_users: any(&USERS) }
}

impl Detail {
    /// What either asks for.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self { durations: self.durations || other.durations, active_users: self.active_users || other.active_users }
    }
}
