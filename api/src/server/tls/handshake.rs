//! The TLS handshake. Each connection has a task and a timeout of its own, and shares processor time with
//! other handshakes; so none has to wait for another one's client.
use super::Tls;
use super::measures::{MEASURES, Outcome};
use super::pace::Paced;
use super::peer::Peer;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::Error;
use tokio_rustls::rustls::server::Acceptor;
use tokio_rustls::server::TlsStream;

/// An encrypted connection, and its client if it presented a certificate.
pub(in crate::server) type Secured = (TlsStream<TcpStream>, Option<Arc<Peer>>);

/// The response to clients that speak plain HTTP.
const PLAIN: &[u8] = b"HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 67\r\n\
                       connection: close\r\n\r\nThis server speaks HTTPS: use an address that begins with https://\n";
/// The first byte of a handshake.
const HANDSHAKE: u8 = 0x16;

impl Tls {
    /// Performs the handshake of a new connection; `None` if it does not succeed within `patience`.
    pub(in crate::server) async fn handshake(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        patience: Duration,
    ) -> Option<Secured> {
        let (outcome, secured) = match timeout_at(Instant::now() + patience, self.shake(stream)).await {
            Err(_) => (Outcome::Late, None),
            Ok(Ok(Some(secured))) => (Outcome::Done, Some(secured)),
            Ok(Ok(None)) => (Outcome::Crowded, None),
            Ok(Err(error)) => {
                tracing::debug!(%peer, %error, "a handshake failed");
                (outcome_of(&error), None)
            }
        };
        MEASURES.ended(outcome);
        secured
    }

    /// `None` if too many other handshakes are in progress.
    async fn shake(&self, stream: TcpStream) -> io::Result<Option<Secured>> {
        let mut first = [0];
        // Until the client has sent something, it costs no more than any connection.
        if stream.peek(&mut first).await? > 0 && first != [HANDSHAKE] {
            return Err(send_away(stream).await);
        }
        let hello = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
        let Ok(_room) = self.rooms().try_acquire() else { return Ok(None) };
        let loaded = self.loaded();
        let stream = Paced::new(hello.into_stream(Arc::clone(&loaded.config)), self.turns()).await?;
        let peer = Peer::of(self, &loaded, stream.get_ref().1);
        Ok(Some((stream, peer)))
    }
}

/// Answers a client that does not speak TLS, in plain HTTP, which is most likely what it meant.
async fn send_away(mut stream: TcpStream) -> io::Error {
    // Data left unread would reset the connection and discard the response.
    let _read = stream.try_read(&mut [0; 16 * 1024]);
    let told = async {
        stream.write_all(PLAIN).await?;
        stream.shutdown().await
    };
    told.await.err().unwrap_or_else(|| io::Error::other("no TLS was spoken"))
}

/// Whether the client certificate was the reason.
fn outcome_of(error: &io::Error) -> Outcome {
    match error.get_ref().and_then(|error| error.downcast_ref::<Error>()) {
        Some(Error::InvalidCertificate(_) | Error::InvalidCertRevocationList(_)) => Outcome::Refused,
        _ => Outcome::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_speaks_plain_http_is_answered_in_full() {
        let text = std::str::from_utf8(PLAIN).expect("text");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{}", body.len());
    }
}
