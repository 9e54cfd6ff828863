//! Who sends events, before anything is read of them.
use crate::app::App;
use auth::{AuthError, ClientCertificate};
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::{Caller, Producer};
use web::answer::failure;

/// Why a request is not one of a producer.
#[derive(Debug)]
pub(super) enum NoSender {
    /// Its credential is a person's.
    Person,
    /// It has no credential.
    Nobody,
    /// Its credential is rejected.
    Rejected(AuthError),
}

/// The producer that a request comes from.
pub(super) async fn identify(
    app: &App,
    headers: &HeaderMap,
    certificate: Option<&ClientCertificate>,
) -> Result<Producer, NoSender> {
    match app.auth().sender(headers, certificate).await {
        Ok(Some(known)) => match known.caller {
            Caller::Producer(producer) => Ok(producer),
            Caller::Person(_) => Err(NoSender::Person),
        },
        Ok(None) => Err(NoSender::Nobody),
        Err(error) => Err(NoSender::Rejected(error)),
    }
}

impl NoSender {
    /// What the sender is told.
    pub(super) fn message(&self) -> String {
        match self {
            Self::Person => "send events with an ingest key, not with an access token".to_owned(),
            Self::Nobody => "send Authorization: Bearer with an ingest key".to_owned(),
            Self::Rejected(error) => error.to_string(),
        }
    }
}

impl IntoResponse for NoSender {
    fn into_response(self) -> Response {
        let message = self.message();
        match self {
            Self::Person => failure(StatusCode::FORBIDDEN, "FORBIDDEN", &message),
            Self::Nobody => {
                let mut response = failure(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", &message);
                response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
                response
            }
            Self::Rejected(error) => error.into_response(),
        }
    }
}
