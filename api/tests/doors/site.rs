//! A listening server, and raw connections to it on which anything can be sent.
use api::{AppOptions, Patience, Tls};
use domain::Role;
use ingest::IngestOptions;
use serde_json::{Value, json};
use std::ops::Deref;
use std::time::Duration;
use testkit::app::Server;
use testkit::events::{batch, run_completed};
use testkit::{App, Database, Result};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use web::intake::Arrival;

/// The timeout for everything that should happen.
const PATIENCE: Duration = Duration::from_secs(30);

/// What counts as immediate, on however busy a machine.
const AT_ONCE: Duration = Duration::from_secs(10);

/// Short limits for bodies, so that tests need not wait.
pub(crate) const HASTE: Arrival = Arrival {
    deadline: Duration::from_secs(20),
    least_rate: 1024 * 1024,
    rate_after: Duration::from_secs(2),
    slow_after: Duration::from_millis(500),
    most_slow: 8,
};

/// A server in this process; [`App::post`] needs no connection to it.
pub(crate) struct Site(Server);

impl Deref for Site {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

impl Site {
    pub(crate) async fn new(db: &Database) -> Result<Self> {
        Self::with(db, HASTE, Patience::default()).await
    }

    pub(crate) async fn with(db: &Database, arrival: Arrival, patience: Patience) -> Result<Self> {
        let ingest = IngestOptions { arrival, ..IngestOptions::default() };
        Self::over(db, None, AppOptions { ingest, ..AppOptions::default() }, patience).await
    }

    /// Over HTTPS if `tls` is given.
    pub(crate) async fn over(db: &Database, tls: Option<Tls>, options: AppOptions, patience: Patience) -> Result<Self> {
        let app = App::alone(db.store().clone(), AppOptions { dev: true, ..options }).await?;
        Ok(Self(Server::over(app, TcpListener::bind("127.0.0.1:0").await?, tls, patience)?))
    }

    /// Creates a key of the platform.
    pub(crate) async fn key(&self) -> Result<String> {
        let query = "mutation { createIngestKey(name: \"other\") { secret } }";
        let made = self.as_role(Role::SuperAdmin).user("frank").data(query, json!({})).await?;
        Ok(made["createIngestKey"]["secret"].as_str().expect("a secret").to_owned())
    }

    /// Opens a connection.
    pub(crate) async fn line(&self) -> Result<Line> {
        Ok(Line(TcpStream::connect(self.address).await?))
    }

    /// Sends only the head of a request.
    pub(crate) async fn begin(&self, path: &str, bearer: Option<&str>, length: Length) -> Result<Line> {
        let mut line = self.line().await?;
        line.send(head(path, bearer, length).as_bytes()).await?;
        Ok(line)
    }

    /// Sends a whole request on a connection of its own, and returns the response.
    pub(crate) async fn send_line(&self, path: &str, bearer: Option<&str>, body: &[u8]) -> Result<Answer> {
        let mut line = self.begin(path, bearer, Length::Known(body.len())).await?;
        line.send(body).await?;
        line.answer().await
    }

    /// Sends one event, which must be accepted immediately: within milliseconds on an idle machine, and on any
    /// machine long before slow connections are closed.
    pub(crate) async fn event_is_taken(&self, key: &str, id: &str) -> Result<()> {
        let body = batch([run_completed("s", id).id(id)]).to_string();
        let answer = timeout(AT_ONCE, self.send_line("/v1/events", Some(key), body.as_bytes())).await;
        let answer = answer.expect("at once")?;
        assert!(answer.status == 200 && answer.body.contains("\"inserted\":1"), "{answer:?}");
        Ok(())
    }
}

/// How the head announces the length of the body.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Length {
    Known(usize),
    Chunked,
}

pub(crate) fn head(path: &str, bearer: Option<&str>, length: Length) -> String {
    let length = match length {
        Length::Known(bytes) => format!("Content-Length: {bytes}"),
        Length::Chunked => "Transfer-Encoding: chunked".to_owned(),
    };
    let bearer = bearer.map(|bearer| format!("Authorization: Bearer {bearer}\r\n")).unwrap_or_default();
    let kinds = "Content-Type: application/json\r\nAccept: application/json, text/event-stream";
    format!("POST {path} HTTP/1.1\r\nHost: x\r\n{kinds}\r\n{bearer}{length}\r\n\r\n")
}

/// A connection.
pub(crate) struct Line<S = TcpStream>(pub(crate) S);

/// A response.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// Its error code.
    pub(crate) fn code(&self) -> String {
        let body: Value = serde_json::from_str(&self.body).unwrap_or_default();
        body["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Line<S> {
    pub(crate) async fn send(&mut self, bytes: &[u8]) -> Result<()> {
        Ok(self.0.write_all(bytes).await?)
    }

    /// Reads the response to a request.
    pub(crate) async fn answer(&mut self) -> Result<Answer> {
        let read = async {
            let mut bytes = Vec::new();
            loop {
                if let Some(answer) = whole(&bytes) {
                    return Ok(answer);
                }
                if self.0.read_buf(&mut bytes).await? == 0 {
                    return whole(&bytes).ok_or_else(|| {
                        std::io::Error::other(format!("no answer: {}", String::from_utf8_lossy(&bytes))).into()
                    });
                }
            }
        };
        timeout(PATIENCE, read).await.expect("an answer")
    }

    /// Reads until the wanted text has arrived.
    pub(crate) async fn hears(&mut self, heard: &mut Vec<u8>, wanted: &str) -> Result<()> {
        let hear = async {
            while !String::from_utf8_lossy(heard).contains(wanted) {
                assert_ne!(self.0.read_buf(heard).await?, 0, "the stream ended");
            }
            anyhow::Ok(())
        };
        match timeout(PATIENCE, hear).await {
            Ok(heard) => heard,
            Err(_) => anyhow::bail!("no {wanted} in {}", String::from_utf8_lossy(heard)),
        }
    }

    /// Waits until the server closes the connection.
    pub(crate) async fn is_ended(&mut self) {
        let mut rest = Vec::new();
        let ended = timeout(PATIENCE, self.0.read_to_end(&mut rest)).await;
        // Whether closed cleanly or reset, it has ended.
        drop(ended.expect("it ends"));
    }
}

fn whole(bytes: &[u8]) -> Option<Answer> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let head = head.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok())?;
    if body.len() < length {
        return None;
    }
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, body: body.to_owned(), head })
}
