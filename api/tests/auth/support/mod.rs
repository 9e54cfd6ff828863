//! An issuer, a key server that may misbehave, and a browser.

mod browser;
mod idp;
mod issuer;
mod key_server;

pub(crate) use browser::Browser;
pub(crate) use idp::Idp;
pub(crate) use issuer::{AUDIENCE, ISSUER, Issuer, Key, claims, part, seconds};
pub(crate) use key_server::{KeyServer, Mood};

use api::AppOptions;
use auth::{AuthOptions, IssuerOptions};
use domain::{OrgId, Person, Role, UserId};
use serde_json::{Value, json};
use std::time::Duration;
use tempfile::TempDir;
use testkit::app::Server;
use testkit::{App, Database, Result};
use tokio::net::TcpListener;

/// The settings of a server that accepts the tokens of [`Issuer`].
pub(crate) fn options(jwks: &str) -> AppOptions {
    let issuer = IssuerOptions {
        issuer: ISSUER.to_owned(),
        audience: AUDIENCE.to_owned(),
        jwks: jwks.to_owned(),
        fetch_timeout: Duration::from_millis(400),
        fetch_interval: Duration::from_secs(30),
        client: None,
    };
    AppOptions { auth: AuthOptions { issuer: Some(issuer), ..AuthOptions::default() }, ..AppOptions::default() }
}

/// A listening server that knows its public address.
pub(crate) async fn serve(db: &Database, options: AppOptions) -> Result<Server> {
    Server::public(db, TcpListener::bind("127.0.0.1:0").await?, options).await
}

/// A listening server in development mode, with one person to choose.
pub(crate) async fn development(db: &Database) -> Result<Server> {
    let alice = Person {
        sub: UserId::from("alice"),
        name: Some("Alice <Moreau>".to_owned()),
        email: None,
        org_id: Some(OrgId::from("acme")),
        role: Role::Member,
    };
    let auth = AuthOptions { dev_people: vec![alice], ..AuthOptions::default() };
    serve(db, AppOptions { dev: true, auth, ..AppOptions::default() }).await
}

/// A server that reads the issuer's keys from a file.
pub(crate) async fn with_file(db: &Database, issuer: &Issuer) -> Result<(App, TempDir)> {
    let folder = TempDir::new()?;
    let file = folder.path().join("jwks.json");
    std::fs::write(&file, issuer.jwks().to_string())?;
    Ok((App::with(db, options(&file.display().to_string())).await?, folder))
}

/// The status and error code of a request with this token.
pub(crate) async fn shown(app: &App, token: &str) -> Result<(u16, String)> {
    let reply = app.post("/graphql", Some(token), &json!({"query": "{ viewer { id role } }"})).await?;
    let answer = reply.json()?;
    let code = answer["code"].as_str().or_else(|| answer["errors"][0]["extensions"]["code"].as_str());
    Ok((reply.status, code.unwrap_or_default().to_owned()))
}

/// The response to a GraphQL query.
pub(crate) async fn ask(app: &App, token: &str, query: &str) -> Result<Value> {
    app.post("/graphql", Some(token), &json!({"query": query})).await?.json()
}
