//! Codex: its logs. It names no run in them, so a run lasts from one prompt of a conversation to the next.
//!
//! Tokens are those of the `response.completed` that carries them; the same event comes once more without. Each
//! failed request is a failed call.
use super::Seen;
use super::events::{Common, Events, Message};
use super::reading::{Reading, failure, time_of};
use super::steps::{ended, model_called, rejected_by, tool_used};
use crate::otlp::record::LogRecord;
use domain::contract::FieldError;
use domain::{CallStatus, EventBody, Mode, ModelCalled, StepRole, ToolStatus, ToolUsed, Unstored};

/// The beginning of its events' names.
pub(super) const PREFIX: &str = "codex.";

pub(super) const AGENT: &str = "codex";
/// What stands for a prompt that its settings keep secret.
const REDACTED: &str = "[REDACTED]";
/// The agent that other agents are started by.
const MAIN: &str = "/root";

/// Events that say nothing that is counted here.
const KNOWN: &[&str] = &[
    "codex.conversation_starts",
    "codex.sandbox_outcome",
    "codex.startup_phase",
    "codex.turn_ttfm",
    "codex.turn_ttft",
    "codex.websocket_connect",
    "codex.websocket_event",
    "codex.websocket_request",
];

/// Makes events of a log record.
pub(super) fn log(
    reading: &Reading<'_, '_>,
    log: &LogRecord<'_>,
    name: &str,
    events: &mut Events<'_>,
) -> Result<Seen, FieldError> {
    let (common, time) = (common(reading), time_of(reading, log));
    match name {
        "codex.user_prompt" => {
            let text = reading.text("prompt").filter(|text| *text != REDACTED);
            events.add_message(&common, time, None, Message::prompt(text))?;
        }
        "codex.sse_event" => {
            if let Some(call) = streamed(reading)? {
                events.add(&common, time, None, EventBody::ModelCalled(Box::new(call)))?;
            }
        }
        "codex.api_request" => {
            if let Some(call) = failed(reading) {
                events.add(&common, time, None, EventBody::ModelCalled(Box::new(call)))?;
            }
        }
        "codex.tool_decision" => {
            if let Some(tool) = decided(reading) {
                events.add(&common, time, None, EventBody::ToolUsed(Box::new(tool)))?;
            }
        }
        "codex.tool_result" => events.add(&common, time, None, EventBody::ToolUsed(Box::new(used(reading))))?,
        _ if KNOWN.contains(&name) => {}
        _ => return Ok(Seen::Not(Unstored::Unknown)),
    }
    Ok(Seen::Known)
}

fn common<'d>(reading: &Reading<'d, '_>) -> Common<'d> {
    let mut common = Common::new(AGENT, reading.text("conversation.id"), reading);
    common.agent_version = reading.first_told(&["app.version", "service.version"]);
    common.mode = reading.text("originator").and_then(mode);
    common.user_id = reading.person(&["user.account_id"]);
    // Its own setting for the environment.
    common.environment = common.environment.or_else(|| reading.told("env"));
    common
}

fn mode(originator: &str) -> Option<Mode> {
    match originator {
        "codex_exec" => Some(Mode::Headless),
        "codex-tui" | "codex_cli_rs" | "codex_vscode" => Some(Mode::Interactive),
        _ => None,
    }
}

/// A call of which the stream ended.
fn streamed(reading: &Reading<'_, '_>) -> Result<Option<ModelCalled>, FieldError> {
    let model = reading.text("model");
    match reading.text("event.kind") {
        Some("response.completed") => {}
        Some("response.failed") => {
            return Ok(Some(ModelCalled {
                error_type: failure(None, None, reading.text("error.message")),
                ..model_called(StepRole::Main, CallStatus::Error, model)
            }));
        }
        _ => return Ok(None),
    }
    let Some(input_tokens) = reading.whole("input_token_count", "payload.input_tokens")? else { return Ok(None) };
    Ok(Some(ModelCalled {
        input_tokens,
        cache_read_tokens: reading.whole("cached_token_count", "payload.cache_read_tokens")?,
        cache_write_tokens: reading.whole("cache_write_token_count", "payload.cache_write_tokens")?,
        output_tokens: reading.count("output_token_count", "payload.output_tokens")?,
        reasoning_tokens: reading.whole("reasoning_token_count", "payload.reasoning_tokens")?,
        first_token_ms: reading.millis("ttft_ms"),
        ..model_called(StepRole::Main, CallStatus::Ok, model)
    }))
}

/// A request that failed. Requests that were answered say nothing of tokens; requests of other kinds than model
/// calls, such as for the list of models, are no steps.
fn failed(reading: &Reading<'_, '_>) -> Option<ModelCalled> {
    let status = reading.status(&["http.response.status_code"]);
    let message = reading.text("error.message");
    if status.is_none_or(|status| status < 400) && message.is_none() {
        return None;
    }
    let is_call = |endpoint: &str| endpoint.contains("responses") || endpoint.contains("completions");
    if !reading.text("endpoint").is_none_or(is_call) {
        return None;
    }
    Some(ModelCalled {
        error_type: failure(status, None, message),
        duration_ms: reading.millis("duration_ms"),
        ..model_called(StepRole::Main, CallStatus::Error, reading.text("model"))
    })
}

/// A use without an id cannot be told from others, so it is counted when it ends, and not when it begins.
fn decided(reading: &Reading<'_, '_>) -> Option<ToolUsed> {
    if reading.text("decision")?.starts_with("approved") {
        return reading.text("call_id").map(|_| tool(reading, ToolStatus::Started));
    }
    let by = rejected_by(reading.text("source").is_some_and(|source| source.eq_ignore_ascii_case("user")));
    Some(ToolUsed { rejected_by: Some(by), ..tool(reading, ToolStatus::Rejected) })
}

/// Its result says whether the tool ran; how a command ended stands in its output alone.
fn used(reading: &Reading<'_, '_>) -> ToolUsed {
    ToolUsed {
        duration_ms: reading.millis("duration_ms"),
        ..tool(reading, ended(reading.flag("success").unwrap_or(true)))
    }
}

fn tool(reading: &Reading<'_, '_>, status: ToolStatus) -> ToolUsed {
    let role = match reading.text("agent_name") {
        None | Some(MAIN) => StepRole::Main,
        Some(_) => StepRole::Subagent,
    };
    ToolUsed {
        call_id: reading.text("call_id").map(str::to_owned),
        ..tool_used(reading.text("tool_name"), Some(role), status)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Seen;
    use super::super::testing::{Named, Told, log, tell};
    use crate::otlp::Signal;
    use domain::Unstored;
    use serde_json::{Value, json};

    const RESOURCE: &[Named] = &[];

    fn record(time: i64, name: &str, named: &[Named]) -> Value {
        let always = [
            ("event.name", json!(name)),
            ("conversation.id", json!("c")),
            ("originator", json!("codex_exec")),
            ("model", json!("gpt")),
        ];
        // It leaves the time out, and puts the place of the code where the name belongs.
        let mut record = log(0, &[&always[..], named].concat());
        record["timeUnixNano"] = json!("0");
        record["observedTimeUnixNano"] = json!(format!("{time}000000"));
        record["eventName"] = json!("event src/lib.rs:1");
        record["traceId"] = json!("");
        record
    }

    fn told(records: &[Value]) -> Told {
        tell(Signal::Logs, RESOURCE, "codex_otel.log_only", records)
    }

    #[test]
    fn a_run_with_a_tool() {
        let use_of = [("tool_name", json!("shell")), ("call_id", json!("t-1"))];
        let tokens = [
            ("event.kind", json!("response.completed")),
            ("input_token_count", json!("900")),
            ("output_token_count", json!("50")),
            ("cached_token_count", json!(800)),
            ("cache_write_token_count", json!(0)),
            ("reasoning_token_count", json!(20)),
            ("tool_token_count", json!("950")),
            ("ttft_ms", json!(7)),
        ];
        let told = told(&[
            record(1, "codex.user_prompt", &[("prompt", json!("[REDACTED]"))]),
            record(
                2,
                "codex.api_request",
                &[
                    ("http.response.status_code", json!(500)),
                    ("duration_ms", json!("30")),
                    ("endpoint", json!("/responses")),
                ],
            ),
            record(
                3,
                "codex.api_request",
                &[("http.response.status_code", json!(200)), ("endpoint", json!("/responses"))],
            ),
            record(
                4,
                "codex.api_request",
                &[("http.response.status_code", json!(404)), ("endpoint", json!("/models"))],
            ),
            record(5, "codex.sse_event", &[("event.kind", json!("response.completed")), ("duration_ms", json!("1"))]),
            record(6, "codex.sse_event", &tokens),
            record(
                7,
                "codex.tool_decision",
                &[&use_of[..], &[("decision", json!("approved")), ("source", json!("Config"))]].concat(),
            ),
            record(
                8,
                "codex.tool_result",
                &[
                    &use_of[..],
                    &[("success", json!("true")), ("duration_ms", json!("60")), ("output", json!("a secret"))],
                ]
                .concat(),
            ),
            record(
                9,
                "codex.tool_decision",
                &[&use_of[..], &[("decision", json!("denied")), ("source", json!("User"))]].concat(),
            ),
        ]);
        let expected = [
            r#"1 message_created c - - headless {"actor":"user","starts_run":true}"#,
            r#"2 model_called c - - headless {"role":"main","status":"error","error_type":"http_500","model":"gpt","input_tokens":0,"output_tokens":0,"duration_ms":30}"#,
            r#"6 model_called c - - headless {"role":"main","status":"ok","model":"gpt","input_tokens":900,"cache_read_tokens":800,"cache_write_tokens":0,"output_tokens":50,"reasoning_tokens":20,"first_token_ms":7}"#,
            r#"7 tool_used c - - headless {"tool":"shell","role":"main","status":"started","call_id":"t-1"}"#,
            r#"8 tool_used c - - headless {"tool":"shell","role":"main","status":"ok","duration_ms":60,"call_id":"t-1"}"#,
            r#"9 tool_used c - - headless {"tool":"shell","role":"main","status":"rejected","rejected_by":"user","call_id":"t-1"}"#,
        ];
        assert_eq!(told.lines(), expected);
    }

    #[test]
    fn debug_messages_are_known_and_new_events_are_not() {
        let mut flushing = log(1, &[]);
        flushing["body"] = json!({"stringValue": "flushing"});
        let told = tell(
            Signal::Logs,
            &[("service.name", json!("codex_cli_rs"))],
            "codex_otel::metrics",
            &[flushing, record(2, "codex.turn_ttft", &[]), record(3, "codex.dream", &[])],
        );
        assert_eq!(told.seen, [Seen::Known, Seen::Known, Seen::Not(Unstored::Unknown)]);
        assert!(told.events.is_empty());
    }
}
