//! Finds out what a query asks for, so that nothing expensive is computed unless it is requested.
use crate::graphql::types::inputs::PeriodInput;
use crate::graphql::types::metric_counts::counts_of;
use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, Selection, SelectionSet};
use async_graphql::{InputType, Lookahead, SelectionField};
use domain::{CountSet, Period};
use query::metrics::Detail;

const PERCENTILES: [&str; 4] = ["p50DurationMs", "p90DurationMs", "p95DurationMs", "p99DurationMs"];
const USERS: [&str; 2] = ["activeUsers", "runsPerActiveUser"];

/// Where in a document a field is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Trends,
    Elsewhere,
}

/// What a whole document asks for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Document {
    /// In trends.
    pub trends: Detail,
    /// Everywhere else.
    pub totals: Detail,
    /// Whether the period before is requested.
    pub previous: bool,
    /// The counts and sums that figures are computed from.
    pub counts: CountSet,
}

impl Document {
    /// Examines every operation and fragment.
    #[must_use]
    pub fn of(document: &ExecutableDocument) -> Self {
        let mut found = Self::default();
        for (_, operation) in document.operations.iter() {
            found.visit(&operation.node.selection_set.node, Place::Elsewhere);
        }
        // A fragment may be spread anywhere.
        for fragment in document.fragments.values() {
            found.visit(&fragment.node.selection_set.node, Place::Elsewhere);
            found.visit(&fragment.node.selection_set.node, Place::Trends);
        }
        found
    }

    fn visit(&mut self, selections: &SelectionSet, place: Place) {
        for selection in &selections.items {
            match &selection.node {
                Selection::Field(field) => {
                    let name = field.node.name.node.as_str();
                    let detail = if place == Place::Trends { &mut self.trends } else { &mut self.totals };
                    detail.durations |= PERCENTILES.contains(&name);
                    detail.active_users |= USERS.contains(&name);
                    self.previous |= name == "previous";
                    self.counts = self.counts.or(counts_of(name));
                    let place = if name == "trends" { Place::Trends } else { place };
                    self.visit(&field.node.selection_set.node, place);
                }
                Selection::InlineFragment(fragment) => self.visit(&fragment.node.selection_set.node, place),
                Selection::FragmentSpread(_) => {}
            }
        }
    }
}

/// The operation with this name; without a name the first one, since valid requests omit the name only if
/// there is no other.
#[must_use]
pub fn operation<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Option<&'a OperationDefinition> {
    let mut operations = document.operations.iter();
    let found = match name {
        Some(name) => operations.find(|(known, _)| known.is_some_and(|known| known.as_str() == name)),
        None => operations.next(),
    };
    found.map(|(_, operation)| &operation.node)
}

/// The detail requested of metrics here.
#[must_use]
pub fn detail(metrics: &Lookahead<'_>) -> Detail {
    let any = |names: &[&str]| names.iter().any(|name| metrics.field(name).exists());
    Detail { durations: any(&PERCENTILES), active_users: any(&USERS) }
}

/// The periods for which `metrics` are requested on these nodes, including the periods before, each with
/// whether a percentile is among them.
#[must_use]
pub fn periods(nodes: &[Lookahead<'_>]) -> Vec<(Period, bool)> {
    let mut found: Vec<(Period, bool)> = Vec::new();
    let mut add = |period: Period, durations: bool| match found.iter_mut().find(|(known, _)| *known == period) {
        Some((_, known)) => *known |= durations,
        None => found.push((period, durations)),
    };
    for field in nodes.iter().flat_map(|node| node.field("metrics").selection_fields()) {
        // An invalid period is reported by its resolver.
        let Some(period) = period(&field) else { continue };
        let metrics = Lookahead::from(field);
        add(period, detail(&metrics).durations);
        let before = metrics.field("previous");
        if before.exists() {
            add(period.previous(), detail(&before).durations);
        }
    }
    found
}

fn period(field: &SelectionField<'_>) -> Option<Period> {
    let (_, value) = field.arguments().ok()?.into_iter().find(|(name, _)| name == "period")?;
    <PeriodInput as InputType>::parse(Some(value)).ok()?.checked().ok()
}
