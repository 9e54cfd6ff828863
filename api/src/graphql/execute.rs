//! Running one operation.
use crate::app::App;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::graphql::context::RequestData;
use crate::graphql::daily_cache::DailyCache;
use crate::graphql::errors;
use crate::graphql::look::Document;
use async_graphql::{Request, Response};
use std::sync::Arc;

/// An operation's answer, and whether its text could be read at all.
pub struct Executed {
    /// The answer.
    pub response: Response,
    /// Whether the document follows GraphQL's grammar.
    pub readable: bool,
}

/// Runs an operation for a caller, within the time allowed.
pub async fn execute(app: &App, caller: Option<Caller>, request_id: &Arc<str>, mut request: Request) -> Executed {
    let wanted = match request.parsed_query() {
        Ok(document) => Document::of(document),
        Err(error) => {
            let mut response = Response::from_errors(vec![error]);
            finish(&mut response, request_id);
            return Executed { response, readable: false };
        }
    };
    let data = RequestData::new(app, caller, Arc::clone(request_id), DailyCache::for_document(wanted));
    let running = app.schema().execute(request.data(data));
    let mut response = match tokio::time::timeout(app.options().graphql.timeout, running).await {
        Ok(response) => response,
        Err(_) => Response::from_errors(vec![
            async_graphql::Error::from(ApiError::Timeout).into_server_error(Default::default()),
        ]),
    };
    finish(&mut response, request_id);
    Executed { response, readable: true }
}

/// Gives the errors of an answer their shape.
pub(crate) fn finish(response: &mut Response, request_id: &str) {
    for error in &mut response.errors {
        errors::finish(error, request_id);
    }
}
