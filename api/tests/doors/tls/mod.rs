//! HTTPS and client certificates, with real handshakes.

mod files;
mod handshakes;
mod kept;
mod lists;
mod producers;

use crate::site::{Answer, Length, Line, Site, head};
use api::{AppOptions, Patience, Tls, TlsClientOptions, TlsOptions};
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;
use testkit::authority::{Authority, Client, Issued};
use testkit::events::{Draft, batch, message};
use testkit::{Database, Result};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

/// An encrypted connection.
type Private = Line<TlsStream<TcpStream>>;

/// Files are not checked periodically here; tests trigger the checks.
const NEVER: Duration = Duration::from_secs(3_600);

/// The files of an HTTPS server, and the authorities that signed them.
struct Files {
    folder: TempDir,
    /// The authority for the server's certificate.
    servers: Authority,
    /// The authority for client certificates.
    clients: Authority,
}

impl Files {
    /// With a server certificate, a client authority, and an empty list of revoked certificates.
    fn new() -> Result<Self> {
        let files = Self {
            folder: tempfile::tempdir()?,
            servers: Authority::new("servers")?,
            clients: Authority::new("clients")?,
        };
        files.shows(&files.servers.server()?)?;
        files.write("clients.pem", &files.clients.pem())?;
        files.write("revoked.pem", &files.clients.revoking(&[])?)?;
        Ok(files)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> Result<()> {
        Ok(std::fs::write(self.path(name), text)?)
    }

    /// Replaces the server's certificate.
    fn shows(&self, issued: &Issued) -> Result<()> {
        self.write("server.pem", &issued.certificate)?;
        self.write("server.key", &issued.key)
    }

    /// The settings, with a table of certificate names.
    fn options(&self, names: &[(&str, &str)]) -> TlsOptions {
        let clients = TlsClientOptions {
            authorities: self.path("clients.pem"),
            revoked: Some(self.path("revoked.pem")),
            names: names.iter().map(|(name, org)| ((*name).to_owned(), (*org).to_owned())).collect(),
        };
        let options = TlsOptions::new(self.path("server.pem"), self.path("server.key"));
        TlsOptions { clients: Some(clients), look_every: NEVER, ..options }
    }
}

/// An HTTPS server.
struct Secure {
    files: Files,
    tls: Tls,
    site: Site,
}

impl Secure {
    async fn new(db: &Database) -> Result<Self> {
        Self::with(db, &[], AppOptions::default()).await
    }

    async fn with(db: &Database, names: &[(&str, &str)], options: AppOptions) -> Result<Self> {
        let files = Files::new()?;
        let tls = files.options(names);
        Self::over(db, files, tls, options, Patience::default()).await
    }

    async fn over(
        db: &Database,
        files: Files,
        tls: TlsOptions,
        options: AppOptions,
        patience: Patience,
    ) -> Result<Self> {
        let tls = Tls::start(tls, db.clock().clone())?;
        let site = Site::over(db, Some(tls.clone()), options, patience).await?;
        Ok(Self { files, tls, site })
    }

    /// A client that trusts the server, and presents a certificate if there is one.
    fn client(&self, shown: Option<&Issued>) -> Result<Client> {
        Client::forgetful(&self.files.servers, shown)
    }

    /// A certificate for this organization.
    fn agent_of(&self, org: &str) -> Result<Issued> {
        self.files.clients.client("agent", None, &[&format!("tachograph:org:{org}")])
    }

    /// Opens a connection to the server.
    async fn line(&self, shown: Option<&Issued>) -> Result<Private> {
        Ok(Line(self.client(shown)?.connect(self.site.address).await?))
    }

    /// Whether a client with this certificate is rejected.
    async fn refuses(&self, shown: &Issued) -> Result<bool> {
        // With TLS 1.3, the client's handshake completes before the server has checked its certificate.
        let Ok(mut line) = self.line(Some(shown)).await else { return Ok(true) };
        Ok(send(&mut line, None, &[message("s")]).await.is_err())
    }
}

/// Sends events, with or without a key, over a kept-alive connection.
async fn send(line: &mut Private, bearer: Option<&str>, events: &[Draft]) -> Result<Answer> {
    post(line, "/v1/events", bearer, &batch(events.iter().cloned()).to_string()).await
}

/// Sends JSON over a kept-alive connection. In one write, because a request rejected before its body arrives
/// closes the connection.
async fn post(line: &mut Private, path: &str, bearer: Option<&str>, body: &str) -> Result<Answer> {
    let request = head(path, bearer, Length::Known(body.len())) + body;
    line.send(request.as_bytes()).await?;
    line.answer().await
}
