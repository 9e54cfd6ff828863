//! The measured program, in a process of its own.
use crate::wire::{self, Door, Wire};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use testkit::authority::Client;

/// The start timeout.
const PATIENCE: Duration = Duration::from_secs(60);
const KEY: &str = "dev-ingest-key";

/// A running server; killed when dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// The client for its own requests, if it serves HTTPS.
    client: Option<Client>,
    pub(crate) started_in: Duration,
}

impl Server {
    /// Starts `command` (`serve`, `api` or `worker`) and waits for its first response.
    pub(crate) async fn start(binary: &Path, command: &str, url: &str) -> Result<Self> {
        Self::start_with(binary, command, url, &[]).await
    }

    /// The same with additional flags.
    pub(crate) async fn start_with(binary: &Path, command: &str, url: &str, flags: &[&str]) -> Result<Self> {
        Self::start_over(binary, command, url, flags, None).await
    }

    /// The same over HTTPS if there is a client.
    pub(crate) async fn start_over(
        binary: &Path,
        command: &str,
        url: &str,
        flags: &[&str],
        client: Option<Client>,
    ) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let began = Instant::now();
        let mut program = Command::new(binary);
        program.args([command, "--database-url", url, "--listen", &address.to_string()]);
        // A worker has no sign-in.
        if command != "worker" {
            program.arg("--dev");
        }
        let child = program
            .args(flags)
            .env("TACHOGRAPH_LOG", "error")
            // Here, thousands of clients are the same person.
            .env("TACHOGRAPH_LIVE_MAX_CONNECTIONS", "1000000")
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .with_context(|| format!("cannot start {}: build tachograph in this profile first", binary.display()))?;
        let mut server = Self { child, address, client, started_in: Duration::ZERO };
        while !server.answers().await {
            if let Some(status) = server.child.try_wait()? {
                bail!("the server ended at its start: {status}");
            }
            if began.elapsed() > PATIENCE {
                bail!("the server did not answer within {PATIENCE:?}");
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.started_in = began.elapsed();
        Ok(server)
    }

    async fn answers(&self) -> bool {
        let Ok(mut wire) = Wire::open(self.door()).await else { return false };
        wire.send(&wire::get("/healthz")).await.is_ok_and(|(status, _)| status == 200)
    }

    /// How to connect to it.
    pub(crate) fn door(&self) -> Door {
        Door { address: self.address, client: self.client.clone() }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Its URL, for other HTTP clients.
    pub(crate) fn http(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A request that sends events.
    pub(crate) fn events(body: &str) -> Vec<u8> {
        wire::post("/v1/events", Some(KEY), body)
    }

    /// The same for events in lines, and for OTLP in protobuf.
    pub(crate) fn lines(body: &[u8]) -> Vec<u8> {
        wire::post_as("application/x-ndjson", "/v1/events", Some(KEY), body)
    }

    pub(crate) fn otlp(path: &str, body: &[u8]) -> Vec<u8> {
        wire::post_as("application/x-protobuf", path, Some(KEY), body)
    }

    /// A token from the development issuer.
    pub(crate) async fn token(&self, role: &str, org: Option<&str>) -> Result<String> {
        let claims =
            json!({"sub": "bench", "name": "Bench", "email": "bench@example.com", "org_id": org, "role": role});
        let (status, body) =
            Wire::open(self.door()).await?.send(&wire::post("/dev/token", None, &claims.to_string())).await?;
        let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        let token = answer["access_token"].as_str();
        token.map(ToOwned::to_owned).with_context(|| format!("no token, status {status}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may already have exited.
        let _killed = self.child.kill();
        let _status = self.child.wait();
    }
}
