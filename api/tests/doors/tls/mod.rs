//! HTTPS and the certificates of clients, by real handshakes.

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

/// A line that nobody else reads.
type Private = Line<TlsStream<TcpStream>>;

/// Nobody looks at files by himself here: a test does.
const NEVER: Duration = Duration::from_secs(3_600);

/// The files of a server that speaks HTTPS, and who signs what is in them.
struct Files {
    folder: TempDir,
    /// Who signs the server's certificate.
    servers: Authority,
    /// Who signs those of clients.
    clients: Authority,
}

impl Files {
    /// With a certificate of the server, an authority of clients, and an empty list of revoked ones.
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

    /// From now on this is the server's certificate.
    fn shows(&self, issued: &Issued) -> Result<()> {
        self.write("server.pem", &issued.certificate)?;
        self.write("server.key", &issued.key)
    }

    /// The settings, with a table of names.
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

/// A server over HTTPS.
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

    /// Somebody who trusts the server, and shows a certificate if there is one.
    fn client(&self, shown: Option<&Issued>) -> Result<Client> {
        Client::forgetful(&self.files.servers, shown)
    }

    /// A certificate that speaks for this organization.
    fn agent_of(&self, org: &str) -> Result<Issued> {
        self.files.clients.client("agent", None, &[&format!("tachograph:org:{org}")])
    }

    /// A line to the server.
    async fn line(&self, shown: Option<&Issued>) -> Result<Private> {
        Ok(Line(self.client(shown)?.connect(self.site.address).await?))
    }

    /// Whether somebody with this certificate does not come in.
    async fn refuses(&self, shown: &Issued) -> Result<bool> {
        // With the newest protocol a client believes that it is in before its certificate was looked at.
        let Ok(mut line) = self.line(Some(shown)).await else { return Ok(true) };
        Ok(send(&mut line, None, &[message("s")]).await.is_err())
    }
}

/// Sends events, with a key or without; the line is kept.
async fn send(line: &mut Private, bearer: Option<&str>, events: &[Draft]) -> Result<Answer> {
    post(line, "/v1/events", bearer, &batch(events.iter().cloned()).to_string()).await
}

/// Posts JSON; the line is kept. At once: who is refused before the body has come has no line any more.
async fn post(line: &mut Private, path: &str, bearer: Option<&str>, body: &str) -> Result<Answer> {
    let request = head(path, bearer, Length::Known(body.len())) + body;
    line.send(request.as_bytes()).await?;
    line.answer().await
}
