//! The payload of each type of event.
use super::fields::join;
use super::scalar::{cost, line, text, whole};
use super::{Code, FieldError, Fields, Limits};
use crate::{Actor, Artifacts, Completion, EventBody, EventType, FileChange, HandoffMethod, RunId, RunStatus};
use serde_json::value::RawValue;

/// The path of a payload within its event.
pub const PATH: &str = "payload";

/// What an event of this type tells; `run_id` is that of its envelope.
///
/// # Errors
/// When a field is not what the contract expects.
pub fn body(
    event_type: EventType,
    run_id: Option<RunId>,
    payload: &Fields<'_>,
    limits: Limits,
) -> Result<EventBody, FieldError> {
    let read = Reader { fields: payload, path: PATH, limits };
    let ranges = limits.ranges;
    let run_id = || run_id.ok_or_else(|| missing("run_id", "the id of the run, for a run event"));
    Ok(match event_type {
        EventType::MessageCreated => EventBody::Message {
            actor: read.word("actor", Actor::from_wire, "user, agent or system")?,
            repo_id: read.line("repo_id")?,
        },
        EventType::RunStarted => EventBody::RunStarted {
            run_id: run_id()?,
            queue_wait_ms: read.whole("queue_wait_ms", ranges.millis)?,
            model: read.line("model")?,
            repo_id: read.line("repo_id")?,
        },
        EventType::RunCompleted => {
            EventBody::RunCompleted { run_id: run_id()?, completion: Box::new(completion(&read)?) }
        }
        EventType::LocalHandoff => EventBody::Handoff {
            method: read.word(
                "method",
                HandoffMethod::from_wire,
                "teleport, open_in_cli, download, copy_patch or other",
            )?,
        },
    })
}

fn completion(read: &Reader<'_, '_>) -> Result<Completion, FieldError> {
    let ranges = read.limits.ranges;
    Ok(Completion {
        status: read.word("status", RunStatus::from_wire, "success, fail, timeout or cancelled")?,
        duration_ms: read.required_whole("duration_ms", ranges.millis)?,
        cost: cost(read.required("cost", "an amount in USD")?, &join(PATH, "cost"))?,
        input_tokens: read.required_whole("input_tokens", ranges.tokens)?,
        output_tokens: read.required_whole("output_tokens", ranges.tokens)?,
        cache_read_tokens: read.whole("cache_read_tokens", ranges.tokens)?,
        cache_write_tokens: read.whole("cache_write_tokens", ranges.tokens)?,
        error_type: read.line("error_type")?,
        model: read.line("model")?,
        artifacts: match read.fields.get("artifacts") {
            Some(raw) => Some(artifacts(raw, read.limits)?),
            None => None,
        },
    })
}

fn artifacts(raw: &RawValue, limits: Limits) -> Result<Artifacts, FieldError> {
    const ARTIFACTS: &str = "payload.artifacts";
    let fields = Fields::read(raw, ARTIFACTS)?;
    let read = Reader { fields: &fields, path: ARTIFACTS, limits };
    Ok(Artifacts {
        files_changed: read.whole("files_changed", limits.ranges.counts)?.unwrap_or(0),
        lines_added: read.whole("lines_added", limits.ranges.counts)?.unwrap_or(0),
        lines_deleted: read.whole("lines_deleted", limits.ranges.counts)?.unwrap_or(0),
        tests_run: read.whole("tests_run", limits.ranges.counts)?,
        tests_passed: read.whole("tests_passed", limits.ranges.counts)?,
        files: match fields.get("files") {
            Some(raw) => files(raw, &join(ARTIFACTS, "files"), limits)?,
            None => Vec::new(),
        },
    })
}

fn files(raw: &RawValue, path: &str, limits: Limits) -> Result<Vec<FileChange>, FieldError> {
    list(raw, path)?
        .into_iter()
        .enumerate()
        .map(|(index, raw)| {
            let path = format!("{path}[{index}]");
            if raw.get().starts_with('[') {
                file_of_list(raw, &path, limits)
            } else {
                file_of_object(raw, &path, limits)
            }
        })
        .collect()
}

fn file_of_object(raw: &RawValue, path: &str, limits: Limits) -> Result<FileChange, FieldError> {
    let fields = Fields::read(raw, path)?;
    let read = Reader { fields: &fields, path, limits };
    Ok(FileChange {
        path: read.line("path")?.ok_or_else(|| missing(&join(path, "path"), "the path of the file"))?,
        lines_added: read.whole("lines_added", limits.ranges.counts)?.unwrap_or(0),
        lines_deleted: read.whole("lines_deleted", limits.ranges.counts)?.unwrap_or(0),
    })
}

/// The short form: `["src/main.rs", 10, 2]`.
fn file_of_list(raw: &RawValue, path: &str, limits: Limits) -> Result<FileChange, FieldError> {
    match list(raw, path)?.as_slice() {
        [name, added, deleted] => Ok(FileChange {
            path: line(name, &format!("{path}[0]"), limits.field_chars)?.into_owned(),
            lines_added: whole(added, &format!("{path}[1]"), limits.ranges.counts)?,
            lines_deleted: whole(deleted, &format!("{path}[2]"), limits.ranges.counts)?,
        }),
        _ => Err(FieldError::new(path, Code::WrongType, "expected [path, lines_added, lines_deleted]")),
    }
}

fn list<'a>(raw: &'a RawValue, path: &str) -> Result<Vec<&'a RawValue>, FieldError> {
    serde_json::from_str(raw.get()).map_err(|_| FieldError::new(path, Code::WrongType, "expected a list"))
}

fn missing(path: &str, expected: &str) -> FieldError {
    FieldError::new(path, Code::Missing, format!("expected {expected}"))
}

/// Reads the fields of one object.
struct Reader<'a, 'f> {
    fields: &'f Fields<'a>,
    path: &'f str,
    limits: Limits,
}

impl<'a> Reader<'a, '_> {
    fn required(&self, name: &str, expected: &str) -> Result<&'a RawValue, FieldError> {
        self.fields.get(name).ok_or_else(|| missing(&join(self.path, name), expected))
    }

    fn line(&self, name: &str) -> Result<Option<String>, FieldError> {
        let Some(raw) = self.fields.get(name) else { return Ok(None) };
        line(raw, &join(self.path, name), self.limits.field_chars).map(|text| Some(text.into_owned()))
    }

    fn whole(&self, name: &str, max: i64) -> Result<Option<i64>, FieldError> {
        self.fields.get(name).map(|raw| whole(raw, &join(self.path, name), max)).transpose()
    }

    fn required_whole(&self, name: &str, max: i64) -> Result<i64, FieldError> {
        whole(self.required(name, "a whole number")?, &join(self.path, name), max)
    }

    fn word<T>(&self, name: &str, known: impl Fn(&str) -> Option<T>, expected: &str) -> Result<T, FieldError> {
        let path = join(self.path, name);
        let word = text(self.required(name, expected)?, &path)?;
        known(&word).ok_or_else(|| FieldError::new(path, Code::UnknownValue, format!("expected {expected}")))
    }
}
