//! A lightweight HTTP/1.1 connection: client and server share the machine, so the client's CPU time is lost to
//! the server.
use anyhow::{Context, Result, bail};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use testkit::authority::Client;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

/// How to connect to a server.
#[derive(Clone, Debug)]
pub(crate) struct Door {
    pub(crate) address: SocketAddr,
    /// The client for HTTPS, if it is used.
    pub(crate) client: Option<Client>,
}

impl From<SocketAddr> for Door {
    fn from(address: SocketAddr) -> Self {
        Self { address, client: None }
    }
}

impl From<&Self> for Door {
    fn from(door: &Self) -> Self {
        door.clone()
    }
}

/// A kept-alive connection.
#[derive(Debug)]
pub(crate) struct Wire(BufReader<Stream>);

#[derive(Debug)]
enum Stream {
    Plain(TcpStream),
    Private(Box<TlsStream<TcpStream>>),
}

impl Wire {
    pub(crate) async fn open(door: impl Into<Door>) -> Result<Self> {
        let Door { address, client } = door.into();
        let stream = match client {
            Some(client) => Stream::Private(Box::new(client.connect(address).await?)),
            None => {
                let stream = TcpStream::connect(address).await?;
                stream.set_nodelay(true)?;
                Stream::Plain(stream)
            }
        };
        Ok(Self(BufReader::new(stream)))
    }

    /// Sends a prepared request, and returns the status and body of the response.
    pub(crate) async fn send(&mut self, request: &[u8]) -> Result<(u16, Vec<u8>)> {
        self.0.get_mut().write_all(request).await?;
        self.0.get_mut().flush().await?;
        let mut line = String::new();
        self.0.read_line(&mut line).await?;
        let status =
            line.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status line in the answer")?;
        let mut length = 0;
        loop {
            line.clear();
            self.0.read_line(&mut line).await?;
            let header = line.trim_end().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            } else if header.starts_with("transfer-encoding:") {
                bail!("expected an answer with a content-length");
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).await?;
        Ok((status, body))
    }
}

/// A POST request, ready to be sent.
pub(crate) fn post(path: &str, bearer: Option<&str>, body: &str) -> Vec<u8> {
    post_as("application/json", path, bearer, body.as_bytes())
}

/// The same with a content type.
pub(crate) fn post_as(kind: &str, path: &str, bearer: Option<&str>, body: &[u8]) -> Vec<u8> {
    let bearer = bearer.map(|token| format!("authorization: Bearer {token}\r\n")).unwrap_or_default();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{bearer}content-type: {kind}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// A GET request.
pub(crate) fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n").into_bytes()
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, task: &mut Task<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(task, buffer),
            Self::Private(stream) => Pin::new(stream).poll_read(task, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, task: &mut Task<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(task, bytes),
            Self::Private(stream) => Pin::new(stream).poll_write(task, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(task),
            Self::Private(stream) => Pin::new(stream).poll_flush(task),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(task),
            Self::Private(stream) => Pin::new(stream).poll_shutdown(task),
        }
    }
}
