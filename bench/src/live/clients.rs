//! Many WebSocket clients that count the messages they receive.
use anyhow::{Context as _, Result};
use futures_util::SinkExt as _;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// The number of concurrent connection attempts.
const AT_ONCE: usize = 64;
/// The maximum number of clients per source address, because of its limited number of ports.
const EACH_ADDRESS: usize = 10_000;
const BUFFER: usize = 2 * 1024;
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) type Socket = WebSocketStream<TcpStream>;

/// The shared state of a group of clients.
struct Board {
    clients: usize,
    seen: AtomicUsize,
    /// When the first and the last client of a round received the message.
    reached: mpsc::UnboundedSender<Instant>,
    last_text: Mutex<String>,
}

/// Connected clients; disconnected when dropped.
pub(super) struct Crowd {
    board: Arc<Board>,
    reached: mpsc::UnboundedReceiver<Instant>,
    _readers: JoinSet<()>,
}

impl Crowd {
    /// Connects this many clients, each of which first sends these messages.
    pub(super) async fn gather(address: SocketAddr, path: &str, clients: usize, hello: &[String]) -> Result<Self> {
        let (sender, reached) = mpsc::unbounded_channel();
        let board = Board { clients, seen: AtomicUsize::new(0), reached: sender, last_text: Mutex::default() };
        let board = Arc::new(board);
        let mut readers = JoinSet::new();
        let mut connecting = FuturesUnordered::new();
        let mut numbers = 0..clients;
        loop {
            while connecting.len() < AT_ONCE
                && let Some(number) = numbers.next()
            {
                connecting.push(connect(address, path, number, hello));
            }
            let Some(socket) = connecting.next().await else { break };
            readers.spawn(read(socket?, Arc::clone(&board)));
        }
        Ok(Self { board, reached, _readers: readers })
    }

    pub(super) fn len(&self) -> usize {
        self.board.clients
    }

    /// Waits until every client has received one more value; returns when the first and the last did.
    pub(super) async fn everybody(&mut self) -> Result<(Instant, Instant)> {
        let mut next =
            async || tokio::time::timeout(PATIENCE, self.reached.recv()).await?.context("the clients are gone");
        let first = next().await?;
        if self.board.clients == 1 {
            return Ok((first, first));
        }
        Ok((first, next().await?))
    }

    /// The last message received by any client.
    pub(super) fn last_text(&self) -> String {
        self.board.last_text.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Connects one client, which first sends these messages.
pub(crate) async fn connect(address: SocketAddr, path: &str, number: usize, hello: &[String]) -> Result<Socket> {
    let socket = TcpSocket::new_v4()?;
    let host = u8::try_from(number / EACH_ADDRESS + 2).context("too many clients for the loopback addresses")?;
    socket.bind(SocketAddr::new(IpAddr::V4(Ipv4Addr::new(127, 0, 0, host)), 0))?;
    let stream = socket.connect(address).await?;
    stream.set_nodelay(true)?;
    let mut request = format!("ws://{address}{path}").into_client_request()?;
    let protocol = HeaderValue::from_static("graphql-transport-ws");
    request.headers_mut().insert("sec-websocket-protocol", protocol);
    let config = WebSocketConfig::default().read_buffer_size(BUFFER).write_buffer_size(BUFFER);
    let (mut socket, _) = client_async_with_config(request, stream, Some(config)).await?;
    for text in hello {
        socket.send(Message::text(text.clone())).await?;
    }
    Ok(socket)
}

async fn read(mut socket: Socket, board: Arc<Board>) {
    while let Some(Ok(message)) = socket.next().await {
        let Message::Text(text) = message else { continue };
        if text.contains("connection_ack") {
            continue;
        }
        let before = board.seen.fetch_add(1, Ordering::Relaxed);
        let in_round = before % board.clients;
        if in_round == 0 || in_round == board.clients - 1 {
            text.as_str().clone_into(&mut board.last_text.lock().unwrap_or_else(PoisonError::into_inner));
            // The receiver may be gone.
            let _ended = board.reached.send(Instant::now());
        }
    }
}
