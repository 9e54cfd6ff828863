//! Serving until told to stop. Whoever is connected and says nothing is not waited for without end.

mod answered;
mod patient;
mod watched;

use answered::Answered;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::StatusCode;
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
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;
use watched::Watched;

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
    serve_with(listener, router, stop, Patience::default()).await
}

/// Serves until `stop`: then no connection is accepted any more, and running requests may end within
/// three seconds.
///
/// # Errors
/// When the listener breaks.
pub async fn serve_with(
    listener: TcpListener,
    router: Router,
    stop: CancellationToken,
    patience: Patience,
) -> anyhow::Result<()> {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(patience.idle).max_buf_size(MAX_HEAD);
    let builder = Arc::new(builder);
    let connections = TaskTracker::new();
    while let Some((stream, peer)) = next(&listener, &stop).await? {
        let (builder, router, stop) = (Arc::clone(&builder), router.clone(), stop.clone());
        connections.spawn(async move { converse(&builder, stream, peer, router, &stop, patience).await });
    }
    drop(listener);
    connections.close();
    if tokio::time::timeout(GRACE, connections.wait()).await.is_err() {
        tracing::warn!("some requests did not end in time and are cut");
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
                tracing::error!(%error, "cannot take a connection");
                tokio::select! {
                    () = stop.cancelled() => return Ok(None),
                    () = tokio::time::sleep(BREATH) => {}
                }
            }
        }
    }
}

/// One connection, to its end.
async fn converse(
    builder: &Builder<TokioExecutor>,
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    stop: &CancellationToken,
    patience: Patience,
) {
    let watched = Arc::new(Watched::default());
    let io = TokioIo::new(Patient::new(stream, Arc::clone(&watched), patience));
    let service =
        service_fn(move |request: Request<Incoming>| answer(router.clone(), request, peer, Arc::clone(&watched)));
    let mut connection = pin!(builder.serve_connection_with_upgrades(io, service));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
}

async fn answer(
    router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    watched: Arc<Watched>,
) -> Result<Response<Answered>, Infallible> {
    let busy = watched.begin();
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = router.oneshot(request).await?;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        // From here on it is no connection of requests, and has rules of its own.
        watched.leave_alone();
    }
    Ok(response.map(|body| Answered::new(body, busy)))
}
