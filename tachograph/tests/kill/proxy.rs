//! A proxy to the database that can cut and slow down connections.
use anyhow::{Context as _, Result};
use reqwest::Url;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Forwards connections to a database.
#[derive(Debug)]
pub(crate) struct Proxy {
    url: String,
    shared: Arc<Shared>,
    listening: tokio::task::JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    /// Incremented by every cut.
    cuts: watch::Sender<u64>,
    /// The delay of each chunk of data, in ms.
    delay: AtomicU64,
    /// The number of connections cut.
    cut: AtomicUsize,
}

impl Proxy {
    /// A proxy to the database with this URL.
    pub(crate) async fn to(url: &str) -> Result<Self> {
        let mut address = Url::parse(url)?;
        let behind = format!("{}:{}", address.host_str().context("a host")?, address.port().unwrap_or(5432));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let own: SocketAddr = listener.local_addr()?;
        address.set_port(Some(own.port())).ok().context("an address with a port")?;
        let shared =
            Arc::new(Shared { cuts: watch::Sender::new(0), delay: AtomicU64::new(0), cut: AtomicUsize::new(0) });
        let listening = tokio::spawn(listen(listener, behind, Arc::clone(&shared)));
        Ok(Self { url: address.into(), shared, listening })
    }

    /// The URL of the database through the proxy.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Cuts all current connections, whatever they are doing.
    pub(crate) fn cut(&self) {
        self.shared.cuts.send_modify(|cuts| *cuts += 1);
    }

    /// The number of connections cut so far.
    pub(crate) fn connections_cut(&self) -> usize {
        self.shared.cut.load(Ordering::SeqCst)
    }

    /// From now on, every chunk of data is delayed by this much, in both directions.
    pub(crate) fn slow_down(&self, delay: Duration) {
        self.shared.delay.store(delay.as_millis() as u64, Ordering::SeqCst);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listening.abort();
        self.cut();
    }
}

async fn listen(listener: TcpListener, behind: String, shared: Arc<Shared>) {
    while let Ok((client, _)) = listener.accept().await {
        let (behind, shared) = (behind.clone(), Arc::clone(&shared));
        tokio::spawn(async move {
            let mut cuts = shared.cuts.subscribe();
            let Ok(server) = TcpStream::connect(behind).await else { return };
            let (from_client, to_client) = client.into_split();
            let (from_server, to_server) = server.into_split();
            tokio::select! {
                () = pass(from_client, to_server, &shared.delay) => {}
                () = pass(from_server, to_client, &shared.delay) => {}
                _ = cuts.changed() => { shared.cut.fetch_add(1, Ordering::SeqCst); }
            }
        });
    }
}

async fn pass(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, delay: &AtomicU64) {
    let mut piece = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut piece).await {
        let wait = delay.load(Ordering::SeqCst);
        if wait > 0 {
            // This sleep is what is tested, not a way for the test to wait.
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
        if to.write_all(&piece[..length]).await.is_err() {
            return;
        }
    }
}
