//! The whole application in this process: the real router, with or without a socket, and a worker that runs on
//! demand.

mod following;
mod person;
mod reply;
mod server;

pub use following::Following;
pub use person::Person;
pub use reply::{Reply, codes};
pub use server::Server;

use crate::Database;
use crate::{events, pair};
use anyhow::{Context, Result, ensure};
use api::AppOptions;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use axum::response::Response;
use domain::{Instant, Role};
use serde_json::{Value, json};
use std::ops::Deref;
use store::Store;
use tower::ServiceExt;
use worker::{Drained, Worker, WorkerOptions};

/// The ingest key that every development server accepts.
pub const DEV_KEY: &str = "dev-ingest-key";

/// An application on a test's database. Whatever cannot be done over HTTP is done through the [`api::App`]
/// behind it.
#[derive(Clone, Debug)]
pub struct App {
    app: api::App,
    router: Router,
    worker: WorkerOptions,
}

impl Deref for App {
    type Target = api::App;

    fn deref(&self) -> &api::App {
        &self.app
    }
}

impl App {
    /// The application in development mode with default settings.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn on(db: &Database) -> Result<Self> {
        Self::with(db, AppOptions { dev: true, ..AppOptions::default() }).await
    }

    /// The application with these settings; see [`pair`] for when there are two of them.
    ///
    /// # Errors
    /// See [`Self::on`].
    pub async fn with(db: &Database, options: AppOptions) -> Result<Self> {
        let one = Self::alone(db.store().clone(), options.clone()).await?;
        Ok(Self { router: pair::router(db, one.app.clone(), options).await?, ..one })
    }

    /// A single application with these settings on this store, never a pair: for tests that inspect its
    /// internals.
    ///
    /// # Errors
    /// See [`Self::on`].
    pub async fn alone(store: Store, options: AppOptions) -> Result<Self> {
        let worker = WorkerOptions { post_handoff_window: options.post_handoff_window, ..WorkerOptions::default() };
        let app = api::App::new(store, options).await?;
        Ok(Self { router: api::router(app.clone()), app, worker })
    }

    /// The router of its requests.
    pub const fn router(&self) -> &Router {
        &self.router
    }

    /// Sets the clock.
    ///
    /// # Panics
    /// When the text is not a time.
    #[expect(clippy::expect_used, reason = "a test that sets no time is no test")]
    pub fn at(&self, time: &str) {
        self.clock().set(Instant::parse(time).expect(time));
    }

    /// Projects all due events.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn run_worker(&self) -> Result<Drained> {
        Worker::new(self.store().clone(), self.worker.clone())?.drain().await
    }

    /// A person with this role: of [`events::ORG`] if the role belongs to an organization.
    #[must_use]
    pub fn as_role(&self, role: Role) -> Person {
        Person::new(self.clone(), role)
    }

    /// Sends events with the development key.
    ///
    /// # Errors
    /// When there is no response.
    pub async fn post_events<E: Into<Value>>(&self, batch: impl IntoIterator<Item = E>) -> Result<Reply> {
        self.post("/v1/events", Some(DEV_KEY), &events::batch(batch)).await
    }

    /// Sends events, all of which must be accepted, and projects them.
    ///
    /// # Errors
    /// When one is rejected, or the database cannot be used.
    pub async fn store_events<E: Into<Value>>(&self, batch: impl IntoIterator<Item = E>) -> Result<()> {
        let reply = self.post_events(batch).await?;
        let answer = reply.json()?;
        ensure!(reply.status == 200 && answer["errors"] == json!([]), "refused: {answer}");
        self.run_worker().await?;
        Ok(())
    }

    /// Posts JSON.
    ///
    /// # Errors
    /// When there is no response.
    pub async fn post(&self, path: &str, bearer: Option<&str>, body: &Value) -> Result<Reply> {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        self.send(request, bearer, Body::from(body.to_string())).await
    }

    /// Requests a page.
    ///
    /// # Errors
    /// When there is no response.
    pub async fn get(&self, path: &str, bearer: Option<&str>) -> Result<Reply> {
        self.send(Request::get(path), bearer, Body::empty()).await
    }

    /// Sends a GraphQL request and returns the whole response: `data`, and `errors` if there are any.
    ///
    /// # Errors
    /// When there is no GraphQL response.
    pub async fn ask(&self, bearer: Option<&str>, query: &str, variables: Value) -> Result<Value> {
        let reply = self.post("/graphql", bearer, &json!({"query": query, "variables": variables})).await?;
        ensure!(reply.status == 200, "status {}: {}", reply.status, reply.text());
        reply.json()
    }

    /// Subscribes by server-sent events; see [`Following`].
    ///
    /// # Errors
    /// When there is no stream.
    pub async fn follow(&self, bearer: Option<&str>, query: &str) -> Result<Following> {
        let request = Request::post("/graphql/stream")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "text/event-stream");
        let body = json!({"query": query}).to_string();
        Following::of(self.answer(request, bearer, Body::from(body)).await?)
    }

    /// Sends any request.
    ///
    /// # Errors
    /// When there is no response.
    pub async fn send(&self, request: axum::http::request::Builder, bearer: Option<&str>, body: Body) -> Result<Reply> {
        let (head, body) = self.answer(request, bearer, body).await?.into_parts();
        let body: Bytes = axum::body::to_bytes(body, usize::MAX).await.context("the answer broke off")?;
        Ok(Reply { status: head.status.as_u16(), headers: head.headers, body })
    }

    /// Sends any request, and returns before the response body is read.
    ///
    /// # Errors
    /// When there is no response.
    pub async fn answer(
        &self,
        request: axum::http::request::Builder,
        bearer: Option<&str>,
        body: Body,
    ) -> Result<Response> {
        let request = match bearer {
            Some(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        };
        let request = request.header(header::HOST, "127.0.0.1:8080").body(body)?;
        Ok(self.router.clone().oneshot(request).await?)
    }
}
