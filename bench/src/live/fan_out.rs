//! The ceiling: a process that does nothing but forward whatever is posted to it to every WebSocket.
use crate::wire::{self, Wire};
use anyhow::{Context as _, Result};
use axum::Router;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use axum::extract::{State, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::{get, post};
use std::net::{SocketAddr, TcpListener as StdListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// The buffer size of the measured server.
const BUFFER: usize = 2 * 1024;

/// The protocol that clients ask for; it is not implemented here.
const PROTOCOL: &str = "graphql-transport-ws";

type Latest = watch::Sender<Utf8Bytes>;

/// Serves until the process is killed.
pub(crate) async fn serve(listen: SocketAddr) -> Result<()> {
    let routes = Router::new()
        .route("/healthz", get(async || "ok"))
        .route(
            "/tick",
            post(async |State(latest): State<Latest>, text: String| {
                latest.send_replace(text.into());
            }),
        )
        .route("/ws", get(open))
        .with_state(Latest::new(Utf8Bytes::default()));
    Ok(axum::serve(TcpListener::bind(listen).await?, routes).await?)
}

async fn open(State(latest): State<Latest>, upgrade: WebSocketUpgrade) -> Response {
    let upgrade = upgrade.protocols([PROTOCOL]).read_buffer_size(BUFFER).write_buffer_size(BUFFER);
    upgrade.on_upgrade(move |socket| send(socket, latest.subscribe()))
}

async fn send(mut socket: WebSocket, mut latest: watch::Receiver<Utf8Bytes>) {
    latest.mark_changed();
    loop {
        tokio::select! {
            changed = latest.changed() => {
                let text = latest.borrow_and_update().clone();
                if changed.is_err() || socket.send(Message::Text(text)).await.is_err() {
                    return;
                }
            }
            heard = socket.recv() => if heard.is_none_or(|heard| heard.is_err()) { return },
        }
    }
}

/// A running fan-out process; killed when dropped.
pub(super) struct FanOut {
    child: Child,
    pub(super) address: SocketAddr,
}

impl FanOut {
    pub(super) async fn start() -> Result<Self> {
        let address = StdListener::bind("127.0.0.1:0")?.local_addr()?;
        let child = Command::new(std::env::current_exe()?)
            .args(["fan-out", "--listen", &address.to_string()])
            .stdout(Stdio::null())
            .spawn()
            .context("cannot start the bare fan-out")?;
        let server = Self { child, address };
        loop {
            if let Ok(mut wire) = Wire::open(address).await
                && wire.send(&wire::get("/healthz")).await.is_ok()
            {
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for FanOut {
    fn drop(&mut self) {
        // It may already have exited.
        let _killed = self.child.kill();
        let _status = self.child.wait();
    }
}
