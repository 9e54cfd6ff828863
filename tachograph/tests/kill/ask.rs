//! Client requests to a running server, and commands that run next to it.
use anyhow::{Context as _, Result, ensure};
use domain::Day;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::process::{Command, Output};
use store::Clock;
use testkit::events::{self, Draft};

/// The response to an event or a health check.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<u64>,
    pub(crate) body: Value,
}

impl Answer {
    async fn of(response: reqwest::Response) -> Result<Self> {
        let header = response.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
        Ok(Self { status: response.status().as_u16(), retry_after: header, body: response.json().await? })
    }
}

/// Sends events once, without retrying.
pub(crate) async fn post(address: SocketAddr, batch: impl IntoIterator<Item = Draft>) -> Result<Answer> {
    let request = reqwest::Client::new().post(format!("http://{address}/v1/events"));
    let request = request.bearer_auth(generator::DEV_INGEST_KEY).json(&events::batch(batch));
    Answer::of(request.send().await?).await
}

/// Sends a GET request.
pub(crate) async fn get(address: SocketAddr, path: &str) -> Result<Answer> {
    Answer::of(reqwest::get(format!("http://{address}{path}")).await?).await
}

/// The GraphQL arguments for the days on which the load happens.
pub(crate) fn lately() -> String {
    let today = Clock::system().now().day();
    format!("(period: {{from: \"{}\", to: \"{}\"}})", Day(today.0 - 9), Day(today.0 + 1))
}

/// Queries the organization `acme`; `sub` may be a new person.
pub(crate) async fn organization(address: SocketAddr, sub: &str, fields: &str) -> Result<Value> {
    let client = reqwest::Client::new();
    let person = json!({"sub": sub, "role": "ORG_ADMIN", "org_id": "acme"});
    let answer = client.post(format!("http://{address}/dev/token")).json(&person).send().await?;
    let token: Value = answer.error_for_status()?.json().await?;
    let token = token["access_token"].as_str().context("no token")?;
    let query = json!({"query": format!("{{ organization {{ {fields} }} }}")});
    let answer = client.post(format!("http://{address}/graphql")).bearer_auth(token).json(&query).send().await?;
    let answer: Value = answer.json().await?;
    ensure!(answer["errors"].is_null() && answer["data"]["organization"].is_object(), "{answer}");
    Ok(answer["data"]["organization"].clone())
}

/// Runs a command of the binary to completion.
pub(crate) fn tachograph(arguments: &[&str]) -> Result<Output> {
    Ok(Command::new(env!("CARGO_BIN_EXE_tachograph")).env("TACHOGRAPH_LOG", "error").args(arguments).output()?)
}

/// Runs a command that must succeed, and returns its output.
pub(crate) fn printed(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot run {command:?}"))?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs a command of the binary that must succeed, and returns its output.
pub(crate) fn done(arguments: &[&str]) -> Result<String> {
    printed(Command::new(env!("CARGO_BIN_EXE_tachograph")).env("TACHOGRAPH_LOG", "error").args(arguments))
}
