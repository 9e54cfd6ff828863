//! Metrics of operations, without labels that a client could make up: a document that was found valid
//! contains only fields of the schema, and any other is recorded as invalid.
use crate::graphql::look;
use async_graphql::parser::types::{ExecutableDocument, OperationType, Selection};
use metrics::{Histogram, histogram};
use std::sync::OnceLock;
use std::time::Instant;
use telemetry::metric::GRAPHQL_SECONDS;

/// The metric that an operation is recorded under, once it is known to be valid.
#[derive(Debug)]
pub struct Measure {
    operation: &'static str,
    field: String,
    seconds: OnceLock<Histogram>,
}

impl Measure {
    /// The metric for the operation to execute.
    #[must_use]
    pub fn of(document: &ExecutableDocument, operation: Option<&str>) -> Self {
        let found = look::operation(document, operation);
        let field = match found.map(|found| found.selection_set.node.items.as_slice()) {
            Some([only]) => match &only.node {
                Selection::Field(field) => field.node.name.node.to_string(),
                Selection::InlineFragment(_) | Selection::FragmentSpread(_) => "several".to_owned(),
            },
            _ => "several".to_owned(),
        };
        let operation = match found.map(|found| found.ty) {
            Some(OperationType::Mutation) => "mutation",
            Some(OperationType::Subscription) => "subscription",
            Some(OperationType::Query) | None => "query",
        };
        Self { operation, field, seconds: OnceLock::new() }
    }

    /// Records how long a valid operation took.
    pub fn answered(&self, began: Instant) {
        let take = || histogram!(GRAPHQL_SECONDS, "operation" => self.operation, "field" => self.field.clone());
        self.seconds.get_or_init(take).record(began.elapsed().as_secs_f64());
    }
}

/// Records how long it took to reject an operation.
pub fn refused(began: Instant) {
    histogram!(GRAPHQL_SECONDS, "operation" => "invalid", "field" => "invalid").record(began.elapsed().as_secs_f64());
}
