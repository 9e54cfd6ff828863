//! What the development issuer publishes about itself.
use crate::Auth;
use crate::dev::absent;
use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use std::sync::Arc;

/// `GET /dev/.well-known/openid-configuration`.
pub(crate) async fn document(State(auth): State<Arc<Auth>>) -> Response {
    let Some(issuer) = auth.dev_issuer() else { return absent() };
    let url = issuer.url();
    Json(json!({
        "issuer": url,
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token-endpoint"),
        "jwks_uri": format!("{url}/jwks.json"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
        "token_endpoint_auth_methods_supported": ["none"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "claims_supported": ["sub", "name", "email", "org_id", "role"],
        "authorization_response_iss_parameter_supported": true,
    }))
    .into_response()
}

/// `GET /dev/jwks.json`.
pub(crate) async fn keys(State(auth): State<Arc<Auth>>) -> Response {
    match auth.dev_issuer() {
        Some(issuer) => ([(CONTENT_TYPE, "application/json")], issuer.document().to_vec()).into_response(),
        None => absent(),
    }
}
