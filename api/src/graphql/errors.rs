//! The one place that gives errors their form: `extensions.code` for programs, a text for people, and no
//! internals.
use crate::error::ApiError;
use async_graphql::{ErrorExtensionValues, ServerError};
use domain::Capability;
use query::QueryError;
use telemetry::metric;

/// Gives an error its code. Internal errors are logged, and show only the request's id.
pub fn finish(error: &mut ServerError, request_id: &str) {
    let mut extensions = ErrorExtensionValues::default();
    let code = match known(error).as_ref() {
        Some(ApiError::Query(QueryError::Internal(detail))) => {
            tracing::error!(request_id, %detail, path = ?error.path, "a request failed");
            extensions.set("requestId", request_id);
            "INTERNAL"
        }
        Some(known) => {
            if let ApiError::Query(QueryError::Unavailable(detail)) = known {
                tracing::warn!(request_id, %detail, path = ?error.path, "a request failed because the database is down");
            }
            if let ApiError::Query(QueryError::RateLimited { retry_after, .. }) = known {
                extensions.set("retryAfterSeconds", retry_after.as_secs().max(1));
            }
            known.code()
        }
        // The library's own errors: about the text of the query and its variables.
        None if error.message.contains("recursion depth") => "TOO_COMPLEX",
        None => "BAD_USER_INPUT",
    };
    extensions.set("code", code);
    metrics::counter!(metric::GRAPHQL_ERRORS, "code" => code).increment(1);
    // Lines and columns begin at one; zero means no location.
    error.locations.retain(|place| place.line > 0);
    error.extensions = Some(extensions);
}

/// Our error carried by the library's error, whichever layer raised it; what the library does not know would
/// look like the caller's mistake.
fn known(error: &ServerError) -> Option<ApiError> {
    (error.source::<ApiError>().cloned())
        .or_else(|| error.source::<QueryError>().cloned().map(ApiError::from))
        .or_else(|| error.source::<Capability>().copied().map(ApiError::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::{Error, Pos, Value};

    #[test]
    fn an_error_keeps_its_code_whichever_layer_raised_it() {
        for (error, code) in [
            (Error::from(ApiError::Unauthenticated), "UNAUTHENTICATED"),
            (Error::from(ApiError::not_found("session")), "NOT_FOUND"),
            (Error::from(QueryError::NotFound("session")), "NOT_FOUND"),
            (Error::from(QueryError::TooComplex { what: "rows", most: 1, asked: 2 }), "TOO_COMPLEX"),
            (Error::from(Capability::Export), "FORBIDDEN"),
            (Error::from(QueryError::internal("a row")), "INTERNAL"),
            (Error::new("expected a number"), "BAD_USER_INPUT"),
        ] {
            let mut error = error.into_server_error(Pos::default());
            finish(&mut error, "request");
            let told = error.extensions.expect("they were set");
            assert_eq!(told.get("code"), Some(&Value::from(code)), "{}", error.message);
        }
    }
}
