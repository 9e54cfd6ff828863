//! A listening server with people, events and a worker.
use crate::client::Client;
use api::{App, AppOptions};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Instant, Source};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use store::Store;
use testkit::events::Draft;
use testkit::{Database, Result};
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};
use tokio_util::sync::{CancellationToken, DropGuard};
use tower::ServiceExt as _;
use worker::{Worker, WorkerOptions};

/// How long anything may take that should happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Site {
    pub(crate) app: App,
    pub(crate) address: SocketAddr,
    router: Router,
    _stop: DropGuard,
}

impl Site {
    pub(crate) async fn new(db: &Database) -> Result<Self> {
        Self::with(db.store().clone(), AppOptions::default()).await
    }

    pub(crate) async fn with(store: Store, options: AppOptions) -> Result<Self> {
        let app = App::new(store, AppOptions { dev: true, ..options }).await?;
        let router = api::router(app.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let stop = CancellationToken::new();
        tokio::spawn(api::serve(listener, router.clone(), stop.clone()));
        Ok(Self { app, address, router, _stop: stop.drop_guard() })
    }

    /// Sends events with the development key, and projects them.
    pub(crate) async fn project(&self, events: &[Draft]) -> Result<()> {
        let texts: Vec<Box<RawValue>> =
            events.iter().map(|event| to_raw_value(&event.clone().json())).collect::<Result<_, _>>()?;
        let texts: Vec<&RawValue> = texts.iter().map(AsRef::as_ref).collect();
        let producer = domain::Producer { key_id: "test".into(), org_id: None };
        let answer = self.app.ingest().submit(&producer, Source::Rest, &texts).await.expect("taken");
        assert_eq!(answer.errors, [], "every event is well formed");
        Worker::new(self.app.store().clone(), WorkerOptions::default())?.drain().await?;
        Ok(())
    }

    /// A token of the development issuer: of acme, or of the platform.
    pub(crate) async fn token(&self, sub: &str, role: &str) -> Result<String> {
        let org = if role.starts_with("SUP") { None } else { Some("acme") };
        let body = json!({"sub": sub, "name": sub, "email": format!("{sub}@example.org"), "org_id": org, "role": role});
        let request = Request::post("/dev/token").header("content-type", "application/json");
        let response = self.router.clone().oneshot(request.body(Body::from(body.to_string()))?).await?;
        let answer: Value = serde_json::from_slice(&to_bytes(response.into_body(), usize::MAX).await?)?;
        Ok(answer["access_token"].as_str().expect("a token").to_owned())
    }

    /// Somebody who has introduced himself.
    pub(crate) async fn client(&self, sub: &str, role: &str) -> Result<Client> {
        let mut client = Client::open(self.address, &[]).await?;
        client.introduce(json!({"Authorization": format!("Bearer {}", self.token(sub, role).await?)})).await?;
        Ok(client)
    }

    /// Waits for a condition.
    pub(crate) async fn until(&self, what: &str, condition: impl Fn(&App) -> bool) {
        let holds = async {
            while !condition(&self.app) {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, holds).await.expect(what);
    }

    /// Moves the clock to so many seconds after the time until which a token is believed: half a minute
    /// after its end, as clocks differ.
    pub(crate) fn at_token_end(&self, token: &str, seconds: i64) {
        let claims = token.split('.').nth(1).expect("claims");
        let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).expect("base64")).expect("JSON");
        let end = claims["exp"].as_i64().expect("an end");
        self.app.clock().set(Instant((end + 30 + seconds) * 1_000_000));
    }

    /// Moves the clock.
    pub(crate) fn at(&self, time: &str) {
        self.app.clock().set(Instant::parse(time).expect("a time"));
    }
}
