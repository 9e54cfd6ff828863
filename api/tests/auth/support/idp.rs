//! An identity provider that, as a test needs it, rotates refresh tokens without a grace period, names
//! additional audiences, or is unreachable.
use super::{Issuer, claims};
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use testkit::Result;
use tokio::net::TcpListener;

/// The provider's behavior.
#[derive(Clone, Debug)]
pub(crate) struct Ways {
    /// Additional claims in its ID tokens.
    pub(crate) claims: Value,
    /// Whether a renewal returns an ID token.
    pub(crate) renews_id: bool,
    /// The status and body that the token endpoint returns instead.
    pub(crate) instead: Option<(u16, &'static str)>,
}

struct Shared {
    url: String,
    issuer: Issuer,
    ways: Mutex<Ways>,
    /// The number of the currently valid refresh token.
    current: AtomicUsize,
    exchanges: AtomicUsize,
    nonce: Mutex<String>,
}

/// The provider, stopped at the end of the test.
#[derive(Clone)]
pub(crate) struct Idp(Arc<Shared>);

impl Idp {
    pub(crate) async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let ways = Ways { claims: json!({}), renews_id: true, instead: None };
        let shared = Shared {
            url: format!("http://{}", listener.local_addr()?),
            issuer: Issuer::new(),
            ways: Mutex::new(ways),
            current: AtomicUsize::new(0),
            exchanges: AtomicUsize::new(0),
            nonce: Mutex::default(),
        };
        let idp = Self(Arc::new(shared));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(async |State(idp): State<Idp>| Json(idp.0.issuer.jwks())))
            .route("/token", post(token))
            .with_state(idp.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(idp)
    }

    pub(crate) fn url(&self) -> &str {
        &self.0.url
    }

    /// Changes its behavior.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Ways)) {
        change(&mut self.0.ways.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// The number of requests to the token endpoint.
    pub(crate) fn exchanges(&self) -> usize {
        self.0.exchanges.load(Ordering::SeqCst)
    }

    /// The currently valid refresh token.
    pub(crate) fn refresh_token(&self) -> String {
        format!("refresh-{}", self.0.current.load(Ordering::SeqCst))
    }

    /// Sets the nonce of the next ID token.
    pub(crate) fn set_nonce(&self, nonce: &str) {
        nonce.clone_into(&mut self.0.nonce.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn id_token(&self, more: &Value) -> String {
        let mut claims = claims();
        claims["iss"] = json!(self.0.url);
        claims["aud"] = json!("the-client");
        claims["nonce"] = json!(*self.0.nonce.lock().unwrap_or_else(PoisonError::into_inner));
        for (name, value) in more.as_object().into_iter().flatten() {
            claims[name] = value.clone();
        }
        self.0.issuer.key(Algorithm::ES256).sign(&claims)
    }
}

async fn discovery(State(idp): State<Idp>) -> Json<Value> {
    let url = idp.url();
    Json(
        json!({"issuer": url, "authorization_endpoint": format!("{url}/authorize"), "token_endpoint": format!("{url}/token")}),
    )
}

async fn token(State(idp): State<Idp>, Form(form): Form<HashMap<String, String>>) -> Response {
    idp.0.exchanges.fetch_add(1, Ordering::SeqCst);
    let ways = idp.0.ways.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((status, body)) = ways.instead {
        let status = StatusCode::from_u16(status).unwrap_or_default();
        return (status, [("content-type", "application/json")], body).into_response();
    }
    let renewal = form.get("grant_type").is_some_and(|grant| grant == "refresh_token");
    if renewal && form.get("refresh_token") != Some(&idp.refresh_token()) {
        return (StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_grant"}))).into_response();
    }
    idp.0.current.fetch_add(1, Ordering::SeqCst);
    let mut answer = json!({"access_token": "opaque", "token_type": "Bearer", "refresh_token": idp.refresh_token()});
    if !renewal || ways.renews_id {
        answer["id_token"] = json!(idp.id_token(&ways.claims));
    }
    Json(answer).into_response()
}
