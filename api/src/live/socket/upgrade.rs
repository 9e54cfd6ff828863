//! Upgrades a request to a WebSocket connection.
use super::connection::{Connection, Origin, Visitor};
use crate::app::App;
use crate::live::identity::Identity;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Extension, State, WebSocketUpgrade};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use web::RequestId;
use web::answer::failure;

const PROTOCOL: &str = "graphql-transport-ws";
/// The size of a connection's buffers in bytes: messages are small, and clients many.
const BUFFER: usize = 2 * 1024;
/// The maximum size of a message in bytes if no credential was presented when the connection was opened.
const STRANGERS_MESSAGE: usize = 64 * 1024;

/// Opens a WebSocket.
pub(crate) async fn upgrade(
    State(app): State<App>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    web::Origin(place): web::Origin,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let refuse = |message: &str| failure(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", message);
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade.protocols([PROTOCOL]),
        Err(error) => return refuse(&format!("expected a websocket handshake: {error}")),
    };
    if upgrade.selected_protocol().is_none() {
        return refuse(&format!("expected Sec-WebSocket-Protocol: {PROTOCOL}"));
    }
    // A foreign page must not use the cookie of the person who is viewing it.
    let by_cookie = !headers.contains_key(AUTHORIZATION) && app.auth().cookies().any(&headers);
    if by_cookie && !app.auth().same_origin(&headers) {
        let message = "a websocket with a cookie must be opened by a page of this server";
        return failure(StatusCode::FORBIDDEN, "FORBIDDEN", message);
    }
    let identity = match Identity::of(&app, &headers).await {
        Ok(identity) => identity,
        Err(error) => return error.into_response(),
    };
    let live = &app.options().live;
    let seat = match app.live().crowd().enter(identity.caller.as_ref(), live.max_connections) {
        Ok(seat) => seat,
        Err(crowded) => return crowded.into_response(),
    };
    // The message size limit is set once, and a client that connects without a credential may never present
    // one.
    let is_known = identity.caller.is_some();
    let most = if is_known { live.max_message_bytes } else { live.max_message_bytes.min(STRANGERS_MESSAGE) };
    upgrade.read_buffer_size(BUFFER).write_buffer_size(BUFFER).max_message_size(most).max_frame_size(most).on_upgrade(
        move |socket| {
            let visitor = Visitor { identity, seat };
            Connection::new(socket, app, Origin { request_id, place, most_bytes: most }, visitor).serve()
        },
    )
}
