//! When records are sent: an exporter sends what it has in a steady rhythm, and the rest when its process ends.
use super::export::{Export, Format, Signal, Source};
use super::process::Process;
use super::record::Record;
use domain::Instant;
use std::sync::Arc;

/// The batches of a process's records, which are sent every `every_ms` milliseconds.
pub(super) fn batches(
    process: &Process<'_>,
    signal: Signal,
    format: Format,
    source: &Arc<Source>,
    every_ms: i64,
    mut records: Vec<(Instant, Record)>,
) -> Vec<Export> {
    records.sort_by_key(|(at, _)| *at);
    let mut exports: Vec<Export> = Vec::new();
    for (at, record) in records {
        let due = due(process, every_ms, at);
        match exports.last_mut().filter(|export| export.due == due) {
            Some(export) => export.records.push(record),
            None => exports.push(Export { due, signal, format, source: Arc::clone(source), records: vec![record] }),
        }
    }
    exports
}

/// When a record of this time is sent.
pub(super) fn due(process: &Process<'_>, every_ms: i64, at: Instant) -> Instant {
    let ticks = at.millis_since(process.start).max(0) / every_ms + 1;
    let tick = process.start.plus_micros(ticks * every_ms * 1_000);
    if process.end < tick { process.end.max(at) } else { tick }
}
