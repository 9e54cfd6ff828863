//! One operation of a live connection: a query, a mutation or a subscription, as a stream of parts.
use crate::app::App;
use crate::error::ApiError;
use crate::graphql::context::RequestData;
use crate::graphql::daily_cache::DailyCache;
use crate::graphql::execute::{self, Executed};
use crate::graphql::limits;
use crate::graphql::loaders::gate::Gate;
use crate::graphql::look::{self, Document};
use crate::graphql::order::Order;
use crate::live::part::{Part, Parts};
use crate::live::shared::Question;
use async_graphql::parser::types::{OperationDefinition, OperationType, Selection};
use async_graphql::{Request, Response, ServerError, Value};
use domain::Caller;
use futures_util::StreamExt as _;
use query::Budget;
use std::sync::Arc;

/// The maximum size of a subscription's text and variables in bytes: they are kept for as long as it lasts.
const MAX_SUBSCRIPTION: usize = 16 * 1024;
/// The fields whose values are the same for everyone with the same role in an organization.
const SHARED: [&str; 2] = ["liveRunCounts", "globalLiveRunCounts"];

/// Whether a request is a mutation; false if its text cannot be parsed, or is too long to be.
#[must_use]
pub fn is_mutation(app: &App, request: &mut Request) -> bool {
    if limits::check_text(&request.query, &app.options().graphql).is_err() {
        return false;
    }
    let name = request.operation_name.clone();
    let found = request.parsed_query().ok().and_then(|document| look::operation(document, name.as_deref()));
    found.is_some_and(|operation| operation.ty == OperationType::Mutation)
}

/// Starts an operation.
#[must_use]
pub fn start(app: &App, caller: Option<Caller>, request_id: &Arc<str>, mut request: Request) -> Parts {
    // A text that is too long is not even parsed.
    if let Err(error) = limits::check_text(&request.query, &app.options().graphql) {
        return alone(refusal(request_id, error));
    }
    let name = request.operation_name.clone();
    let size = request.query.len();
    let document = match request.parsed_query() {
        Ok(document) => document,
        Err(error) => return alone(failed(request_id, vec![error])),
    };
    let wanted = Document::of(document);
    let order = Order::of(document, name.as_deref());
    let field = match look::operation(document, name.as_deref()) {
        Some(operation) if operation.ty == OperationType::Subscription => only_field(operation).map(str::to_owned),
        _ => return once(app.clone(), caller, Arc::clone(request_id), request),
    };
    let Some(field) = field else {
        return alone(refused(
            request_id,
            "a subscription must select exactly one field, directly in its selection set",
        ));
    };
    let variables = serde_json::to_string(&request.variables).unwrap_or_default().len();
    let what = "bytes of a subscription and its variables";
    if let Err(error) = limits::check(size + variables, MAX_SUBSCRIPTION, what) {
        return alone(refusal(request_id, error));
    }
    match &caller {
        Some(Caller::Person(person)) if SHARED.contains(&field.as_str()) => {
            let question = Question::of(person, &request);
            let request = request.data(limits::Shared);
            app.live().shared().follow(question, || follow(app, caller.clone(), request_id, request, wanted, order))
        }
        _ => follow(app, caller, request_id, request, wanted, order),
    }
}

/// A query or mutation: one part.
fn once(app: App, caller: Option<Caller>, request_id: Arc<str>, request: Request) -> Parts {
    Box::pin(futures_util::stream::once(async move {
        let Executed { response, .. } = execute::execute(&app, caller, &request_id, request).await;
        // An error without a path is about the operation as a whole: none of it was executed.
        let whole = !response.errors.is_empty() && response.errors.iter().all(|error| error.path.is_empty());
        if whole { written(&request_id, &response.errors, Part::Failed) } else { next(&request_id, &response) }
    }))
}

/// A subscription: parts until it fails or is no longer followed.
fn follow(
    app: &App,
    caller: Option<Caller>,
    request_id: &Arc<str>,
    request: Request,
    wanted: Document,
    order: Order,
) -> Parts {
    let gate = Gate::new(Budget::new(app.options().graphql.max_complexity));
    let daily = DailyCache::for_document(wanted);
    let data = RequestData::new(app, caller, Arc::clone(request_id), daily, gate.clone());
    let request_id = Arc::clone(request_id);
    let responses = app.schema().execute_stream(request.data(data).data(gate).data(app.live().clone()));
    Box::pin(responses.map(move |mut response| {
        if response.data == Value::Null && !response.errors.is_empty() {
            return failed(&request_id, response.errors);
        }
        order.arrange(&mut response.data);
        execute::finish(&mut response, &request_id);
        next(&request_id, &response)
    }))
}

fn only_field(operation: &OperationDefinition) -> Option<&str> {
    match operation.selection_set.node.items.as_slice() {
        [only] => match &only.node {
            Selection::Field(field) => Some(field.node.name.node.as_str()),
            Selection::InlineFragment(_) | Selection::FragmentSpread(_) => None,
        },
        _ => None,
    }
}

/// A complete answer.
pub(crate) fn alone(part: Part) -> Parts {
    Box::pin(futures_util::stream::iter([part]))
}

fn refused(request_id: &str, message: &str) -> Part {
    refusal(request_id, ApiError::bad_input(message))
}

/// An answer that consists only of this error.
pub(crate) fn refusal(request_id: &str, error: ApiError) -> Part {
    failed(request_id, vec![async_graphql::Error::from(error).into_server_error(Default::default())])
}

fn failed(request_id: &str, errors: Vec<ServerError>) -> Part {
    let mut response = Response::from_errors(errors);
    execute::finish(&mut response, request_id);
    written(request_id, &response.errors, Part::Failed)
}

fn next(request_id: &str, response: &Response) -> Part {
    written(request_id, response, Part::Next)
}

fn written(request_id: &str, value: &impl serde::Serialize, part: impl FnOnce(Arc<str>) -> Part) -> Part {
    match serde_json::to_string(value) {
        Ok(text) => part(Arc::from(text)),
        Err(error) => {
            tracing::error!(request_id, %error, "a response cannot be written as JSON");
            let text = r#"[{"message":"internal error","extensions":{"code":"INTERNAL"}}]"#;
            Part::Failed(Arc::from(text))
        }
    }
}
