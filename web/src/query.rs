//! Query parameters, with errors reported in the same form as everywhere else.
use crate::answer::failure;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use serde::de::DeserializeOwned;

/// Query parameters, parsed into this type.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match axum::extract::Query::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(error) => {
                let message = format!("the query parameters: {}", error.body_text());
                Err(failure(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", &message))
            }
        }
    }
}
