//! `PostgreSQL`'s binary COPY: no statement, no conflicts; nothing is faster.
use crate::data::Made;
use anyhow::{Context, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use store::Store;

const RAW: &str = "COPY events_raw (org_id, event_id, occurred_at, received_at, event_type, source, key_id, session_id, \
                   user_id, run_id, payload, message_text) FROM STDIN WITH (FORMAT binary)";
const QUEUE: &str = "COPY events_queue (org_id, due_at, event_id, attempts) FROM STDIN WITH (FORMAT binary)";

/// Copies the events in transactions of `batch` rows over this many connections.
pub(crate) async fn run(store: &Store, events: &[Made], batch: usize, connections: usize) -> Result<Duration> {
    let batches: Arc<Vec<(Vec<u8>, Vec<u8>)>> =
        Arc::new(events.chunks(batch).map(|batch| (raw_bytes(batch), queue_bytes(batch))).collect());
    let next = Arc::new(AtomicUsize::new(0));
    let pool = store.postgres().context("COPY needs PostgreSQL")?;
    let mut open = Vec::new();
    for _ in 0..connections {
        open.push(pool.begin().await?);
    }
    drop(open);
    let began = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..connections {
        let (pool, batches, next) = (pool.clone(), Arc::clone(&batches), Arc::clone(&next));
        tasks.push(tokio::spawn(async move {
            while let Some((raw, queue)) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                let mut tx = pool.begin().await?;
                for (statement, bytes) in [(RAW, raw), (QUEUE, queue)] {
                    let mut copy = tx.copy_in_raw(statement).await?;
                    copy.send(bytes.as_slice()).await?;
                    copy.finish().await?;
                }
                tx.commit().await?;
            }
            anyhow::Ok(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    Ok(began.elapsed())
}

fn raw_bytes(events: &[Made]) -> Vec<u8> {
    let mut copy = Binary::new(12);
    for event in events {
        copy.row();
        copy.text(Some(&event.org));
        copy.text(Some(&event.id));
        copy.int64(event.at.0);
        copy.int64(event.at.0);
        copy.int16(event.kind.code());
        copy.int16(1);
        copy.text(Some("bench"));
        copy.text(Some(&event.session));
        copy.text(Some(&event.user));
        copy.text(event.run.as_deref());
        copy.text(Some(&event.payload));
        copy.text(event.text.as_deref());
    }
    copy.end()
}

fn queue_bytes(events: &[Made]) -> Vec<u8> {
    let mut copy = Binary::new(4);
    for event in events {
        copy.row();
        copy.text(Some(&event.org));
        copy.int64(event.at.0);
        copy.text(Some(&event.id));
        copy.int16(0);
    }
    copy.end()
}

/// The binary format: a header, then for each row the number of fields, and each field preceded by its length.
#[derive(Debug)]
struct Binary {
    bytes: Vec<u8>,
    width: i16,
}

impl Binary {
    fn new(width: i16) -> Self {
        let mut bytes = b"PGCOPY\n\xff\r\n\0".to_vec();
        bytes.extend_from_slice(&[0; 8]);
        Self { bytes, width }
    }

    fn row(&mut self) {
        self.bytes.extend_from_slice(&self.width.to_be_bytes());
    }

    fn field(&mut self, value: &[u8]) {
        self.bytes.extend_from_slice(&(value.len() as i32).to_be_bytes());
        self.bytes.extend_from_slice(value);
    }

    fn text(&mut self, value: Option<&str>) {
        match value {
            Some(text) => self.field(text.as_bytes()),
            None => self.bytes.extend_from_slice(&(-1_i32).to_be_bytes()),
        }
    }

    fn int64(&mut self, value: i64) {
        self.field(&value.to_be_bytes());
    }

    fn int16(&mut self, value: i16) {
        self.field(&value.to_be_bytes());
    }

    fn end(mut self) -> Vec<u8> {
        self.bytes.extend_from_slice(&(-1_i16).to_be_bytes());
        self.bytes
    }
}
