//! The whole application in this process: the real router without a socket, the worker by hand.

mod following;
mod person;
mod reply;

pub use following::Following;
pub use person::Person;
pub use reply::Reply;

use crate::Database;
use crate::{events, pair};
use anyhow::{Context, Result};
use api::AppOptions;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use axum::response::Response;
use domain::Role;
use serde_json::Value;
use store::Store;
use tower::ServiceExt;
use worker::{Drained, Worker, WorkerOptions};

/// The key that every development server takes.
const DEV_KEY: &str = "dev-ingest-key";

/// An application in development mode over the database of a test.
#[derive(Clone, Debug)]
pub struct App {
    router: Router,
    store: Store,
    worker: WorkerOptions,
}

impl App {
    /// The application with the usual settings.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn on(db: &Database) -> Result<Self> {
        Self::with(db, AppOptions { dev: true, ..AppOptions::default() }).await
    }

    /// The application with these settings.
    ///
    /// # Errors
    /// See [`Self::on`].
    pub async fn with(db: &Database, options: AppOptions) -> Result<Self> {
        let store = db.store().clone();
        let worker = WorkerOptions { post_handoff_window: options.post_handoff_window, ..WorkerOptions::default() };
        let app = api::App::new(store.clone(), options.clone()).await?;
        let router = pair::router(db, app, options).await?;
        Ok(Self { router, store, worker })
    }

    /// The store underneath.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Projects everything that is due.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn run_worker(&self) -> Result<Drained> {
        Worker::new(self.store.clone(), self.worker.clone())?.drain().await
    }

    /// Somebody of this role: of [`events::ORG`] where the role belongs to an organization.
    #[must_use]
    pub fn as_role(&self, role: Role) -> Person {
        Person::new(self.clone(), role)
    }

    /// Sends events with the development key.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn post_events<E: Into<Value>>(&self, batch: impl IntoIterator<Item = E>) -> Result<Reply> {
        self.post("/v1/events", Some(DEV_KEY), &events::batch(batch)).await
    }

    /// Sends events, which must all be taken, and projects them.
    ///
    /// # Errors
    /// When one is refused, or the database cannot be used.
    pub async fn store_events<E: Into<Value>>(&self, batch: impl IntoIterator<Item = E>) -> Result<()> {
        let reply = self.post_events(batch).await?;
        let answer = reply.json()?;
        anyhow::ensure!(reply.status == 200 && answer["errors"] == serde_json::json!([]), "refused: {answer}");
        self.run_worker().await?;
        Ok(())
    }

    /// Posts JSON.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn post(&self, path: &str, bearer: Option<&str>, body: &Value) -> Result<Reply> {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        self.send(request, bearer, Body::from(body.to_string())).await
    }

    /// Gets a page.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn get(&self, path: &str, bearer: Option<&str>) -> Result<Reply> {
        self.send(Request::get(path), bearer, Body::empty()).await
    }

    /// Follows a subscription as server-sent events; see [`Following`].
    ///
    /// # Errors
    /// When there is no stream.
    pub async fn follow(&self, bearer: Option<&str>, query: &str) -> Result<Following> {
        let request = Request::post("/graphql/stream")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "text/event-stream");
        let body = serde_json::json!({"query": query}).to_string();
        Following::of(self.answer(request, bearer, Body::from(body)).await?)
    }

    /// Sends any request.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn send(&self, request: axum::http::request::Builder, bearer: Option<&str>, body: Body) -> Result<Reply> {
        let (head, body) = self.answer(request, bearer, body).await?.into_parts();
        let body: Bytes = axum::body::to_bytes(body, usize::MAX).await.context("the answer broke off")?;
        Ok(Reply { status: head.status.as_u16(), headers: head.headers, body })
    }

    async fn answer(
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
