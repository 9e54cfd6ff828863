//! One connection, from `connection_init` to its end. Messages are read, resolved and sent one at a time:
//! while the client does not read, nothing is resolved for it, and after a while it is disconnected.
use super::close::Close;
use super::message::{ACK, ClientMessage, Taken, about, pong, take};
use super::operations::Operations;
use crate::app::App;
use crate::error::ApiError;
use crate::graphql::body::Allowed;
use crate::live::crowd::Seat;
use crate::live::identity::Identity;
use crate::live::measures::Open;
use crate::live::operation;
use crate::live::part::Part;
use async_graphql::Request;
use auth::AuthError;
use auth::verify::TokenError;
use axum::extract::ws::{Message, WebSocket};
use bytes::Bytes;
use domain::Place;
use query::QueryError;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout, timeout_at};
use tokio_tungstenite::tungstenite;
use web::intake::{Claim, LONG, Sender};

/// The server's side of a connection to a client.
pub(super) struct Connection {
    socket: WebSocket,
    app: App,
    origin: Origin,
    identity: Identity,
    seat: Option<Seat>,
    operations: Operations,
    /// Whether the client has not responded since the last ping.
    silent: bool,
}

/// The origin of a connection.
pub(super) struct Origin {
    /// The id that it is logged under.
    pub(super) request_id: Arc<str>,
    /// The client's address.
    pub(super) place: Place,
    /// The maximum size of a message in bytes.
    pub(super) most_bytes: usize,
}

/// The caller of a connection.
pub(super) struct Visitor {
    /// The caller's identity.
    pub(super) identity: Identity,
    /// The slot among the caller's connections.
    pub(super) seat: Option<Seat>,
}

/// The events that a connection waits for.
enum Event {
    Heard(Option<Result<Message, axum::Error>>),
    Part(Arc<str>, Option<Part>),
    Time,
    Stopping,
}

impl Connection {
    pub(super) fn new(socket: WebSocket, app: App, origin: Origin, visitor: Visitor) -> Self {
        let Visitor { identity, seat } = visitor;
        Self { socket, app, origin, identity, seat, operations: Operations::default(), silent: false }
    }

    /// Serves the connection until either side closes it.
    pub(super) async fn serve(mut self) {
        let _open = Open::over("ws");
        let close = match Box::pin(self.introduce()).await {
            Ok(()) => self.converse().await,
            Err(close) => close,
        };
        if let Some(frame) = close.frame() {
            tracing::debug!(request_id = %self.origin.request_id, code = frame.code, "a websocket was closed");
            // Whether the client still receives it does not matter.
            let _ = self.send(Message::Close(Some(frame))).await;
        }
    }

    /// Waits for `connection_init`.
    async fn introduce(&mut self) -> Result<(), Close> {
        let end = Instant::now() + self.app.options().live.init_timeout;
        loop {
            let heard = timeout_at(end, self.socket.recv()).await.map_err(|_| Close::InitTimeout)?;
            let (message, _claim) = match self.read(heard).await? {
                Taken::Message(message, claim) => (message, claim),
                Taken::Refused(..) => return Err(Close::Unauthorized(None)),
                Taken::Nothing => continue,
            };
            match message {
                ClientMessage::ConnectionInit { payload } => return self.admit(payload).await,
                ClientMessage::Subscribe { .. } => return Err(Close::Unauthorized(None)),
                ClientMessage::Ping { payload } => self.say(pong(payload.as_ref())).await?,
                ClientMessage::Complete { .. } | ClientMessage::Pong => {}
            }
        }
    }

    async fn admit(&mut self, payload: Option<Value>) -> Result<(), Close> {
        match Identity::introduced(&self.app, payload.as_ref()).await {
            Ok(Some(identity)) => {
                // If the caller changes, the previous caller's slot is given back.
                self.seat = None;
                let most = self.app.options().live.max_connections;
                let seat = self.app.live().crowd().enter(identity.caller.as_ref(), most);
                self.seat = seat.map_err(Close::Crowded)?;
                self.identity = identity;
            }
            Ok(None) => {}
            Err(error @ (AuthError::Store(_) | AuthError::TooMany(_) | AuthError::Token(TokenError::Unavailable))) => {
                tracing::warn!(request_id = %self.origin.request_id, ?error, "cannot authenticate a client now");
                return Err(Close::Unavailable(error.to_string()));
            }
            Err(error) => return Err(Close::Unauthorized(Some(error.to_string()))),
        }
        if self.identity.caller.is_none() {
            let message = "send an access token in the payload of connection_init";
            return Err(Close::Unauthorized(Some(message.to_owned())));
        }
        self.say(ACK.to_owned()).await
    }

    async fn converse(&mut self) -> Close {
        let mut ask_at = Instant::now() + self.app.options().live.ping_every;
        let app = self.app.clone();
        loop {
            let now = app.clock().now();
            if self.identity.has_ended(now) {
                return Close::Unauthorized(Some("the access token has expired".to_owned()));
            }
            let wake_at = match self.identity.remaining(now) {
                Some(remaining) => ask_at.min(Instant::now() + remaining + Duration::from_millis(1)),
                None => ask_at,
            };
            let event = tokio::select! {
                heard = self.socket.recv() => Event::Heard(heard),
                (id, part) = self.operations.next() => Event::Part(id, part),
                () = sleep_until(wake_at) => Event::Time,
                () = app.live().stopping().cancelled() => Event::Stopping,
            };
            let done = match event {
                Event::Heard(heard) => self.hear(heard).await,
                // An answer that was computed before the credential expired is not sent afterward.
                Event::Part(..) if self.identity.has_ended(app.clock().now()) => Ok(()),
                Event::Part(id, part) => self.tell(&id, part).await,
                Event::Time if Instant::now() >= ask_at => {
                    ask_at = Instant::now() + app.options().live.ping_every;
                    self.ask().await
                }
                Event::Time => Ok(()),
                Event::Stopping => Err(Close::Stopping),
            };
            if let Err(close) = done {
                return close;
            }
        }
    }

    /// Sends a ping; a client that did not respond to the last one is gone.
    async fn ask(&mut self) -> Result<(), Close> {
        if std::mem::replace(&mut self.silent, true) {
            return Err(Close::Gone);
        }
        self.send(Message::Ping(Bytes::new())).await
    }

    async fn hear(&mut self, heard: Option<Result<Message, axum::Error>>) -> Result<(), Close> {
        self.silent = false;
        let taken = self.read(heard).await?;
        if self.identity.has_ended(self.app.clock().now()) {
            return Ok(());
        }
        let (message, claim) = match taken {
            Taken::Message(message, claim) => (message, claim),
            Taken::Refused(id, _) if self.operations.contains(&id) => return Err(Close::Exists(id)),
            Taken::Refused(id, error) => return self.refuse(&id, error).await,
            Taken::Nothing => return Ok(()),
        };
        match message {
            ClientMessage::ConnectionInit { .. } => Err(Close::InitAgain),
            ClientMessage::Subscribe { id, payload } => self.start(&id, *payload, claim).await,
            ClientMessage::Complete { id } => {
                self.operations.remove(&id);
                Ok(())
            }
            ClientMessage::Ping { payload } => self.say(pong(payload.as_ref())).await,
            ClientMessage::Pong => Ok(()),
        }
    }

    async fn start(&mut self, id: &str, request: Request, claim: Claim) -> Result<(), Close> {
        if self.operations.contains(id) {
            return Err(Close::Exists(id.to_owned()));
        }
        if self.operations.len() >= self.app.options().live.max_operations {
            let message = "this connection has too many operations; complete one first";
            return self
                .refuse(id, ApiError::Query(QueryError::RateLimited { message, retry_after: Duration::from_secs(1) }))
                .await;
        }
        // Each operation counts as a request, as over HTTP.
        match self.identity.count(&self.app).await {
            Ok(()) => {}
            Err(AuthError::TooMany(retry_after)) => {
                let message = "too many requests; retry later";
                return self.refuse(id, ApiError::Query(QueryError::RateLimited { message, retry_after })).await;
            }
            Err(AuthError::Store(error)) => return self.refuse(id, ApiError::from(error)).await,
            Err(error) => return Err(Close::Unauthorized(Some(error.to_string()))),
        }
        let (caller, place) = (self.identity.caller.clone(), self.origin.place.clone());
        let parts = operation::start(&self.app, caller, &self.origin.request_id, request.data(place));
        self.operations.add(id, parts, claim);
        Ok(())
    }

    async fn refuse(&mut self, id: &str, error: ApiError) -> Result<(), Close> {
        self.tell(id, Some(operation::refusal(&self.origin.request_id, error))).await
    }

    /// Sends a part of an answer, or the end of it.
    async fn tell(&mut self, id: &str, part: Option<Part>) -> Result<(), Close> {
        self.say(match &part {
            Some(Part::Next(response)) => about(id, "next", Some(response)),
            Some(Part::Failed(errors)) => about(id, "error", Some(errors)),
            None => about(id, "complete", None),
        })
        .await
    }

    async fn read(&mut self, heard: Option<Result<Message, axum::Error>>) -> Result<Taken, Close> {
        let message = match heard {
            None | Some(Ok(Message::Close(_))) => return Err(Close::Gone),
            Some(Err(error)) => {
                return Err(if is_too_big(&error) { Close::TooBig(self.origin.most_bytes) } else { Close::Gone });
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(Taken::Nothing),
            Some(Ok(message)) => message.into_data(),
        };
        let caller = self.identity.caller.as_ref();
        let most = Allowed::to(caller, &self.app.options().graphql).values;
        let app = self.app.clone();
        let claim = app.ingest().intake().claim(&Sender::of(caller));
        if message.len() <= LONG {
            return take(&message, most, claim);
        }
        let work = move || take(&message, most, claim);
        let done = app.ingest().intake().workshop().run(work).await;
        done.unwrap_or_else(|unread| Err(Close::Unavailable(unread.to_string())))
    }

    async fn say(&mut self, text: String) -> Result<(), Close> {
        self.send(Message::Text(text.into())).await
    }

    async fn send(&mut self, message: Message) -> Result<(), Close> {
        match timeout(self.app.options().live.send_timeout, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Close::Gone),
        }
    }
}

/// Whether a message was larger than the connection allows.
fn is_too_big(error: &axum::Error) -> bool {
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref());
    matches!(source, Some(tungstenite::Error::Capacity(_)))
}
