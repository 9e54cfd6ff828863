//! Serving until told to stop. Whoever is connected and says nothing is not waited for without end.

mod answered;
mod patient;
mod tls;
mod watched;

use answered::Answered;
use auth::ClientCertificate;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, StatusCode};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use patient::Patient;
use std::convert::Infallible;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tls::Peer;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;
use watched::Watched;

pub use tls::{Tls, TlsClientOptions, TlsOptions};

/// How long running requests may take after the stop.
const GRACE: Duration = Duration::from_secs(3);
/// How long nobody is let in when the system has no room for another connection.
const BREATH: Duration = Duration::from_millis(200);
/// The most bytes of a request's line and headers, and of what is read ahead of a body.
const MAX_HEAD: usize = 64 * 1024;

/// How long a connection is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the whole head of a request: of the first since the connection, of others since their first byte.
    /// Likewise for the whole handshake before it, over HTTPS.
    pub head: Duration,
    /// For the next request, once one was answered. Proxies keep connections for a minute as a rule, and
    /// must not find that one was ended while they send.
    pub idle: Duration,
    /// For the client to take more of an answer.
    pub reading: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(10), idle: Duration::from_secs(75), reading: Duration::from_secs(60) }
    }
}

/// Serves with the usual patience; see [`serve_with`].
///
/// # Errors
/// When the listener breaks.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) -> anyhow::Result<()> {
    serve_with(listener, None, router, stop, Patience::default()).await
}

/// Serves until `stop`, over HTTPS where there is `tls`: then no connection is accepted any more, and running
/// requests may end within three seconds.
///
/// # Errors
/// When the listener breaks.
pub async fn serve_with(
    listener: TcpListener,
    tls: Option<Tls>,
    router: Router,
    stop: CancellationToken,
    patience: Patience,
) -> anyhow::Result<()> {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(patience.idle).max_buf_size(MAX_HEAD);
    let builder = Arc::new(builder);
    let connections = TaskTracker::new();
    while let Some((stream, peer)) = next(&listener, &stop).await? {
        let way = Way { builder: Arc::clone(&builder), router: router.clone(), stop: stop.clone(), patience, peer };
        match tls.clone() {
            None => drop(connections.spawn(way.converse(stream, None))),
            Some(tls) => drop(connections.spawn(way.secure(tls, stream))),
        }
    }
    drop(listener);
    connections.close();
    if tokio::time::timeout(GRACE, connections.wait()).await.is_err() {
        tracing::warn!("some requests did not finish in time and are aborted");
    }
    Ok(())
}

/// The next connection; none after the stop.
async fn next(listener: &TcpListener, stop: &CancellationToken) -> anyhow::Result<Option<(TcpStream, SocketAddr)>> {
    loop {
        let accepted = tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(None),
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "cannot set TCP_NODELAY");
                }
                return Ok(Some((stream, peer)));
            }
            // It was gone before it was taken.
            Err(error)
                if [ErrorKind::ConnectionRefused, ErrorKind::ConnectionAborted, ErrorKind::ConnectionReset]
                    .contains(&error.kind()) => {}
            // Too many files are open: that passes when some connections end.
            Err(error) => {
                tracing::error!(%error, "cannot accept a connection");
                tokio::select! {
                    () = stop.cancelled() => return Ok(None),
                    () = tokio::time::sleep(BREATH) => {}
                }
            }
        }
    }
}

/// What a connection goes by.
struct Way {
    builder: Arc<Builder<TokioExecutor>>,
    router: Router,
    stop: CancellationToken,
    patience: Patience,
    peer: SocketAddr,
}

impl Way {
    /// A connection over HTTPS, to its end.
    async fn secure(self, tls: Tls, stream: TcpStream) {
        let secured = tokio::select! {
            biased;
            () = self.stop.cancelled() => None,
            secured = tls.handshake(stream, self.peer, self.patience.head) => secured,
        };
        if let Some((stream, client)) = secured {
            self.converse(stream, client).await;
        }
    }

    /// A connection, to its end.
    async fn converse<S>(self, stream: S, client: Option<Arc<Peer>>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let Self { builder, router, stop, patience, peer } = self;
        let watched = Arc::new(Watched::default());
        let io = TokioIo::new(Patient::new(stream, Arc::clone(&watched), patience));
        let service = service_fn(move |request: Request<Incoming>| {
            answer(router.clone(), request, peer, client.clone(), Arc::clone(&watched))
        });
        let mut connection = pin!(builder.serve_connection_with_upgrades(io, service));
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = stop.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection failed");
        }
    }
}

async fn answer(
    router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    client: Option<Arc<Peer>>,
    watched: Arc<Watched>,
) -> Result<Response<Answered>, Infallible> {
    let busy = watched.begin();
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    let certificate = client.map(|client| client.says());
    let ends = certificate.as_ref().is_some_and(ClientCertificate::has_ended);
    if let Some(certificate) = certificate {
        request.extensions_mut().insert(certificate);
    }
    let mut response = router.oneshot(request).await?;
    if ends {
        // With this certificate the connection would not come about any more.
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        // From here on it is no connection of requests, and has rules of its own.
        watched.leave_alone();
    }
    Ok(response.map(|body| Answered::new(body, busy)))
}
