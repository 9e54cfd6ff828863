//! A signed-in person.
use super::{App, Reply, codes};
use crate::events;
use anyhow::{Context, Result, ensure};
use domain::Role;
use serde_json::{Value, json};

/// A person with a role, who sends requests to the application.
#[derive(Clone, Debug)]
pub struct Person {
    app: App,
    user: String,
    org: Option<String>,
    role: Role,
}

impl Person {
    pub(super) fn new(app: App, role: Role) -> Self {
        let org = (!role.is_platform()).then(|| events::ORG.to_owned());
        Self { app, user: events::USER.to_owned(), org, role }
    }

    /// The same role for a user other than [`events::USER`].
    #[must_use]
    pub fn user(mut self, user: &str) -> Self {
        user.clone_into(&mut self.user);
        self
    }

    /// The same role in another organization.
    #[must_use]
    pub fn of(mut self, org: &str) -> Self {
        self.org = Some(org.to_owned());
        self
    }

    /// A token from the development issuer.
    ///
    /// # Errors
    /// When the issuer returns none.
    pub async fn token(&self) -> Result<String> {
        let claims = json!({
            "sub": self.user, "name": self.user, "email": format!("{}@example.com", self.user), "org_id": self.org,
            "role": self.role.wire(),
        });
        let reply = self.app.post("/dev/token", None, &claims).await?;
        let token = reply.json()?["access_token"].as_str().map(ToOwned::to_owned);
        token.with_context(|| format!("no token: {} {}", reply.status, reply.text()))
    }

    /// Sends a query and returns the whole response: `data`, and `errors` if there are any.
    ///
    /// # Errors
    /// When there is no GraphQL response.
    pub async fn gql(&self, query: &str) -> Result<Value> {
        self.gql_with(query, json!({})).await
    }

    /// Sends a query with variables.
    ///
    /// # Errors
    /// See [`Self::gql`].
    pub async fn gql_with(&self, query: &str, variables: Value) -> Result<Value> {
        self.app.ask(Some(&self.token().await?), query, variables).await
    }

    /// Sends a query and returns `data`.
    ///
    /// # Errors
    /// See [`Self::gql`]; also when there are `errors`.
    pub async fn data(&self, query: &str, variables: Value) -> Result<Value> {
        let mut answer = self.gql_with(query, variables).await?;
        ensure!(answer.get("errors").is_none(), "{answer}");
        Ok(answer["data"].take())
    }

    /// The codes of the errors in a response, without repetitions, in order.
    ///
    /// # Errors
    /// See [`Self::gql`].
    pub async fn codes(&self, query: &str, variables: Value) -> Result<Vec<String>> {
        let answer = self.gql_with(query, variables).await?;
        let mut once: Vec<String> = Vec::new();
        for code in codes(&answer) {
            if !once.iter().any(|known| known == code) {
                once.push(code.to_owned());
            }
        }
        Ok(once)
    }

    /// Requests a page as this person.
    ///
    /// # Errors
    /// When there is no response.
    pub async fn get(&self, path: &str) -> Result<Reply> {
        self.app.get(path, Some(&self.token().await?)).await
    }
}
