//! The body of a GraphQL request: the caller determines how long it may be, and how many values it may
//! contain.
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

/// Roughly how many bytes of memory each byte of JSON takes when parsed.
const BYTES_A_BYTE: usize = 10;
/// The minimum number of bytes that each of its values takes.
const BYTES_A_VALUE: usize = 128;

/// How much one caller may send.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowed {
    bytes: usize,
    /// The maximum number of values in a text.
    pub(crate) values: usize,
}

impl Allowed {
    /// How much this caller may send.
    pub(crate) fn to(caller: Option<&Caller>, options: &GraphQlOptions) -> Self {
        let (bytes, values) = match caller {
            None => (64 * 1024, 10_000),
            Some(Caller::Person(_)) => (1024 * 1024, 100_000),
            Some(Caller::Producer(_)) => (options.max_body_bytes, 500_000),
        };
        Self { bytes: bytes.min(options.max_body_bytes), values }
    }
}

/// Claims the memory that a JSON text will take when parsed, before it is parsed.
///
/// # Errors
/// When there is none left; inside the result, TOO_COMPLEX for more than `most` values.
pub(crate) fn weigh(text: &[u8], most: usize, claim: &mut Claim) -> Result<Result<(), ApiError>, Full> {
    let count = values(text, most);
    if let Err(error) = limits::check(count, most, "values in the body") {
        return Ok(Err(error));
    }
    claim.grow_for_work((text.len() * BYTES_A_BYTE).max(count * BYTES_A_VALUE)).map(Ok)
}

/// Why a text is not a valid request.
enum Unusable {
    /// It is too complex.
    TooComplex(String),
    /// It is invalid.
    Bad(String),
}

/// One operation, or a list of them if lists are enabled, and the memory claimed for it.
///
/// # Errors
/// The response that says what is wrong.
pub(crate) async fn requests(
    app: &App,
    caller: Option<&Caller>,
    headers: &HeaderMap,
    body: Body,
) -> Result<(BatchRequest, Claim), Response> {
    let most = app.options().graphql.max_batch;
    take(app, caller, headers, body, move |text| batch(text, most)).await
}

/// One operation, and the memory claimed for it.
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

/// Distinguishes single requests from lists by the first character, so that errors refer to the intended
/// kind. The number of operations is checked before any is parsed.
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
