//! Running one operation.
use crate::app::App;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::graphql::context::RequestData;
use crate::graphql::daily_cache::DailyCache;
use crate::graphql::errors;
use crate::graphql::limits;
use crate::graphql::loaders::{self, gate::Gate};
use crate::graphql::measures;
use async_graphql::{Request, Response};
use std::sync::Arc;
use std::time::Instant;

/// Whoever sends a document full of mistakes learns of the first ones.
const MOST_ERRORS: usize = 50;

/// An operation's answer, and whether its text could be read at all.
pub struct Executed {
    /// The answer.
    pub response: Response,
    /// Whether the document follows GraphQL's grammar.
    pub readable: bool,
}

/// Runs an operation for a caller, within the time allowed.
pub async fn execute(app: &App, caller: Option<Caller>, request_id: &Arc<str>, mut request: Request) -> Executed {
    let began = Instant::now();
    // Nothing too long is even read.
    if let Err(error) = limits::check_text(&request.query, &app.options().graphql) {
        measures::refused(began);
        return Executed { response: failed(error, request_id), readable: true };
    }
    let (in_hand, new) = match app.documents().prepare(&mut request) {
        Ok(prepared) => prepared,
        Err(error) => {
            measures::refused(began);
            let mut response = Response::from_errors(vec![error]);
            finish(&mut response, request_id);
            return Executed { response, readable: false };
        }
    };
    let gate = Gate::default();
    let loaders = loaders::start_behind(gate.clone(), app.reader().clone());
    let data = RequestData::new(
        app,
        caller,
        Arc::clone(request_id),
        DailyCache::for_document(in_hand.prepared.wanted),
        loaders,
    );
    let running = Box::pin(gate.run(app.schema().execute(request.data(data).data(in_hand.clone()))));
    let allowed = app.options().graphql.timeout;
    let ended = tokio::time::timeout(allowed, running).await;
    in_hand.answered(began);
    let mut response = match ended {
        Ok(response) => response,
        Err(_) => return Executed { response: failed(ApiError::Timeout(allowed), request_id), readable: true },
    };
    in_hand.prepared.order.arrange(&mut response.data);
    if let Some(key) = new {
        app.documents().remember(key, &in_hand);
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

/// Gives the errors of an answer their shape.
pub(crate) fn finish(response: &mut Response, request_id: &str) {
    response.errors.truncate(MOST_ERRORS);
    for error in &mut response.errors {
        errors::finish(error, request_id);
    }
}
