//! Assembles a server: the API, the worker, and the wake-ups between processes.
use anyhow::Context as _;
use api::{App, AppOptions, Patience, Tls};
use std::net::SocketAddr;
use store::Store;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;
use worker::{Worker, WorkerOptions};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The parts that run in this process.
#[derive(Debug)]
pub(crate) struct Running {
    store: Store,
    stop: CancellationToken,
    parts: JoinSet<anyhow::Result<()>>,
    bridge: JoinHandle<()>,
}

impl Running {
    /// No part yet, but connected to the other processes that use the store.
    pub(crate) fn new(store: Store, stop: CancellationToken) -> Self {
        // From here on, handles record measurements.
        telemetry::install();
        let bridge = store::signal::bridge(&store);
        Self { store, stop, parts: JoinSet::new(), bridge }
    }

    /// Adds the API, over HTTPS if `tls` is given.
    pub(crate) async fn with_api(
        mut self,
        listener: TcpListener,
        tls: Option<Tls>,
        options: AppOptions,
    ) -> anyhow::Result<Self> {
        let address = listener.local_addr().context("the listener has no address")?;
        let (version, engine) = (VERSION, self.store.engine());
        let https = tls.is_some();
        tracing::info!(%address, https, dev = options.dev, version, ?engine, "serving");
        let app = App::new(self.store.clone(), options).await.context("cannot start the API")?;
        let (live, stop) = (app.live().clone(), self.stop.clone());
        tokio::spawn(async move {
            stop.cancelled().await;
            live.stop();
        });
        let router = api::router(app);
        self.parts.spawn(api::serve_with(listener, tls, router, self.stop.clone(), Patience::default()));
        Ok(self)
    }

    /// Adds only health checks and metrics.
    pub(crate) async fn with_health(mut self, listener: TcpListener) -> anyhow::Result<Self> {
        let mut options = AppOptions::default();
        // Whether there is space for events is checked by the processes that accept them.
        options.ingest.min_free_disk_bytes = 0;
        let app = App::new(self.store.clone(), options).await.context("cannot start health and metrics")?;
        self.parts.spawn(api::serve(listener, api::health_router(app), self.stop.clone()));
        Ok(self)
    }

    /// Adds the worker.
    pub(crate) fn with_worker(mut self, options: WorkerOptions) -> anyhow::Result<Self> {
        let worker = Worker::new(self.store.clone(), options).context("cannot start the worker")?;
        let stop = self.stop.clone();
        tracing::info!(version = VERSION, engine = ?self.store.engine(), "projecting");
        self.parts.spawn(async move {
            worker.run(stop).await;
            Ok(())
        });
        Ok(self)
    }

    /// Waits until every part has ended; when one ends, the others are stopped.
    pub(crate) async fn finish(mut self) -> anyhow::Result<()> {
        let mut result = Ok(());
        while let Some(ended) = self.parts.join_next().await {
            self.stop.cancel();
            result = result.and(ended.context("a part of the server failed").and_then(|ended| ended));
        }
        self.bridge.abort();
        self.store.close().await;
        tracing::info!("stopped");
        result
    }
}

/// The URL at which this machine reaches a listener.
pub(crate) fn local_url(listener: &TcpListener, https: bool) -> anyhow::Result<String> {
    let address = listener.local_addr().context("the listener has no address")?;
    let ip = if address.ip().is_unspecified() { [127, 0, 0, 1].into() } else { address.ip() };
    let scheme = if https { "https" } else { "http" };
    Ok(format!("{scheme}://{}", SocketAddr::new(ip, address.port())))
}
