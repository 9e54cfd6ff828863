//! The append's bare statement: arrays on `PostgreSQL`, VALUES on `SQLite`.
use crate::data::Made;
use anyhow::Result;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use store::{Engine, Rows, Store};

const COLUMNS: &str = "org_id, event_id, occurred_at, received_at, event_type, source, key_id, session_id, user_id, \
                       run_id, payload, message_text";
const QUEUE: &str = "INSERT INTO events_queue (org_id, due_at, event_id, attempts)";

/// Stores the events in transactions of `batch` rows over this many connections.
pub(crate) async fn run(store: &Store, events: &[Made], batch: usize, connections: usize) -> Result<Duration> {
    let batches: Arc<Vec<Rows>> = Arc::new(events.chunks(batch).map(rows).collect());
    let next = Arc::new(AtomicUsize::new(0));
    let connections = if store.engine() == Engine::Sqlite { 1 } else { connections };
    let began = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..connections {
        let (store, batches, next) = (store.clone(), Arc::clone(&batches), Arc::clone(&next));
        tasks.push(tokio::spawn(async move {
            while let Some(rows) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                append(&store, rows).await?;
            }
            anyhow::Ok(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    Ok(began.elapsed())
}

async fn append(store: &Store, rows: &Rows) -> Result<()> {
    let mut tx = store.begin().await?;
    let raw =
        format!("INSERT INTO events_raw ({COLUMNS}) SELECT {COLUMNS} FROM input WHERE true ON CONFLICT DO NOTHING");
    if tx.engine() == Engine::Postgres {
        let body = format!(
            ", new AS ({raw} RETURNING org_id, received_at, event_id),
               queued AS ({QUEUE} SELECT org_id, received_at, event_id, 0 FROM new)
             SELECT org_id, event_id FROM new"
        );
        tx.execute_rows(rows, &body).await?;
    } else {
        tx.execute_rows(rows, &raw).await?;
        tx.execute_rows(rows, &format!("{QUEUE} SELECT org_id, received_at, event_id, 0 FROM input")).await?;
    }
    Ok(tx.commit().await?)
}

fn rows(events: &[Made]) -> Rows {
    Rows::new()
        .text("org_id", events.iter().map(|event| Arc::clone(&event.org)))
        .text("event_id", events.iter().map(|event| Arc::clone(&event.id)))
        .int("occurred_at", events.iter().map(|event| event.at.0))
        .int("received_at", events.iter().map(|event| event.at.0))
        .int("event_type", events.iter().map(|event| i64::from(event.kind.code())))
        .int("source", events.iter().map(|_| 1))
        .text("key_id", events.iter().map(|_| Arc::from("bench")))
        .text("session_id", events.iter().map(|event| Arc::clone(&event.session)))
        .text("user_id", events.iter().map(|event| Arc::clone(&event.user)))
        .text_or_null("run_id", events.iter().map(|event| event.run.clone()))
        .text("payload", events.iter().map(|event| Arc::clone(&event.payload)))
        .text_or_null("message_text", events.iter().map(|event| event.text.clone()))
}
