//! The cost of a document, and the number of values in a response.
use api::{AppOptions, GraphQlOptions};
use domain::Role;
use serde_json::Value;
use testkit::{App, Database, Result};

/// The default limit.
pub(super) fn limit() -> usize {
    GraphQlOptions::default().max_complexity
}

/// An app that rejects any document with its cost.
pub(super) struct Scales(App);

impl Scales {
    pub(super) async fn new(db: &Database) -> Result<Self> {
        let graphql = GraphQlOptions { max_complexity: 0, ..GraphQlOptions::default() };
        Ok(Self(App::with(db, AppOptions { dev: true, graphql, ..AppOptions::default() }).await?))
    }

    /// The points of a document; `None` if it is not rejected for its cost.
    pub(super) async fn points(&self, document: &str, variables: &Value) -> Result<Option<usize>> {
        let token = self.0.as_role(Role::SuperAdmin).user("frank").token().await?;
        let answer = self.0.ask(Some(&token), document, variables.clone()).await?;
        let message = answer["errors"][0]["message"].as_str().unwrap_or_default();
        let points = message.strip_prefix("expected at most 0 points of complexity, got ");
        Ok(points.and_then(|rest| rest.split_once(':')?.0.parse().ok()))
    }
}

/// The number of values in a response: fields, and items of lists.
pub(super) fn values(answer: &Value) -> usize {
    match answer {
        Value::Object(fields) => fields.values().map(|field| 1 + values(field)).sum(),
        Value::Array(items) => items.iter().map(|item| 1 + values(item)).sum(),
        _ => 0,
    }
}
