//! Executing one operation.
use crate::app::App;
use crate::error::ApiError;
use crate::graphql::context::RequestData;
use crate::graphql::daily_cache::DailyCache;
use crate::graphql::errors;
use crate::graphql::limits;
use crate::graphql::loaders::gate::Gate;
use crate::graphql::measures;
use async_graphql::{PathSegment, Request, Response, ServerError};
use domain::Caller;
use query::Budget;
use std::sync::Arc;
use std::time::Instant;

/// Only the first errors are reported for a document full of mistakes.
const MOST_ERRORS: usize = 50;

/// The response to an operation, and whether its text could be parsed.
pub struct Executed {
    /// The response.
    pub response: Response,
    /// Whether the document follows GraphQL's grammar.
    pub readable: bool,
}

/// Executes an operation for a caller, within the time limit.
pub async fn execute(app: &App, caller: Option<Caller>, request_id: &Arc<str>, mut request: Request) -> Executed {
    let began = Instant::now();
    // A text that is too long is not even parsed.
    if let Err(error) = limits::check_text(&request.query, &app.options().graphql) {
        measures::refused(began);
        return Executed { response: failed(error, request_id), readable: true };
    }
    let (request_document, new) = match app.documents().prepare(&mut request) {
        Ok(prepared) => prepared,
        Err(error) => {
            measures::refused(began);
            let mut response = Response::from_errors(vec![error]);
            finish(&mut response, request_id);
            return Executed { response, readable: false };
        }
    };
    let gate = Gate::new(Budget::new(app.options().graphql.max_complexity));
    let running = Box::pin(async {
        // Held until the operation has been answered, or the client disconnects.
        let _under_way = app.shares().people.begin(caller.as_ref()).await?;
        let daily = DailyCache::for_document(request_document.prepared.wanted);
        let data = RequestData::new(app, caller, Arc::clone(request_id), daily, gate.clone());
        let request = request.data(data).data(request_document.clone()).data(gate);
        Ok::<_, ApiError>(app.schema().execute(request).await)
    });
    let allowed = app.options().graphql.timeout;
    let ended = tokio::time::timeout(allowed, running).await.unwrap_or(Err(ApiError::Timeout(allowed)));
    request_document.answered(began);
    let mut response = match ended {
        Ok(response) => response,
        Err(error) => return Executed { response: failed(error, request_id), readable: true },
    };
    request_document.prepared.order.arrange(&mut response.data);
    if let Some(key) = new {
        app.documents().remember(key, &request_document);
    }
    finish(&mut response, request_id);
    Executed { response, readable: true }
}

fn failed(error: ApiError, request_id: &str) -> Response {
    let error = async_graphql::Error::from(error).into_server_error(Default::default());
    let mut response = Response::from_errors(vec![error]);
    finish(&mut response, request_id);
    response
}

/// The error's location in the document.
fn place(error: &ServerError) -> Option<(usize, usize)> {
    error.locations.first().map(|at| (at.line, at.column))
}

/// The error's path in the response.
fn steps(error: &ServerError) -> impl Iterator<Item = (usize, &str)> {
    error.path.iter().map(|step| match step {
        PathSegment::Field(name) => (0, name.as_str()),
        PathSegment::Index(index) => (*index, ""),
    })
}

/// Gives the errors of a response their form and order.
pub(crate) fn finish(response: &mut Response, request_id: &str) {
    // In document order, not in the order in which they occurred, which depends on timing.
    response.errors.sort_by(|one, other| place(one).cmp(&place(other)).then_with(|| steps(one).cmp(steps(other))));
    response.errors.truncate(MOST_ERRORS);
    for error in &mut response.errors {
        errors::finish(error, request_id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::Pos;

    fn error(line: usize, path: &[PathSegment]) -> ServerError {
        ServerError { path: path.to_vec(), ..ServerError::new("", Some(Pos { line, column: 3 })) }
    }

    #[test]
    fn errors_stand_in_the_order_of_the_document_and_of_lists() {
        let item = |index| vec![PathSegment::Field("nodes".to_owned()), PathSegment::Index(index)];
        let expected = vec![error(1, &item(10)), error(2, &item(2)), error(2, &item(10)), error(3, &item(0))];
        let mut response = Response::from_errors(expected.iter().rev().cloned().collect());
        finish(&mut response, "request");
        let places = |errors: &[ServerError]| -> Vec<_> {
            errors.iter().map(|error| (error.locations.clone(), error.path.clone())).collect()
        };
        assert_eq!(places(&response.errors), places(&expected));
    }
}
