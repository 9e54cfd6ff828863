//! Whether the process lives, and whether it can do its work.
use crate::app::App;
use crate::http::answer::failure;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use store::{Sql, Store, StoreError};

/// Answers as long as the process does.
pub(crate) async fn alive() -> Response {
    Json(json!({"status": "ok"})).into_response()
}

/// Answers whether the store takes a write and gives it back.
pub(crate) async fn ready(State(app): State<App>) -> Response {
    match probe(app.store()).await {
        Ok(()) => Json(json!({"status": "ready"})).into_response(),
        Err(error) => {
            tracing::error!(%error, "the store is not ready");
            failure(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", "the store cannot be written and read")
        }
    }
}

async fn probe(store: &Store) -> Result<(), StoreError> {
    let mark = store.clock().now().0.to_be_bytes();
    store
        .execute(
            Sql::new(
                "INSERT INTO installation (name, value) VALUES ('readyz', $1)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )
            .bytes(mark),
        )
        .await?;
    let rows = store.fetch("SELECT value FROM installation WHERE name = 'readyz'").await?;
    // Another process may have written in between: any mark will do.
    match rows.first() {
        Some(row) if row.bytes(0)?.len() == mark.len() => Ok(()),
        _ => Err(StoreError::Damaged("what was written for /readyz did not come back".to_owned())),
    }
}
