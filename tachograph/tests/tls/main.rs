//! HTTPS with the built binary, and the page that explains how to set it up.

#[path = "../kill/until.rs"]
mod until;

use anyhow::{Context as _, ensure};
use reqwest::{Certificate, Client};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use telemetry::metric;
use tempfile::TempDir;
use testkit::authority::{Authority, Issued};
use testkit::{Database, Result, on_both_engines};
use until::until;

/// The program, with only the given settings of ours.
fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tachograph"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TACHOGRAPH_")) {
        command.env_remove(name);
    }
    command.current_dir(folder).env("TACHOGRAPH_LOG", "info").stdin(Stdio::null());
    command
}

/// An HTTPS server, in a folder with its files; killed when dropped.
struct Server {
    folder: TempDir,
    authority: Authority,
    url: String,
    child: Option<Child>,
}

impl Server {
    /// The server's files; it does not run yet.
    fn new() -> Result<Self> {
        let server = Self {
            folder: tempfile::tempdir()?,
            authority: Authority::new("servers")?,
            url: format!("https://{}", TcpListener::bind("127.0.0.1:0")?.local_addr()?),
            child: None,
        };
        std::fs::write(server.path("ca.pem"), server.authority.pem())?;
        server.shows(&server.authority.server()?)?;
        Ok(server)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn shows(&self, issued: &Issued) -> Result<()> {
        std::fs::write(self.path("server.key"), &issued.key)?;
        Ok(std::fs::write(self.path("server.pem"), &issued.certificate)?)
    }

    async fn start(&mut self, db: &Database, flags: &[&str]) -> Result<()> {
        let log = std::fs::File::create(self.path("log"))?;
        let address = self.url.trim_start_matches("https://");
        let own = ["serve", "--dev", "--database-url", db.url(), "--listen", address];
        let tls = ["--tls-cert", "server.pem", "--tls-key", "server.key"];
        let mut command = program(self.folder.path());
        let child = command.args(own).args(tls).args(flags).stdout(Stdio::null()).stderr(log).spawn()?;
        self.child = Some(child);
        until("the server is ready", async || {
            let ended = self.child.as_mut().map(Child::try_wait).transpose()?.flatten();
            ensure!(ended.is_none(), "it ended at its start: {}", self.log()?);
            Ok(self.says(&["health", "--server", &self.url, "--server-ca", "ca.pem"])?.status.success())
        })
        .await
    }

    fn log(&self) -> Result<String> {
        Ok(std::fs::read_to_string(self.path("log"))?)
    }

    /// The output of another command next to it.
    fn says(&self, arguments: &[&str]) -> Result<Output> {
        Ok(program(self.folder.path()).args(arguments).output()?)
    }

    /// Runs the commands on a page.
    fn bash(&self, script: &str) -> Result<Output> {
        let mut command = Command::new("bash");
        command.args(["-ec", script]).current_dir(self.folder.path()).env("TACHOGRAPH_URL", &self.url);
        Ok(command.stdin(Stdio::null()).output()?)
    }

    fn client(&self) -> Result<Client> {
        let authorities = Certificate::from_pem_bundle(self.authority.pem().as_bytes())?;
        let client = Client::builder().tls_certs_only(authorities).redirect(reqwest::redirect::Policy::none());
        // No connection is reused, so each request does a new handshake.
        Ok(client.pool_max_idle_per_host(0).no_proxy().tls_info(true).build()?)
    }

    /// The certificate that it currently presents.
    async fn shown(&self) -> Result<Vec<u8>> {
        let answer = self.client()?.get(format!("{}/healthz", self.url)).send().await?;
        let info = answer.extensions().get::<reqwest::tls::TlsInfo>().context("no TLS")?;
        Ok(info.peer_certificate().context("no certificate")?.to_vec())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // It may already have exited.
            let _killed = child.kill();
            let _status = child.wait();
        }
    }
}

on_both_engines!(the_program_serves_https_and_its_commands_speak_it, |db| async {
    let mut server = Server::new()?;
    server.start(&db, &[]).await?;
    let health = |arguments: &[&str]| server.says(&[&["health"], arguments].concat());
    let trusted = health(&["--server", &server.url, "--server-ca", "ca.pem"])?;
    ensure!(trusted.status.success(), "{trusted:?}");
    let unknown = health(&["--server", &server.url])?;
    ensure!(unknown.status.code() == Some(1), "nobody vouches for it: {unknown:?}");
    let plain = health(&["--server", &server.url.replace("https", "http")])?;
    let complaint = String::from_utf8_lossy(&plain.stderr).into_owned();
    ensure!(plain.status.code() == Some(1) && complaint.contains("speaks HTTPS"), "{plain:?}");
    let token = server.says(&["token", "--as", "alice", "--server", &server.url, "--server-ca", "ca.pem"])?;
    ensure!(token.status.success(), "{token:?}");
    // Sign-in connects to the server's own issuer, at its address whose certificate no known authority issued.
    let login = server.client()?.get(format!("{}/auth/login?return_to=/", server.url)).send().await?;
    let cookie = login.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok()).unwrap_or_default();
    ensure!(login.status().is_redirection() && cookie.contains("; Secure"), "{login:?}");
    let measures = server.client()?.get(format!("{}/metrics", server.url)).send().await?.text().await?;
    for measure in [metric::TLS_HANDSHAKES, metric::TLS_CERTIFICATE_END] {
        ensure!(measures.contains(&format!("# TYPE {measure}")), "{measure}: {measures}");
    }
    let before = server.shown().await?;
    server.shows(&server.authority.server()?)?;
    until("the new certificate is shown", async || Ok(server.shown().await? != before)).await?;
    let now = server.shown().await?;
    std::fs::write(server.path("server.key"), "nothing of the kind")?;
    until("the problem is told", async || Ok(server.log()?.contains("cannot be used"))).await?;
    ensure!(server.shown().await? == now, "what is good stays");
    Ok(())
});

on_both_engines!(the_page_about_certificates_holds, |db| async {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operations/tls.md");
    let page = std::fs::read_to_string(page)?;
    let blocks: Vec<&str> =
        page.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default()).collect();
    let [authority, send, fingerprint, list, revoke] = blocks[..] else { anyhow::bail!("other commands: {blocks:#?}") };
    let mut server = Server::new()?;
    let run = |server: &Server, script: &str| -> Result<String> {
        let output = server.bash(script)?;
        ensure!(output.status.success(), "{script}: {output:?}");
        Ok(String::from_utf8(output.stdout)?)
    };
    run(&server, authority)?;
    run(&server, list)?;
    server.start(&db, &["--ingest-client-ca", "producers.pem", "--ingest-client-crl", "revoked.pem"]).await?;
    let answer = run(&server, send)?;
    ensure!(answer.contains("\"inserted\":1"), "{answer}");
    let brought = testkit::texts(db.store(), "/* test */ SELECT DISTINCT key_id AS text FROM events_raw").await?;
    assert_eq!(brought, [run(&server, fingerprint)?.trim()]);
    run(&server, revoke)?;
    until("it does not come in any more", async || Ok(!server.bash(send)?.status.success())).await
});
