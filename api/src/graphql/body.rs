//! The body of a GraphQL request: who asks decides how long it may be, and how much may be made of it.
use crate::app::App;
use crate::error::ApiError;
use crate::graphql::limits;
use crate::options::GraphQlOptions;
use async_graphql::{BatchRequest, Request};
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::Caller;
use serde_json::value::RawValue;
use web::answer::failure;
use web::intake::{Claim, Full, LONG, Received, Sender, Unread, unmarked, values};

/// About so many bytes of memory become of each byte of JSON.
const BYTES_A_BYTE: usize = 10;
/// And so many at least of each of its values.
const BYTES_A_VALUE: usize = 128;

/// How much one caller may send.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowed {
    bytes: usize,
    /// The values of a text.
    pub(crate) values: usize,
}

impl Allowed {
    /// How much this one may.
    pub(crate) fn to(caller: Option<&Caller>, options: &GraphQlOptions) -> Self {
        let (bytes, values) = match caller {
            None => (64 * 1024, 10_000),
            Some(Caller::Person(_)) => (1024 * 1024, 100_000),
            Some(Caller::Producer(_)) => (options.max_body_bytes, 500_000),
        };
        Self { bytes: bytes.min(options.max_body_bytes), values }
    }
}

/// Takes the room of what becomes of a text in JSON, before anything is made of it.
///
/// # Errors
/// When there is none; within, TOO_COMPLEX for more than `most` values.
pub(crate) fn weigh(text: &[u8], most: usize, claim: &mut Claim) -> Result<Result<(), ApiError>, Full> {
    let count = values(text, most);
    if let Err(error) = limits::check(count, most, "values in the body") {
        return Ok(Err(error));
    }
    claim.grow_for_work((text.len() * BYTES_A_BYTE).max(count * BYTES_A_VALUE)).map(Ok)
}

/// Why a text is no request.
enum Unusable {
    /// It is too much.
    TooComplex(String),
    /// It is something else.
    Bad(String),
}

/// One operation, or a list of them where lists are switched on; and the room that it takes.
///
/// # Errors
/// The answer that says what is wrong.
pub(crate) async fn requests(
    app: &App,
    caller: Option<&Caller>,
    headers: &HeaderMap,
    body: Body,
) -> Result<(BatchRequest, Claim), Response> {
    let most = app.options().graphql.max_batch;
    take(app, caller, headers, body, move |text| batch(text, most)).await
}

/// One operation, and the room that it takes.
///
/// # Errors
/// See [`requests`].
pub(crate) async fn request(
    app: &App,
    caller: Option<&Caller>,
    headers: &HeaderMap,
    body: Body,
) -> Result<(Request, Claim), Response> {
    let read = |text: &[u8]| {
        serde_json::from_slice(text).map_err(|error| Unusable::Bad(format!("not a GraphQL request: {error}")))
    };
    take(app, caller, headers, body, read).await
}

async fn take<T: Send + 'static>(
    app: &App,
    caller: Option<&Caller>,
    headers: &HeaderMap,
    body: Body,
    read: impl FnOnce(&[u8]) -> Result<T, Unusable> + Send + 'static,
) -> Result<(T, Claim), Response> {
    let allowed = Allowed::to(caller, &app.options().graphql);
    let intake = app.ingest().intake();
    let received = intake.receive(&Sender::of(caller), headers, body, allowed.bytes).await;
    let Received { bytes, mut claim } = received.map_err(|unread| unread.answer())?;
    let is_long = bytes.len() > LONG;
    let work = move || {
        let text = unmarked(&bytes);
        if let Err(error) = weigh(text, allowed.values, &mut claim)? {
            return Ok(Err(Unusable::TooComplex(error.to_string())));
        }
        Ok::<_, Unread>(read(text).map(|read| (read, claim)))
    };
    let done = if is_long { intake.workshop().run(work).await.and_then(|done| done) } else { work() };
    done.map_err(|unread| unread.answer())?.map_err(|unusable| match unusable {
        Unusable::TooComplex(message) => failure(StatusCode::BAD_REQUEST, "TOO_COMPLEX", &message),
        Unusable::Bad(message) => failure(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", &message),
    })
}

/// Tells the two kinds of body apart by their first character, so that an error speaks of the kind
/// that was meant; how many there are is looked at before any is made.
fn batch(text: &[u8], most: usize) -> Result<BatchRequest, Unusable> {
    let bad = |error| Unusable::Bad(format!("the body is not a GraphQL request in JSON: {error}"));
    if !text.trim_ascii_start().starts_with(b"[") {
        return serde_json::from_slice(text).map(BatchRequest::Single).map_err(bad);
    }
    if most <= 1 {
        let message = "lists of operations are disabled: expected one operation per request";
        return Err(Unusable::TooComplex(message.to_owned()));
    }
    let count = serde_json::from_slice::<Vec<&RawValue>>(text).map_err(bad)?.len();
    if count == 0 {
        let message = "the body is an empty list: expected at least one operation";
        return Err(Unusable::Bad(message.to_owned()));
    }
    let checked = limits::check(count, most, "operations at once");
    checked.map_err(|error| Unusable::TooComplex(error.to_string()))?;
    serde_json::from_slice::<Vec<Request>>(text).map(BatchRequest::Batch).map_err(bad)
}
