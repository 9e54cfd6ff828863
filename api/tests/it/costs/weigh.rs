//! What a document weighs, and how many values an answer has.
use api::{AppOptions, GraphQlOptions};
use domain::Role;
use serde_json::Value;
use testkit::{App, Database, Result};

/// The limit that holds where nobody sets another.
pub(super) fn limit() -> usize {
    GraphQlOptions::default().max_complexity
}

/// An app that answers any document by what it weighs.
pub(super) struct Scales(App);

impl Scales {
    pub(super) async fn new(db: &Database) -> Result<Self> {
        let graphql = GraphQlOptions { max_complexity: 0, ..GraphQlOptions::default() };
        Ok(Self(App::with(db, AppOptions { dev: true, graphql, ..AppOptions::default() }).await?))
    }

    /// The points of a document; none where it is not refused for its weight.
    pub(super) async fn points(&self, document: &str, variables: &Value) -> Result<Option<usize>> {
        let token = self.0.as_role(Role::SuperAdmin).user("frank").token().await?;
        let answer = self.0.ask(Some(&token), document, variables.clone()).await?;
        let message = answer["errors"][0]["message"].as_str().unwrap_or_default();
        let points = message.strip_prefix("expected at most 0 points of complexity, got ");
        Ok(points.and_then(|rest| rest.split_once(':')?.0.parse().ok()))
    }
}

/// The values of an answer: fields, and items of lists.
pub(super) fn values(answer: &Value) -> usize {
    match answer {
        Value::Object(fields) => fields.values().map(|field| 1 + values(field)).sum(),
        Value::Array(items) => items.iter().map(|item| 1 + values(item)).sum(),
        _ => 0,
    }
}
