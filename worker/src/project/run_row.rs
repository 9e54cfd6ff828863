//! Rows of runs.
use super::ProjectError;
use domain::keys::{self, RunKeys};
use domain::{Artifacts, Instant, Key, NanoUsd, OrgId, RunCompleted, RunId, RunStatus, SessionId, UserId};
use fold::Run;
use fold::keyed::Keyed;
use sea_orm::FromQueryResult;
use std::sync::Arc;
use store::{Rows, StoreError};

/// The columns of a [`RunRow`].
pub(super) const COLUMNS: &str = "r.run_id, r.first_at, r.duration_ms, r.queue_wait_ms, \
    r.cost_nano_usd, r.input_tokens, r.output_tokens, r.cache_read_tokens, r.cache_write_tokens, r.status, \
    r.session_id, r.user_id, r.first_model, r.terminal_model, r.error_type, r.artifacts, r.keys";

/// A run as it is stored.
#[derive(FromQueryResult)]
pub(super) struct RunRow {
    run_id: String,
    first_at: i64,
    duration_ms: Option<i64>,
    queue_wait_ms: Option<i64>,
    cost_nano_usd: Option<i64>,
    input_tokens: Option<i64>,
    output_tokens: Option<i64>,
    cache_read_tokens: Option<i64>,
    cache_write_tokens: Option<i64>,
    status: Option<i16>,
    session_id: String,
    user_id: Option<String>,
    first_model: Option<String>,
    terminal_model: Option<String>,
    error_type: Option<String>,
    artifacts: Option<String>,
    keys: Vec<u8>,
}

impl RunRow {
    pub(super) fn into_run(mut self) -> Result<(RunId, Run), ProjectError> {
        let keys = RunKeys::decode(Instant(self.first_at), &self.keys)?;
        let terminal = match keys.terminal {
            Some(key) => Some(Keyed { key, value: Box::new(self.take_completion()?) }),
            None => None,
        };
        let run = Run {
            first: Keyed { key: keys.first, value: SessionId::from(self.session_id) },
            started: keys.started,
            user: keyed(keys.user, self.user_id.map(UserId::from)),
            queue_wait_ms: keyed(keys.queue_wait, self.queue_wait_ms),
            model: keyed(keys.model, self.first_model.map(Arc::from)),
            terminal,
        };
        Ok((RunId::from(self.run_id), run))
    }

    fn take_completion(&mut self) -> Result<RunCompleted, StoreError> {
        let status = told(self.status)?;
        Ok(RunCompleted {
            status: RunStatus::from_code(status).ok_or_else(|| StoreError::Damaged(format!("run status {status}")))?,
            duration_ms: told(self.duration_ms)?,
            cost: NanoUsd(told(self.cost_nano_usd)?),
            input_tokens: told(self.input_tokens)?,
            output_tokens: told(self.output_tokens)?,
            cache_read_tokens: self.cache_read_tokens,
            cache_write_tokens: self.cache_write_tokens,
            error_type: self.error_type.take(),
            model: self.terminal_model.take(),
            artifacts: self.artifacts.as_deref().map(read_artifacts).transpose()?,
        })
    }
}

/// A value that every completed run has.
fn told<T>(value: Option<T>) -> Result<T, StoreError> {
    value.ok_or_else(|| StoreError::Damaged("a completed run lacks a figure".to_owned()))
}

pub(super) fn keyed<T>(key: Option<Key>, value: Option<T>) -> Option<Keyed<T>> {
    Some(Keyed { key: key?, value: value? })
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
    let completions: Vec<Option<Box<RunCompleted>>> = runs.iter().map(|(_, run)| completion(run)).collect();
    let of = |get: fn(&RunCompleted) -> Option<i64>| completions.iter().map(move |done| done.as_deref().and_then(get));
    let text = |get: fn(&RunCompleted) -> Option<&str>| {
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
