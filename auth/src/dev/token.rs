//! `POST /dev/token`: a token for any person, in development only.
use crate::Auth;
use crate::dev::issuer::TOKEN_SECONDS;
use crate::dev::{MAX_BODY, absent};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::Person;
use domain::ids::{is_id, is_printable};
use domain::{OrgId, Role, UserId};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use web::answer::{failure, field_failure};
use web::intake::Intake;
use web::intake::Sender;

#[derive(Deserialize)]
struct Body {
    sub: Option<String>,
    name: Option<String>,
    email: Option<String>,
    org_id: Option<String>,
    role: Option<String>,
}

/// Responds with a token for the person described in the body.
pub(crate) async fn issue(
    State(auth): State<Arc<Auth>>,
    State(intake): State<Arc<Intake>>,
    headers: HeaderMap,
    body: axum::body::Body,
) -> Response {
    let Some(issuer) = auth.dev_issuer() else { return absent() };
    let received = match intake.receive(&Sender::Stranger, &headers, body, MAX_BODY).await {
        Ok(received) => received,
        Err(unread) => return unread.answer(),
    };
    let body = match serde_json::from_slice::<Body>(&received.bytes) {
        Ok(body) => body,
        Err(error) => {
            return failure(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", &format!("invalid body: {error}"));
        }
    };
    let person = match person(body) {
        Ok(person) => person,
        Err((field, message)) => return field_failure(field, message),
    };
    match issuer.access_token(&person, auth.clock().now()) {
        Ok(token) => {
            Json(json!({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS})).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "cannot sign a development token");
            failure(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "the token could not be signed")
        }
    }
}

fn person(body: Body) -> Result<Person, (&'static str, &'static str)> {
    let sub = body.sub.filter(|sub| is_id(sub)).ok_or(("sub", "expected 1 to 128 printable characters"))?;
    let role = body
        .role
        .as_deref()
        .and_then(Role::from_wire)
        .ok_or(("role", "expected MEMBER, MANAGER, ORG_ADMIN, SUPPORT or SUPER_ADMIN"))?;
    for (field, text) in [("name", &body.name), ("email", &body.email)] {
        if text.as_deref().is_some_and(|text| !is_printable(text)) {
            return Err((field, "expected a string without control characters"));
        }
    }
    let org_id = match (role.is_platform(), body.org_id) {
        (true, None) => None,
        (true, Some(_)) => return Err(("org_id", "must be omitted or null for SUPPORT and SUPER_ADMIN")),
        (false, Some(org_id)) if is_id(&org_id) => Some(OrgId::from(org_id)),
        (false, _) => return Err(("org_id", "expected the organization's id: 1 to 128 printable characters")),
    };
    Ok(Person { sub: UserId::from(sub), name: body.name, email: body.email, org_id, role })
}
