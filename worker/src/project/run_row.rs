//! Rows of runs.
use super::ProjectError;
use domain::keys::{self, RunKeys};
use domain::{Artifacts, Completion, Key, NanoUsd, OrgId, RunId, RunStatus, SessionId, UserId};
use fold::Run;
use fold::keyed::Keyed;
use std::sync::Arc;
use store::{Row, Rows, StoreError};

/// The columns that are read, in the order of [`read`].
pub(super) const COLUMNS: &str = "r.run_id, r.first_at, r.completed_at, r.duration_ms, r.queue_wait_ms, \
    r.cost_nano_usd, r.input_tokens, r.output_tokens, r.cache_read_tokens, r.cache_write_tokens, r.status, \
    r.session_id, r.user_id, r.first_model, r.terminal_model, r.error_type, r.artifacts, r.keys";

/// Reads a run.
pub(super) fn read(row: &Row) -> Result<(RunId, Run), ProjectError> {
    let keys = RunKeys::decode(row.instant(1)?, row.bytes(17)?)?;
    let terminal = match keys.terminal {
        Some(key) => Some(Keyed { key, value: Box::new(read_completion(row)?) }),
        None => None,
    };
    let run = Run {
        first: Keyed { key: keys.first, value: SessionId::from(row.text(11)?) },
        started: keys.started,
        user: keyed(keys.user, row.text_or_null(12)?.map(UserId::from)),
        queue_wait_ms: keyed(keys.queue_wait, row.int_or_null(4)?),
        model: keyed(keys.model, row.text_or_null(13)?.map(Arc::from)),
        terminal,
    };
    Ok((RunId::from(row.text(0)?), run))
}

pub(super) fn keyed<T>(key: Option<Key>, value: Option<T>) -> Option<Keyed<T>> {
    Some(Keyed { key: key?, value: value? })
}

fn read_completion(row: &Row) -> Result<Completion, StoreError> {
    let status = row.code(10)?;
    Ok(Completion {
        status: RunStatus::from_code(status).ok_or_else(|| StoreError::Damaged(format!("run status {status}")))?,
        duration_ms: row.int(3)?,
        cost: NanoUsd(row.int(5)?),
        input_tokens: row.int(6)?,
        output_tokens: row.int(7)?,
        cache_read_tokens: row.int_or_null(8)?,
        cache_write_tokens: row.int_or_null(9)?,
        error_type: row.text_or_null(15)?.map(str::to_owned),
        model: row.text_or_null(14)?.map(str::to_owned),
        artifacts: row.text_or_null(16)?.map(read_artifacts).transpose()?,
    })
}

fn read_artifacts(json: &str) -> Result<Artifacts, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::Damaged(format!("run artifacts: {error}")))
}

fn write_artifacts(artifacts: &Artifacts) -> Option<Arc<str>> {
    // Numbers and texts always have a JSON form.
    serde_json::to_string(artifacts).ok().map(Arc::from)
}

/// The rows of runs.
pub(super) fn rows(org_id: &OrgId, runs: &[(RunId, Run)]) -> Rows {
    let completion = |run: &Run| run.terminal.as_ref().map(|terminal| terminal.value.clone());
    let completions: Vec<Option<Box<Completion>>> = runs.iter().map(|(_, run)| completion(run)).collect();
    let of = |get: fn(&Completion) -> Option<i64>| completions.iter().map(move |done| done.as_deref().and_then(get));
    let text = |get: fn(&Completion) -> Option<&str>| {
        completions.iter().map(move |done| done.as_deref().and_then(get).map(Arc::from))
    };
    Rows::new()
        .text("org_id", runs.iter().map(|_| org_id.shared()))
        .text("run_id", runs.iter().map(|(id, _)| id.shared()))
        .int("first_at", runs.iter().map(|(_, run)| run.first.key.at.0))
        .int_or_null("started_event_at", runs.iter().map(|(_, run)| run.started.as_ref().map(|key| key.at.0)))
        .int_or_null("completed_at", runs.iter().map(|(_, run)| run.completed_at().map(|at| at.0)))
        .int_or_null("duration_ms", of(|done| Some(done.duration_ms)))
        .int_or_null("queue_wait_ms", runs.iter().map(|(_, run)| run.queue_wait_ms.as_ref().map(|wait| wait.value)))
        .int_or_null("cost_nano_usd", of(|done| Some(done.cost.0)))
        .int_or_null("input_tokens", of(|done| Some(done.input_tokens)))
        .int_or_null("output_tokens", of(|done| Some(done.output_tokens)))
        .int_or_null("cache_read_tokens", of(|done| done.cache_read_tokens))
        .int_or_null("cache_write_tokens", of(|done| done.cache_write_tokens))
        .int_or_null("status", of(|done| Some(i64::from(done.status.code()))))
        .text("session_id", runs.iter().map(|(_, run)| run.first.value.shared()))
        .text_or_null("user_id", runs.iter().map(|(_, run)| run.user.as_ref().map(|user| user.value.shared())))
        .text_or_null(
            "first_model",
            runs.iter().map(|(_, run)| run.model.as_ref().map(|model| Arc::clone(&model.value))),
        )
        .text_or_null("terminal_model", text(|done| done.model.as_deref()))
        .text_or_null("error_type", text(|done| done.error_type.as_deref()))
        .text_or_null(
            "artifacts",
            completions.iter().map(|done| done.as_ref()?.artifacts.as_ref().and_then(write_artifacts)),
        )
        .bytes("keys", runs.iter().map(|(_, run)| write_keys(run)))
}

fn write_keys(run: &Run) -> Vec<u8> {
    keys::encode(run.first.key.at, &run.keys())
}
