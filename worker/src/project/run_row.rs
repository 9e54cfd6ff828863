//! Rows of runs.
//!
//! Of a run that only `run_started` and `run_completed` describe, the columns and `keys` are its whole state. A
//! run with a prompt or steps has its state in the column `steps`, and the other columns are derived from it.
use super::ProjectError;
use super::stored::{self, Stored};
use domain::keys::{self, RunKeys};
use domain::totals::told;
use domain::{
    Artifacts, EventBody, EventType, Instant, Key, NanoUsd, OrgId, RunCompleted, RunId, RunStatus, SessionId, UserId,
};
use fold::keyed::Keyed;
use fold::state::ChangedRun;
use fold::steps::StepFigures;
use fold::{Reported, Run, RunPrompt, SettledRun, Steps};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Rows, StoreError};

/// The columns of a [`RunRow`].
pub(super) const COLUMNS: &str = "r.run_id, r.first_at, r.duration_ms, r.queue_wait_ms, \
    r.cost_nano_usd, r.input_tokens, r.output_tokens, r.cache_read_tokens, r.cache_write_tokens, r.status, \
    r.session_id, r.user_id, r.first_model, r.terminal_model, r.error_type, r.artifacts, r.keys, r.steps";

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
    steps: Option<Vec<u8>>,
}

/// The content of the column `steps`.
#[derive(Serialize, Deserialize)]
struct State {
    reported: Option<StoredReported>,
    prompt: Option<Box<RunPrompt>>,
    steps: Option<Box<Steps>>,
}

impl Stored for State {
    const WHAT: &'static str = "the steps of a run";
}

/// The artifacts of a run.
#[derive(FromQueryResult)]
pub(super) struct ArtifactsRow {
    run_id: String,
    artifacts: String,
}

impl ArtifactsRow {
    /// The run, and what it changed.
    pub(super) fn into_artifacts(self) -> Result<(RunId, Artifacts), ProjectError> {
        Ok((RunId::from(self.run_id), read_artifacts(&self.artifacts)?))
    }
}

/// [`Reported`] with the terminal event as its payload.
#[derive(Serialize, Deserialize)]
struct StoredReported {
    first: Keyed<SessionId>,
    started: Option<Key>,
    user: Option<Keyed<UserId>>,
    queue_wait_ms: Option<Keyed<i64>>,
    model: Option<Keyed<Arc<str>>>,
    terminal: Option<Keyed<String>>,
}

impl RunRow {
    /// The run; `None` if the row only holds steps that are stored with their session.
    pub(super) fn into_run(mut self) -> Result<Option<(RunId, Run)>, ProjectError> {
        let run = match &self.steps {
            Some(bytes) => stored::decode::<State>(bytes)?.into_run()?,
            None => Run { reported: Some(self.take_reported()?), prompt: None, steps: None },
        };
        Ok(run.own_first().is_some().then(|| (RunId::from(self.run_id), run)))
    }

    fn take_reported(&mut self) -> Result<Reported, ProjectError> {
        let keys = RunKeys::decode(Instant(self.first_at), &self.keys)?;
        let terminal = match keys.terminal {
            Some(key) => Some(Keyed { key, value: Box::new(self.take_completion()?) }),
            None => None,
        };
        Ok(Reported {
            first: Keyed { key: keys.first, value: SessionId::from(self.session_id.as_str()) },
            started: keys.started,
            user: keyed(keys.user, self.user_id.take().map(UserId::from)),
            queue_wait_ms: keyed(keys.queue_wait, self.queue_wait_ms),
            model: keyed(keys.model, self.first_model.take().map(Arc::from)),
            terminal,
        })
    }

    fn take_completion(&mut self) -> Result<RunCompleted, StoreError> {
        let status = reported(self.status)?;
        Ok(RunCompleted {
            status: RunStatus::from_code(status).ok_or_else(|| StoreError::Damaged(format!("run status {status}")))?,
            duration_ms: reported(self.duration_ms)?,
            cost: Some(NanoUsd(reported(self.cost_nano_usd)?)),
            input_tokens: Some(reported(self.input_tokens)?),
            output_tokens: Some(reported(self.output_tokens)?),
            cache_read_tokens: self.cache_read_tokens,
            cache_write_tokens: self.cache_write_tokens,
            error_type: self.error_type.take(),
            model: self.terminal_model.take(),
            artifacts: self.artifacts.as_deref().map(read_artifacts).transpose()?,
        })
    }
}

impl State {
    fn of(run: &Run) -> Self {
        let reported = run.reported.as_ref().map(|reported| StoredReported {
            first: reported.first.clone(),
            started: reported.started.clone(),
            user: reported.user.clone(),
            queue_wait_ms: reported.queue_wait_ms.clone(),
            model: reported.model.clone(),
            terminal: reported.terminal.as_ref().map(|Keyed { key, value }| Keyed {
                key: key.clone(),
                // Numbers and texts always have a JSON form.
                value: serde_json::to_string(value).unwrap_or_default(),
            }),
        });
        Self { reported, prompt: run.prompt.clone(), steps: run.steps.clone() }
    }

    fn into_run(self) -> Result<Run, ProjectError> {
        let reported = match self.reported {
            None => None,
            Some(stored) => Some(Reported {
                first: stored.first,
                started: stored.started,
                user: stored.user,
                queue_wait_ms: stored.queue_wait_ms,
                model: stored.model,
                terminal: stored.terminal.map(read_terminal).transpose()?,
            }),
        };
        Ok(Run { reported, prompt: self.prompt, steps: self.steps })
    }
}

fn read_terminal(stored: Keyed<String>) -> Result<Keyed<Box<RunCompleted>>, ProjectError> {
    match EventBody::of_stored(EventType::RunCompleted, &stored.value)? {
        EventBody::RunCompleted(value) => Ok(Keyed { key: stored.key, value }),
        _ => Err(StoreError::Damaged("the terminal event of a run is another event".to_owned()).into()),
    }
}

/// A value that every completed run has.
fn reported<T>(value: Option<T>) -> Result<T, StoreError> {
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

/// What is derived from a run for its columns.
struct Row<'a> {
    id: &'a RunId,
    first: &'a Keyed<SessionId>,
    run: SettledRun<'a>,
    terminal: Option<&'a RunCompleted>,
}

impl<'a> Row<'a> {
    fn of(changed: &'a ChangedRun) -> Option<Self> {
        let run = changed.settled();
        let terminal = changed.run.reported.as_ref().and_then(|reported| reported.terminal.as_ref());
        Some(Self {
            id: &changed.run_id,
            first: run.first()?,
            run,
            terminal: terminal.map(|terminal| &*terminal.value),
        })
    }

    fn started_event_at(&self) -> Option<i64> {
        match &self.run.run.reported {
            Some(reported) => reported.started.as_ref().map(|key| key.at.0),
            None => self.run.inferred_start().map(|at| at.0),
        }
    }

    /// A figure, if the run counts.
    fn figure(&self, value: i128) -> Option<i64> {
        (self.run.ending().is_some() || self.run.is_open()).then(|| told(value))
    }

    /// A figure of its steps, if it has any.
    fn of_steps(&self, get: fn(&StepFigures) -> i128) -> Option<i64> {
        self.has_steps().then(|| told(get(&self.run.step_figures())))
    }

    const fn has_steps(&self) -> bool {
        self.run.run.steps.is_some() || self.run.added.is_some()
    }

    fn is_extended(&self) -> bool {
        self.run.added.is_some() || !self.run.run.is_reported_only()
    }

    fn keys(&self) -> Vec<u8> {
        let mut slots = self.run.run.reported.as_ref().map_or([None; 6], Reported::keys);
        slots[0] = Some(&self.first.key);
        keys::encode(self.first.key.at, &slots)
    }
}

/// The rows of runs; those of steps have more columns, which others need not pay for.
pub(super) fn rows(org_id: &OrgId, runs: &[ChangedRun], with_steps: bool) -> Rows {
    let runs: Vec<Row<'_>> = runs.iter().filter_map(Row::of).collect();
    let figures: Vec<fold::run::Figures> = runs.iter().map(|row| row.run.figures()).collect();
    let both = || runs.iter().zip(&figures);
    let rows = Rows::new()
        .text("org_id", runs.iter().map(|_| org_id.shared()))
        .text("run_id", runs.iter().map(|row| row.id.shared()))
        .int("first_at", runs.iter().map(|row| row.first.key.at.0))
        .int_or_null("started_event_at", runs.iter().map(Row::started_event_at))
        .int_or_null("completed_at", runs.iter().map(|row| row.run.ending().map(|ending| ending.at.0)))
        .int_or_null("duration_ms", runs.iter().map(|row| row.run.ending().map(|ending| ending.duration_ms)))
        .int_or_null(
            "queue_wait_ms",
            runs.iter().map(|row| Some(row.run.run.reported.as_ref()?.queue_wait_ms.as_ref()?.value)),
        )
        .int_or_null("cost_nano_usd", both().map(|(row, figures)| row.figure(figures.cost_nano_usd)))
        .int_or_null("input_tokens", both().map(|(row, figures)| row.figure(figures.input_tokens)))
        .int_or_null("output_tokens", both().map(|(row, figures)| row.figure(figures.output_tokens)))
        .int_or_null("cache_read_tokens", figures.iter().map(|figures| figures.cache_read_tokens.map(told)))
        .int_or_null("cache_write_tokens", figures.iter().map(|figures| figures.cache_write_tokens.map(told)))
        .int_or_null("status", runs.iter().map(|row| row.run.ending().map(|ending| i64::from(ending.status.code()))))
        .text("session_id", runs.iter().map(|row| row.first.value.shared()))
        .text_or_null("user_id", runs.iter().map(|row| row.run.user().map(UserId::shared)))
        .text_or_null("first_model", runs.iter().map(|row| row.run.model().cloned()))
        .text_or_null("terminal_model", runs.iter().map(|row| row.terminal?.model.as_deref().map(Arc::from)))
        .text_or_null("error_type", runs.iter().map(|row| row.run.ending()?.error_type.map(Arc::from)))
        .text_or_null("artifacts", runs.iter().map(|row| row.terminal?.artifacts.as_ref().and_then(write_artifacts)))
        .bytes("keys", runs.iter().map(Row::keys));
    if !with_steps {
        return rows;
    }
    let of_steps = |get: fn(&StepFigures) -> i128| runs.iter().map(move |row| row.of_steps(get));
    rows.int_or_null("reasoning_tokens", of_steps(|steps| steps.reasoning_tokens))
        .int_or_null("model_calls", of_steps(|steps| steps.model_calls.into()))
        .int_or_null("unpriced_calls", both().map(|(row, figures)| row.has_steps().then_some(figures.unpriced_calls)))
        .int_or_null("tool_uses", of_steps(|steps| steps.tool_uses.into()))
        .int_or_null("tool_errors", of_steps(|steps| steps.tool_errors.into()))
        .int_or_null("rejections", of_steps(|steps| steps.rejections.into()))
        .int_or_null("policy_rejections", of_steps(|steps| steps.policy_rejections.into()))
        .int_or_null("tool_time_ms", of_steps(|steps| steps.tool_time_ms))
        .int_or_null("waited_ms", of_steps(|steps| steps.waited_ms))
        .int_or_null("open_at", runs.iter().map(|row| row.run.open_at().map(|at| at.0)))
        .int_or_null("alive_at", runs.iter().map(|row| row.run.alive_at().map(|at| at.0)))
        .int_or_null(
            "cost_source",
            both().map(|(row, figures)| row.is_extended().then(|| i64::from(figures.cost_source.code()))),
        )
        .bool("is_inferred", runs.iter().map(|row| !row.run.run.is_reported()))
        .int_or_null("prompt_mode", runs.iter().map(|row| row.run.prompt_mode().map(|mode| i64::from(mode.code()))))
        .bytes_or_null(
            "steps",
            runs.iter().map(|row| row.is_extended().then(|| stored::encode(&State::of(row.run.run)))),
        )
}
