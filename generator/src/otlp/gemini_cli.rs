//! Gemini CLI: log records in JSON. Beside each prompt it asks a small model which model to use.
use super::export::{Export, Format, Signal, Source};
use super::flush::batches;
use super::process::{Process, processes, surroundings, timestamp};
use super::record::{Attribute, Log, Record, Value, flag, text, whole};
use crate::script::{Agent, Call, Failure, Script, Step, Tool, ToolEnd};
use domain::{Instant, Mode, StepRole};
use std::borrow::Cow;
use std::sync::Arc;

const LOGS_MS: i64 = 5_000;
/// It tells the version of its runtime for its own.
const RUNTIME: &str = "v20.20.2";

pub(super) fn exports(script: &Script) -> Vec<Export> {
    let own = [
        text("host.name", "workstation"),
        text("process.runtime.name", "nodejs"),
        text("service.name", "gemini-cli"),
        text("service.version", RUNTIME),
        text("session.id", &script.session_id),
    ];
    let resource = [own.to_vec(), surroundings(script)].concat();
    let source = Arc::new(Source { resource, scope: Agent::GeminiCli.id(), version: "" });
    let of_process = |process: Process<'_>| {
        let records = logs(script, &process);
        batches(&process, Signal::Logs, Format::Json, &source, LOGS_MS, records)
    };
    processes(script).into_iter().flat_map(of_process).collect()
}

fn logs(script: &Script, process: &Process<'_>) -> Vec<(Instant, Record)> {
    let mut records = Vec::new();
    for (number, turn) in process.turns.iter().enumerate() {
        let is_interactive = turn.mode == Mode::Interactive;
        let prompt_id = match turn.mode {
            Mode::Headless => script.session_id.clone(),
            Mode::Interactive => format!("{}########{number}", script.session_id),
        };
        let mut add = |at: Instant, name: &str, body: String, own: Vec<Attribute>| {
            let common = [
                text("session.id", &script.session_id),
                text("installation.id", "00000000-0000-4000-8000-000000000000"),
                flag("interactive", is_interactive),
                text("auth_type", "gemini-api-key"),
                text("event.name", format!("gemini_cli.{name}")),
                text("event.timestamp", timestamp(at)),
                text("prompt_id", &prompt_id),
            ];
            let attributes = [common.to_vec(), own].concat();
            let log = Log { time: Some(at), observed: Some(at), body: Some(body), attributes, ..Log::default() };
            records.push((at, Record::Log(log)));
        };
        let length = turn.text.chars().count() as i64;
        let prompt = vec![whole("prompt_length", length), text("prompt", &turn.text)];
        add(turn.at, "user_prompt", format!("User prompt. Length: {length}."), prompt);
        for step in &turn.steps {
            match step {
                Step::Call(call) => {
                    let asked = vec![text("model", call.model), role(call)];
                    add(call.start, "api_request", format!("API request to {}.", call.model), asked);
                    let (name, body) = match call.failure {
                        None => ("api_response", format!("API response from {}. Status code: 200.", call.model)),
                        Some(_) => ("api_error", format!("API error for {}.", call.model)),
                    };
                    add(call.end, name, body, ended(call));
                }
                Step::Tool(tool) => {
                    if let Some((at, own)) = used(tool) {
                        add(at, "tool_call", format!("Tool call: {}.", tool.name), own);
                    }
                }
            }
        }
    }
    records
}

fn role(call: &Call) -> Attribute {
    text("role", if call.role == StepRole::Utility { "utility_router" } else { "main" })
}

fn ended(call: &Call) -> Vec<Attribute> {
    let mut own = vec![text("model", call.model), whole("duration_ms", call.duration_ms()), role(call)];
    match call.failure {
        None => own.extend([
            whole("input_token_count", call.input_tokens),
            // What it thinks comes on top of what it writes.
            whole("output_token_count", call.output_tokens - call.reasoning_tokens),
            whole("cached_content_token_count", call.cache_read_tokens),
            whole("thoughts_token_count", call.reasoning_tokens),
            whole("tool_token_count", 0),
            whole("total_token_count", call.input_tokens + call.output_tokens),
            whole("status_code", 200),
            (Cow::Borrowed("finish_reasons"), Value::Texts(vec!["STOP".to_owned()])),
        ]),
        Some(Failure::Status(status)) => own.extend([
            text("error.message", "The model is overloaded."),
            text("error", "The model is overloaded."),
            whole("status_code", status),
            text("error.type", "ServerError"),
        ]),
        Some(Failure::Timeout) => {
            own.extend([text("error.message", "The request timed out."), text("error.type", "TimeoutError")]);
        }
    }
    own
}

/// A use is reported when it ends, one that was interrupted never.
fn used(tool: &Tool) -> Option<(Instant, Vec<Attribute>)> {
    let (at, ok, decision) = match tool.end {
        ToolEnd::Done { at, ok } => (at, ok, Value::Text("accept".to_owned())),
        ToolEnd::Rejected(_) => (tool.decided, false, Value::Text("reject".to_owned())),
        ToolEnd::Never => return None,
    };
    let own = vec![
        text("function_name", tool.name),
        whole("duration_ms", at.millis_since(tool.decided) + tool.waited_ms.unwrap_or(0)),
        flag("success", ok),
        (Cow::Borrowed("decision"), decision),
        text("tool_type", "native"),
        (Cow::Borrowed("mcp_server_name"), Value::Empty),
    ];
    Some((at, own))
}
