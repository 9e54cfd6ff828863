//! `POST /dev/token-endpoint`: exchanges a code or a refresh token for tokens.
use crate::Auth;
use crate::dev::issuer::{CLIENT, DevIssuer, TOKEN_SECONDS};
use crate::dev::{MAX_BODY, absent};
use axum::Json;
use axum::extract::{Form, FromRequest as _, State};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Instant;
use domain::Person;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use web::intake::Intake;
use web::intake::Sender;

/// How long a refresh token is valid.
const REFRESH_SECONDS: i64 = 30 * 24 * 60 * 60;

#[derive(Deserialize)]
pub(crate) struct Body {
    grant_type: Option<String>,
    client_id: Option<String>,
    code: Option<String>,
    redirect_uri: Option<String>,
    code_verifier: Option<String>,
    refresh_token: Option<String>,
}

/// Handles the token request.
pub(crate) async fn exchange(
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
    let Some(body) = form(&headers, received.bytes).await else { return refuse("invalid_request") };
    if body.client_id.as_deref() != Some(CLIENT) {
        return refuse("invalid_client");
    }
    let now = auth.clock().now();
    let granted = match body.grant_type.as_deref() {
        Some("authorization_code") => by_code(issuer, &body, now),
        Some("refresh_token") => body.refresh_token.and_then(|token| issuer.unseal("refresh", &token, now, true)),
        _ => return refuse("unsupported_grant_type"),
    };
    let Some(granted) = granted else { return refuse("invalid_grant") };
    let people = &auth.dev_people();
    let Some(person) = people.iter().find(|person| granted["sub"] == person.sub.as_str()) else {
        return refuse("invalid_grant");
    };
    match tokens(issuer, person, granted["nonce"].as_str(), now) {
        Ok(tokens) => Json(tokens).into_response(),
        Err(error) => {
            tracing::error!(%error, "cannot sign tokens");
            refuse("server_error")
        }
    }
}

/// Parses the form.
async fn form(headers: &HeaderMap, bytes: Vec<u8>) -> Option<Body> {
    let mut request = Request::post("/").body(axum::body::Body::from(bytes)).ok()?;
    request.headers_mut().clone_from(headers);
    Form::from_request(request, &()).await.ok().map(|Form(body)| body)
}

/// The content of a code, if the request comes from the client that it was issued to.
fn by_code(issuer: &DevIssuer, body: &Body, now: Instant) -> Option<Value> {
    let granted = issuer.unseal("code", body.code.as_deref()?, now, true)?;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(body.code_verifier.as_deref()?));
    let fits = granted["redirect_uri"] == body.redirect_uri.as_deref()? && granted["code_challenge"] == challenge;
    fits.then_some(granted)
}

fn tokens(
    issuer: &DevIssuer,
    person: &Person,
    nonce: Option<&str>,
    now: Instant,
) -> Result<Value, crate::verify::TokenError> {
    Ok(json!({
        "access_token": issuer.access_token(person, now)?,
        "id_token": issuer.id_token(person, nonce, now)?,
        "refresh_token": issuer.seal("refresh", &json!({"sub": person.sub.as_str()}), now, REFRESH_SECONDS)?,
        "token_type": "Bearer",
        "expires_in": TOKEN_SECONDS,
        "scope": "openid profile email",
    }))
}

fn refuse(error: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({"error": error}))).into_response()
}
