//! Handles export requests.
use super::format::{Format, Row};
use super::parameters::Parameters;
use super::sessions::{self, Sessions};
use super::users::{self, Users};
use crate::app::App;
use crate::error::ApiError;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use domain::Caller;
use domain::Capability;
use domain::Person;
use domain::{OrgId, Period};
use futures_util::Stream;
use futures_util::stream::unfold;
use query::QueryError;
use query::audit::{Action, Entry};
use query::fair::Party;
use query::read::{Reader, organizations};
use query::scope::OrgScope;
use query::scope::PersonScopes as _;
use query::text::id_to_read;
use serde::Deserialize;
use serde_json::json;
use std::io;
use web::Origin;
use web::RequestId;
use web::answer::{failure, not_found};
use web::query::Query;

type Given = Query<Vec<(String, String)>>;

/// What the path names. An organization called `.` or `..` cannot be in the path, because clients remove such
/// segments: it is passed in the query instead.
#[derive(Deserialize)]
pub(crate) struct Named {
    org: Option<String>,
    file: String,
}

/// What a file lists.
enum List {
    Sessions(Sessions),
    Users(Users),
}

impl List {
    const fn columns(&self) -> &'static [&'static str] {
        match self {
            Self::Sessions(_) => sessions::COLUMNS,
            Self::Users(_) => users::COLUMNS,
        }
    }

    async fn next(&mut self, reader: &Reader, scope: &OrgScope) -> Result<(Vec<Row>, bool), ApiError> {
        match self {
            Self::Sessions(list) => list.next(reader, scope).await,
            Self::Users(list) => list.next(reader, scope).await,
        }
    }
}

/// Returns a list as a file.
pub(crate) async fn take(
    State(app): State<App>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    path: Result<Path<Named>, PathRejection>,
    Origin(place): Origin,
    uri: Uri,
    headers: HeaderMap,
    given: Given,
) -> Response {
    let caller = match app.auth().identify(&headers).await {
        Ok(identified) => identified.map(|identified| identified.caller),
        Err(error) => return error.into_response(),
    };
    let Ok(Path(Named { org, file })) = path else { return not_found().await };
    let Some((what, format)) = file.split_once('.').and_then(|(what, ending)| Some((what, Format::of(ending)?))) else {
        return not_found().await;
    };
    let begun = async {
        if caller.is_none() {
            return Err(ApiError::Unauthenticated);
        }
        let mut parameters = Parameters::read(given.0)?;
        let org = org.or_else(|| parameters.text("organization"));
        let org = org.ok_or_else(|| ApiError::bad_input("organization: expected the id of the organization"))?;
        let (person, scope) = admitted(&app, caller.as_ref(), org).await?;
        let asked_for = uri.query().unwrap_or_default();
        let byte_order_mark = parameters.truth("byteOrderMark")?.unwrap_or(false);
        let (list, period) = asked(what, parameters)?;
        let entry = Entry::new(Action::Export, person, place).of(Some(scope.org_id()));
        let begun = Export::begin(&app, person, scope, list, format, byte_order_mark).await?;
        // No data is exported without a record of it.
        app.auth().audit().record(entry.target(file.as_str()).detail(json!({"query": asked_for}))).await?;
        Ok((begun, period))
    };
    match begun.await {
        Ok(((export, first), period)) => {
            let name = file_name(what, &export.scope, period, format);
            let headers = [(CONTENT_TYPE, format.media_type().to_owned()), (CONTENT_DISPOSITION, name)];
            (headers, Body::from_stream(export.parts(first))).into_response()
        }
        Err(error) => refusal(&error, &request_id),
    }
}

/// The person and the organization, if the person may export its lists.
async fn admitted<'c>(app: &App, caller: Option<&'c Caller>, org: String) -> Result<(&'c Person, OrgScope), ApiError> {
    let person = match caller {
        Some(Caller::Person(person)) => person,
        Some(Caller::Producer(_)) => return Err(ApiError::Forbidden("an ingest key cannot export lists")),
        None => return Err(ApiError::Unauthenticated),
    };
    person.may(Capability::Export)?;
    let scope = person.organization(&OrgId::from(id_to_read("organization", org)?))?;
    match organizations::find(app.reader(), &scope).await? {
        Some(_) => Ok((person, scope)),
        None => Err(ApiError::not_found("organization")),
    }
}

fn asked(what: &str, mut parameters: Parameters) -> Result<(List, Period), ApiError> {
    let period = parameters.period()?;
    let list = match what {
        "sessions" => List::Sessions(Sessions::asked(&mut parameters, period)?),
        "users" => List::Users(Users::asked(&mut parameters, period)?),
        _ => return Err(ApiError::not_found("list")),
    };
    parameters.finish()?;
    Ok((list, period))
}

/// An export in progress.
struct Export {
    app: App,
    caller: Caller,
    reader: Reader,
    scope: OrgScope,
    list: List,
    format: Format,
}

/// The next step.
enum Next {
    Ready(Bytes, bool),
    Page,
    Over,
}

impl Export {
    /// Reads the first page, so that early errors get a proper error response.
    async fn begin(
        app: &App,
        person: &Person,
        scope: OrgScope,
        list: List,
        format: Format,
        byte_order_mark: bool,
    ) -> Result<(Self, Next), ApiError> {
        let reader = app.reader_of(&Party::of_person(person));
        let caller = Caller::Person(person.clone());
        let mut export = Self { app: app.clone(), caller, reader, scope, list, format };
        if let List::Sessions(list) = &mut export.list {
            list.prepare(&export.reader, &export.scope).await?;
        }
        let mut part = format.begin(export.list.columns(), byte_order_mark)?;
        let (page, more) = export.page(true).await?;
        part.extend(page);
        Ok((export, Next::Ready(Bytes::from(part), more)))
    }

    /// The next page in its file format, followed by the end of the file if it is the last.
    async fn page(&mut self, first: bool) -> Result<(Vec<u8>, bool), ApiError> {
        // While the client is not reading, no operation is in flight.
        let _under_way = self.app.shares().people.begin(Some(&self.caller)).await?;
        let (rows, more) = self.list.next(&self.reader, &self.scope).await?;
        // A page may turn out to be empty; what was sent before it remains valid.
        let mut part = self.format.rows(self.list.columns(), &rows, first)?;
        if !more {
            part.extend(self.format.end());
        }
        Ok((part, more))
    }

    fn parts(self, first: Next) -> impl Stream<Item = Result<Bytes, io::Error>> {
        unfold((self, first), |(mut export, next)| async move {
            let after = |more| if more { Next::Page } else { Next::Over };
            match next {
                Next::Ready(part, more) => Some((Ok(part), (export, after(more)))),
                Next::Page => match export.page(false).await {
                    Ok((part, more)) => Some((Ok(Bytes::from(part)), (export, after(more)))),
                    Err(error) => {
                        tracing::error!(?error, "an export was cut off");
                        Some((Err(io::Error::other("the export was cut off")), (export, Next::Over)))
                    }
                },
                Next::Over => None,
            }
        })
    }
}

/// `attachment` with a file name that every system accepts.
fn file_name(what: &str, scope: &OrgScope, period: Period, format: Format) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let org: String = scope.org_id().as_str().chars().map(|letter| if plain(letter) { letter } else { '_' }).collect();
    let (from, to, ending) = (period.from(), period.to(), format.ending());
    format!("attachment; filename=\"{what}_{org}_{from}_{to}.{ending}\"")
}

fn refusal(error: &ApiError, request_id: &str) -> Response {
    let status = match error {
        ApiError::Unauthenticated | ApiError::Expired => StatusCode::UNAUTHORIZED,
        ApiError::Certificate(_) | ApiError::Forbidden(_) | ApiError::Query(QueryError::NotAllowed(_)) => {
            StatusCode::FORBIDDEN
        }
        ApiError::Query(QueryError::NotFound(_)) => StatusCode::NOT_FOUND,
        ApiError::Query(QueryError::BadInput(_)) => StatusCode::BAD_REQUEST,
        ApiError::Query(QueryError::RateLimited { .. }) => StatusCode::TOO_MANY_REQUESTS,
        ApiError::Timeout(_) => StatusCode::GATEWAY_TIMEOUT,
        ApiError::Query(QueryError::TooComplex { .. }) => StatusCode::BAD_REQUEST,
        ApiError::Query(QueryError::Unavailable(detail)) => {
            tracing::warn!(request_id, %detail, "an export failed because the database is down");
            StatusCode::SERVICE_UNAVAILABLE
        }
        ApiError::Query(QueryError::Internal(detail)) => {
            tracing::error!(request_id, %detail, "an export failed");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    failure(status, error.code(), &error.to_string())
}
