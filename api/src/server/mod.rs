//! Serves until told to stop. Silent connections are closed after a while.
//!
//! HTTP/2 is spoken for gRPC alone: every timeout here is one of a connection, and a connection with several requests
//! cannot be closed because of one of them.

mod answered;
mod patient;
mod tls;
mod watched;

use answered::Answered;
use auth::ClientCertificate;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{CONNECTION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode, Version};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use ingest::otlp::grpc;
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
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;
use watched::Watched;
use web::answer::failure;

pub use tls::{Tls, TlsClientOptions, TlsOptions};

/// How long running requests may take after the stop.
const GRACE: Duration = Duration::from_secs(3);
/// How long no connections are accepted if the system has no resources for another one.
const BREATH: Duration = Duration::from_millis(200);
/// The maximum size of a request's line and headers in bytes, and of what is read ahead of a body.
const MAX_HEAD: usize = 24 * 1024;
/// How many requests one connection may have in progress over HTTP/2.
const MAX_STREAMS: u32 = 32;
/// How often the other end of an HTTP/2 connection is asked whether it is still there, and how long it has to answer.
const PING_EVERY: Duration = Duration::from_secs(20);
/// How old an HTTP/2 connection becomes before its client is asked to open another one.
const OLD: Duration = Duration::from_secs(15 * 60);

/// The timeouts of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the whole head of a request: for the first one, since the connection was opened; for others, since
    /// their first byte. Also for the whole TLS handshake before it.
    pub head: Duration,
    /// For the next request after a response. Proxies usually keep connections for a minute, and must not
    /// find one closed while they are sending.
    pub idle: Duration,
    /// For the client to read more of a response.
    pub reading: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(10), idle: Duration::from_secs(75), reading: Duration::from_secs(60) }
    }
}

/// Serves with the default timeouts; see [`serve_with`].
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) -> anyhow::Result<()> {
    serve_with(listener, None, router, stop, Patience::default()).await
}

/// Serves until `stop`, over HTTPS if there is `tls`. After that no more connections are accepted, and
/// running requests have three seconds to finish.
///
/// # Errors
/// When the listener fails.
pub async fn serve_with(
    listener: TcpListener,
    tls: Option<Tls>,
    router: Router,
    stop: CancellationToken,
    patience: Patience,
) -> anyhow::Result<()> {
    let builder = Arc::new(builder(patience));
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

/// Speaks HTTP/1.1, and HTTP/2 with clients that begin with it.
fn builder(patience: Patience) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(patience.idle).max_buf_size(MAX_HEAD);
    // What a client may send ahead of being read counts for nobody's share of the memory, so it is little.
    let ahead = u32::try_from(MAX_HEAD).unwrap_or(u32::MAX);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING_EVERY)
        .keep_alive_timeout(PING_EVERY)
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(ahead)
        .initial_stream_window_size(ahead)
        .initial_connection_window_size(2 * ahead)
        .max_send_buf_size(MAX_HEAD);
    builder
}

/// The next connection; `None` after the stop.
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
            // The connection was closed before it was accepted.
            Err(error)
                if [ErrorKind::ConnectionRefused, ErrorKind::ConnectionAborted, ErrorKind::ConnectionReset]
                    .contains(&error.kind()) => {}
            // Too many files are open: that passes when some connections end.
            Err(error) => {
                tracing::error!(%error, "cannot accept a connection");
                tokio::select! {
                    () = stop.cancelled() => return Ok(None),
                    () = sleep(BREATH) => {}
                }
            }
        }
    }
}

/// What is needed to serve a connection.
struct Way {
    builder: Arc<Builder<TokioExecutor>>,
    router: Router,
    stop: CancellationToken,
    patience: Patience,
    peer: SocketAddr,
}

impl Way {
    /// Serves an HTTPS connection until it ends.
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

    /// Serves a connection until it ends.
    async fn converse<S>(self, stream: S, client: Option<Arc<Peer>>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let Self { builder, router, stop, patience, peer } = self;
        let watched = Arc::new(Watched::default());
        let io = TokioIo::new(Patient::new(stream, Arc::clone(&watched), patience));
        let serving = Arc::clone(&watched);
        let service = service_fn(move |request: Request<Incoming>| {
            answer(router.clone(), request, peer, client.clone(), Arc::clone(&serving))
        });
        let mut connection = pin!(builder.serve_connection_with_upgrades(io, service));
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = stop.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
            () = outlived(&watched) => {
                connection.as_mut().graceful_shutdown();
                // Whoever does not read its answers by then never will.
                tokio::select! {
                    ended = connection => ended,
                    () = sleep(patience.reading) => Ok(()),
                }
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection failed");
        }
    }
}

/// Waits until a connection is not to be used for new requests any more, which only HTTP/2 can say.
async fn outlived(watched: &Watched) {
    tokio::select! {
        () = watched.has_ended() => {}
        () = sleep(OLD) => {}
    }
    if !watched.is_shared() {
        std::future::pending::<()>().await;
    }
}

/// The response to a request over HTTP/2 that is no gRPC.
fn no_grpc() -> Response<Body> {
    let message = "HTTP/2 is for gRPC; use HTTP/1.1";
    failure(StatusCode::HTTP_VERSION_NOT_SUPPORTED, "HTTP_VERSION_NOT_SUPPORTED", message)
}

fn is_grpc(request: &Request<Body>) -> bool {
    let content_type = request.headers().get(CONTENT_TYPE);
    content_type.is_some_and(|value| value.as_bytes().starts_with(grpc::CONTENT_TYPE.as_bytes()))
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
    let is_shared = request.version() == Version::HTTP_2;
    if is_shared {
        watched.share();
    }
    let mut response = if is_shared && !is_grpc(&request) { no_grpc() } else { router.oneshot(request).await? };
    if ends {
        // The connection could not be established with this certificate any more.
        if is_shared {
            watched.end();
        } else {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
    }
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        // From here on it no longer carries requests, and has timeouts of its own.
        watched.leave_alone();
    }
    Ok(response.map(|body| Answered::new(body, busy)))
}
