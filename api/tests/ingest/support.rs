//! Requests to `POST /v1/events`.
use anyhow::Result;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use domain::Producer;
use entities::raw_event;
use ingest::{Ingest, IngestOptions, http};
use serde_json::Value;
use testkit::Database;

/// A response.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

/// Ingest with its own database.
#[derive(Debug)]
pub(crate) struct Door {
    pub(crate) db: Database,
    pub(crate) ingest: Ingest,
    pub(crate) producer: Producer,
}

impl Door {
    pub(crate) fn open(db: Database) -> Self {
        Self::with(db, IngestOptions::default())
    }

    pub(crate) fn with(db: Database, options: IngestOptions) -> Self {
        let ingest = Ingest::start(db.store().clone(), options);
        Self { db, ingest, producer: testkit::producer() }
    }

    /// Sends a body with these headers.
    pub(crate) async fn post(&self, headers: &[(&str, &str)], body: impl Into<Body>) -> Result<Answer> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(HeaderName::try_from(*name)?, HeaderValue::try_from(*value)?);
        }
        let response = http::accept(&self.ingest, &self.producer, &map, body.into()).await;
        let (parts, body) = response.into_parts();
        let body = serde_json::from_slice(&to_bytes(body, usize::MAX).await?)?;
        Ok(Answer { status: parts.status, headers: parts.headers, body })
    }

    /// Sends JSON.
    pub(crate) async fn post_json(&self, body: impl Into<Body>) -> Result<Answer> {
        self.post(&[("content-type", "application/json")], body).await
    }

    /// The number of stored events.
    pub(crate) async fn stored(&self) -> Result<i64> {
        testkit::number(self.db.store(), "/* test */ SELECT count(*) AS number FROM events_raw").await
    }

    /// The stored events, ordered by id.
    pub(crate) async fn events(&self) -> Result<Vec<raw_event::Model>> {
        Ok(self.db.store().select("/* test */ SELECT * FROM events_raw ORDER BY event_id", []).await?)
    }
}
