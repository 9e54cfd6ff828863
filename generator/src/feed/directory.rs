//! Registers organizations and their people, through the same mutations that administrators use.
use crate::feed::Server;
use crate::feed::post::excerpt;
use crate::org::OrgSpec;
use crate::people::Person;
use anyhow::{Context as _, bail};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::task::JoinSet;

/// The number of concurrent mutations.
const IN_FLIGHT: usize = 8;

const UPSERT_ORGANIZATION: &str =
    "mutation ($id: ID!, $name: String!) { upsertOrganization(id: $id, name: $name) { id } }";
const UPSERT_MEMBER: &str =
    "mutation ($org: ID!, $member: MemberInput!) { upsertMember(organizationId: $org, member: $member) { id } }";

/// Registers the organizations and everyone in their directories.
///
/// # Errors
/// When the server cannot be reached, or `token` lacks the permission.
pub async fn register(server: impl Into<Server>, token: &str, orgs: &[OrgSpec]) -> anyhow::Result<()> {
    let admin = Arc::new(Admin::new(server, token)?);
    for org in orgs {
        admin
            .call(UPSERT_ORGANIZATION, json!({ "id": org.id, "name": org.name }))
            .await
            .with_context(|| format!("cannot register the organization {}", org.id))?;
        let mut members = JoinSet::new();
        for person in org.people() {
            if members.len() == IN_FLIGHT
                && let Some(member) = members.join_next().await
            {
                member.context("a registration was lost")??;
            }
            let (admin, org_id, person) = (Arc::clone(&admin), org.id.clone(), person.clone());
            members.spawn(async move { admin.member(&org_id, &person).await });
        }
        while let Some(member) = members.join_next().await {
            member.context("a registration was lost")??;
        }
    }
    Ok(())
}

/// A signed-in GraphQL client.
#[derive(Debug)]
pub struct Admin {
    http: Client,
    url: String,
    token: String,
}

impl Admin {
    /// A client for this server with this token.
    ///
    /// # Errors
    /// When no HTTP client can be created.
    pub fn new(server: impl Into<Server>, token: &str) -> anyhow::Result<Self> {
        let server = server.into();
        Ok(Self { http: server.client()?, url: server.url("/graphql"), token: token.to_owned() })
    }

    /// Runs a document and returns its `data`.
    ///
    /// # Errors
    /// When the server cannot be reached or responds with an error.
    pub async fn call(&self, query: &str, variables: Value) -> anyhow::Result<Value> {
        let body = json!({ "query": query, "variables": variables });
        let request = self.http.post(&self.url).bearer_auth(&self.token).json(&body);
        let response = request.send().await.with_context(|| format!("cannot reach {}", self.url))?;
        let status = response.status();
        if status != StatusCode::OK {
            bail!("{} answered {status} {}", self.url, excerpt(response).await);
        }
        let mut answer: Value = response.json().await.context("the response is not JSON")?;
        if let Some(message) = answer.pointer("/errors/0/message").and_then(Value::as_str) {
            bail!("{message}");
        }
        Ok(answer["data"].take())
    }

    async fn member(&self, org_id: &str, person: &Person) -> anyhow::Result<()> {
        let member = json!({
            "userId": person.id, "email": person.email, "displayName": person.name, "role": person.role.wire(),
        });
        self.call(UPSERT_MEMBER, json!({ "org": org_id, "member": member }))
            .await
            .with_context(|| format!("cannot register {} of {org_id}", person.id))?;
        Ok(())
    }
}
