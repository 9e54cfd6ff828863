//! An app of one's own, people to ask it as, and events that went the whole way.
use api::{App, AppOptions};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use domain::{Instant, Source};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};
use testkit::events::Draft;
use testkit::{Database, Result};
use tower::ServiceExt as _;
use worker::{Worker, WorkerOptions};

/// An app with its database.
pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) app: App,
}

/// An answer over HTTP.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }
}

impl World {
    /// A development app on this database.
    pub(crate) async fn new(db: &Database) -> Result<Self> {
        Self::with(db, AppOptions { dev: true, ..AppOptions::default() }).await
    }

    pub(crate) async fn with(db: &Database, options: AppOptions) -> Result<Self> {
        let app = App::new(db.store().clone(), options.clone()).await?;
        Ok(Self { router: testkit::pair::router(db, app.clone(), options).await?, app })
    }

    /// Moves the clock.
    pub(crate) fn at(&self, time: &str) {
        self.app.clock().set(Instant::parse(time).expect("a time"));
    }

    /// Sends events with the development key, and projects them.
    pub(crate) async fn project(&self, events: &[Draft]) -> Result<()> {
        self.store(events).await?;
        self.work().await
    }

    /// Projects whatever is due.
    pub(crate) async fn work(&self) -> Result<()> {
        Worker::new(self.app.store().clone(), WorkerOptions::default())?.drain().await?;
        Ok(())
    }

    /// Sends events with the development key.
    pub(crate) async fn store(&self, events: &[Draft]) -> Result<()> {
        let texts: Vec<Box<RawValue>> =
            events.iter().map(|event| to_raw_value(&event.clone().json())).collect::<Result<_, _>>()?;
        let texts: Vec<&RawValue> = texts.iter().map(AsRef::as_ref).collect();
        let producer = domain::Producer { key_id: "test".into(), org_id: None };
        let answer = self.app.ingest().submit(&producer, Source::Rest, &texts).await.expect("taken");
        assert_eq!(answer.errors, [], "every event is well formed");
        Ok(())
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Result<Answer> {
        let response = self.router.clone().oneshot(request).await?;
        let (parts, body) = response.into_parts();
        let body = String::from_utf8(to_bytes(body, usize::MAX).await?.to_vec())?;
        Ok(Answer { status: parts.status, headers: parts.headers, body })
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Answer> {
        self.send(Request::get(path).body(Body::empty())?).await
    }

    /// Posts JSON with this bearer.
    pub(crate) async fn post(&self, path: &str, bearer: Option<&str>, body: &Value) -> Result<Answer> {
        let mut request = Request::post(path).header("content-type", "application/json");
        if let Some(bearer) = bearer {
            request = request.header("authorization", format!("Bearer {bearer}"));
        }
        self.send(request.body(Body::from(body.to_string()))?).await
    }

    /// A token of the development issuer.
    pub(crate) async fn token(&self, sub: &str, role: &str, org: Option<&str>) -> Result<String> {
        let body = json!({"sub": sub, "name": sub, "email": format!("{sub}@example.org"), "org_id": org, "role": role});
        let answer = self.post("/dev/token", None, &body).await?;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        Ok(answer.json()["access_token"].as_str().expect("a token").to_owned())
    }

    /// Asks with this bearer; the status is always 200.
    pub(crate) async fn ask(&self, bearer: Option<&str>, query: &str, variables: Value) -> Result<Value> {
        let answer = self.post("/graphql", bearer, &json!({"query": query, "variables": variables})).await?;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        Ok(answer.json())
    }

    /// Asks as somebody of acme, or of the platform.
    pub(crate) async fn ask_as(&self, who: &str, role: &str, query: &str) -> Result<Value> {
        let org = if role.starts_with("SUP") { None } else { Some("acme") };
        let token = self.token(who, role, org).await?;
        self.ask(Some(&token), query, json!({})).await
    }
}

/// The codes of the errors of an answer.
pub(crate) fn codes(answer: &Value) -> Vec<&str> {
    let errors = answer["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.iter().map(|error| error["extensions"]["code"].as_str().unwrap_or("?")).collect()
}
