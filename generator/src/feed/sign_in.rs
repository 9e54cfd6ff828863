//! Tokens from a development server.
use crate::feed::Server;
use crate::feed::post::excerpt;
use crate::presets::Preset;
use anyhow::{Context as _, bail};
use domain::Role;
use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::json;

/// The claims of the requested token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The person's id.
    pub sub: String,
    /// The name.
    pub name: Option<String>,
    /// The email address.
    pub email: Option<String>,
    /// The organization; `None` for platform roles.
    pub org_id: Option<String>,
    /// The role.
    pub role: Role,
}

impl From<&Preset> for Claims {
    fn from(preset: &Preset) -> Self {
        Self {
            sub: preset.id.to_owned(),
            name: Some(preset.name.to_owned()),
            email: Some(preset.email.to_owned()),
            org_id: preset.org_id.map(str::to_owned),
            role: preset.role,
        }
    }
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

/// Requests a token from a development server.
///
/// # Errors
/// When the server cannot be reached, has no development issuer, or rejects the claims.
pub async fn sign_in(server: impl Into<Server>, claims: &Claims) -> anyhow::Result<String> {
    let server = server.into();
    let url = server.url("/dev/token");
    let Claims { sub, name, email, org_id, role } = claims;
    let body = json!({ "sub": sub, "name": name, "email": email, "org_id": org_id, "role": role.wire() });
    let response =
        server.client()?.post(&url).json(&body).send().await.with_context(|| format!("cannot reach {url}"))?;
    match response.status() {
        StatusCode::OK => Ok(response.json::<Token>().await.context("the response has no token")?.access_token),
        StatusCode::NOT_FOUND => {
            bail!("{} has no development sign-in: start it with --dev, or give a --token", server.url(""))
        }
        status => bail!("{url} answered {status} {}", excerpt(response).await),
    }
}
