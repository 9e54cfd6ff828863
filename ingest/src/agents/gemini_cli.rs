//! Gemini CLI: its logs, and those of Qwen Code, which descends from it and differs in a few points.
//!
//! Its prompt ids are no runs: a resumed headless session has the same one again. A run lasts from one prompt of a
//! session to the next. It reports the same calls once more under the names of the conventions for generative AI,
//! and again in spans and metrics, whose values it never resets.
use super::Seen;
use super::events::{Common, Events, Message};
use super::reading::{Reading, failure, time_of};
use super::steps::{ended, model_called, rejected_by, tool_used};
use crate::otlp::record::LogRecord;
use domain::contract::FieldError;
use domain::{CallStatus, EventBody, Mode, ModelCalled, StepRole, ToolStatus, ToolUsed, Unstored};

/// Its scope.
pub(super) const SCOPE: &str = "gemini-cli";
/// The beginning of its events' names.
pub(super) const PREFIX: &str = "gemini_cli.";

/// In what the two agents differ.
pub(super) struct Dialect {
    /// The agent.
    pub(super) agent: &'static str,
    /// Whether the version of its service is its own; Gemini CLI sends that of Node.js.
    pub(super) has_version: bool,
    /// Whether the tokens of thoughts are told beside those of the answer, and not within them.
    pub(super) adds_thoughts: bool,
    /// Which part of the agent took a step.
    pub(super) role: fn(&Reading<'_, '_>) -> StepRole,
}

const GEMINI: Dialect = Dialect { agent: "gemini-cli", has_version: false, adds_thoughts: true, role };

/// Events that say nothing that is counted here, or say it again.
const KNOWN: &[&str] = &[
    "api_request",
    "approval_mode_duration",
    "approval_mode_switch",
    "auth",
    "chat.content_retry",
    "chat.content_retry_failure",
    "chat.invalid_chunk",
    "chat_compression",
    "config",
    "conversation_finished",
    "edit_correction",
    "edit_strategy",
    "extension_disable",
    "extension_enable",
    "extension_install",
    "extension_uninstall",
    "extension_update",
    "file_operation",
    "flash_fallback",
    "hook_call",
    "ide_connection",
    "loop_detected",
    "malformed_json_response",
    "memory.extract",
    "memory.recall",
    "model_routing",
    "model_slash_command",
    "next_speaker_check",
    "plan.approval_mode_duration",
    "plan.approval_mode_switch",
    "ripgrep_fallback",
    "slash_command",
    "startup_stats",
    "subagent_execution",
    "tool_output_truncated",
];

/// Makes events of a log record.
pub(super) fn log(
    reading: &Reading<'_, '_>,
    log: &LogRecord<'_>,
    name: &str,
    events: &mut Events<'_>,
) -> Result<Seen, FieldError> {
    log_as(&GEMINI, reading, log, name, events)
}

/// The same for a descendant.
pub(super) fn log_as(
    dialect: &Dialect,
    reading: &Reading<'_, '_>,
    log: &LogRecord<'_>,
    name: &str,
    events: &mut Events<'_>,
) -> Result<Seen, FieldError> {
    let mut common = Common::new(dialect.agent, reading.told("session.id"), reading);
    if dialect.has_version {
        common.agent_version = reading.told("service.version");
    }
    common.mode =
        reading.flag("interactive").map(|interactive| if interactive { Mode::Interactive } else { Mode::Headless });
    common.user_id = reading.person(&[]);
    let time = time_of(reading, log);
    match name {
        "user_prompt" => events.add_message(&common, time, None, Message::prompt(reading.text("prompt")))?,
        "api_response" => {
            events.add(&common, time, None, EventBody::ModelCalled(Box::new(answered(dialect, reading)?)))?;
        }
        "api_error" => events.add(&common, time, None, EventBody::ModelCalled(Box::new(failed(dialect, reading))))?,
        "tool_call" => {
            events.add(&common, time, None, EventBody::ToolUsed(Box::new(used(dialect, reading, common.mode))))?;
        }
        _ if KNOWN.contains(&name) => {}
        _ => return Ok(Seen::Not(Unstored::Unknown)),
    }
    Ok(Seen::Known)
}

fn role(reading: &Reading<'_, '_>) -> StepRole {
    match reading.text("role") {
        Some(role) if role.starts_with("utility") => StepRole::Utility,
        Some(role) if role.starts_with("subagent") => StepRole::Subagent,
        _ => StepRole::Main,
    }
}

fn answered(dialect: &Dialect, reading: &Reading<'_, '_>) -> Result<ModelCalled, FieldError> {
    let output = reading.count("output_token_count", "payload.output_tokens")?;
    let thoughts = reading.whole("thoughts_token_count", "payload.reasoning_tokens")?;
    Ok(ModelCalled {
        input_tokens: reading.count("input_token_count", "payload.input_tokens")?,
        cache_read_tokens: reading.whole("cached_content_token_count", "payload.cache_read_tokens")?,
        output_tokens: if dialect.adds_thoughts { output.saturating_add(thoughts.unwrap_or(0)) } else { output },
        reasoning_tokens: thoughts,
        asked_tools: reading.text("response_text").is_some_and(asks_for_tools).then_some(true),
        ..call(dialect, reading, CallStatus::Ok)
    })
}

/// Whether an answer asks for tools. Within the texts of an answer, quotation marks are escaped.
fn asks_for_tools(answer: &str) -> bool {
    answer.contains("\"functionCall\":")
}

fn failed(dialect: &Dialect, reading: &Reading<'_, '_>) -> ModelCalled {
    let named = reading.text("error.type").or_else(|| reading.text("error_type"));
    let message = reading.text("error.message").or_else(|| reading.text("error_message"));
    ModelCalled {
        error_type: failure(reading.status(&["status_code", "http.status_code"]), named, message),
        ..call(dialect, reading, CallStatus::Error)
    }
}

fn call(dialect: &Dialect, reading: &Reading<'_, '_>, status: CallStatus) -> ModelCalled {
    ModelCalled {
        duration_ms: reading.millis("duration_ms"),
        call_id: reading.text("response_id").map(str::to_owned),
        ..model_called((dialect.role)(reading), status, reading.text("model"))
    }
}

/// A tool that is used is reported once, when it ends.
fn used(dialect: &Dialect, reading: &Reading<'_, '_>, mode: Option<Mode>) -> ToolUsed {
    let is_rejected = reading.text("decision") == Some("reject") || reading.text("status") == Some("cancelled");
    let status = if is_rejected { ToolStatus::Rejected } else { ended(reading.flag("success").unwrap_or(true)) };
    ToolUsed {
        // Nobody is there to reject anything in a headless session.
        rejected_by: is_rejected.then(|| rejected_by(mode != Some(Mode::Headless))),
        model_call_id: reading.text("response_id").map(str::to_owned),
        duration_ms: reading.millis("duration_ms"),
        ..tool_used(reading.text("function_name"), Some((dialect.role)(reading)), status)
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
        let always = [("event.name", json!(name)), ("session.id", json!("s")), ("prompt_id", json!("s"))];
        log(time, &[&always[..], named].concat())
    }

    fn told(records: &[Value]) -> Told {
        tell(Signal::Logs, RESOURCE, "gemini-cli", records)
    }

    #[test]
    fn calls_with_thoughts_and_tools() {
        let person = [("interactive", json!(true))];
        let tokens = [
            ("model", json!("flash")),
            ("duration_ms", json!(90)),
            ("input_token_count", json!(900)),
            ("output_token_count", json!(50)),
            ("cached_content_token_count", json!(800)),
            ("thoughts_token_count", json!(20)),
            ("finish_reasons", json!(["stop", "stop"])),
        ];
        let asks = r#"[{"candidates":[{"content":{"parts":[{"functionCall":{"name":"ls"}}]}}]}]"#;
        let quotes = r#"[{"candidates":[{"content":{"parts":[{"text":"say \"functionCall\": 1"}]}}]}]"#;
        let told = told(&[
            record(1, "gemini_cli.user_prompt", &[&person[..], &[("prompt", json!("Go"))]].concat()),
            record(2, "gemini_cli.api_response", &[&tokens[..], &[("role", json!("utility_router"))]].concat()),
            record(
                3,
                "gemini_cli.api_response",
                &[&tokens[..], &[("role", json!("main")), ("response_text", json!(asks))]].concat(),
            ),
            record(4, "gemini_cli.api_response", &[&tokens[..], &[("response_text", json!(quotes))]].concat()),
            record(
                5,
                "gemini_cli.tool_call",
                &[
                    ("function_name", json!("ls")),
                    ("success", json!(true)),
                    ("decision", json!(null)),
                    ("duration_ms", json!(3)),
                ],
            ),
            record(
                6,
                "gemini_cli.tool_call",
                &[
                    &person[..],
                    &[("function_name", json!("rm")), ("success", json!(false)), ("decision", json!("reject"))],
                ]
                .concat(),
            ),
            record(
                7,
                "gemini_cli.api_error",
                &[("model", json!("flash")), ("error.type", json!("ApiError")), ("status_code", json!(500))],
            ),
        ]);
        let call = |role: &str, asked: &str| {
            format!(
                r#"{{"role":"{role}","status":"ok","model":"flash","input_tokens":900,"cache_read_tokens":800,"output_tokens":70,"reasoning_tokens":20,"duration_ms":90{asked}}}"#
            )
        };
        let expected = [
            r#"1 message_created s - - interactive {"actor":"user","starts_run":true} "Go""#.to_owned(),
            format!("2 model_called s - - - {}", call("utility", "")),
            format!("3 model_called s - - - {}", call("main", r#","asked_tools":true"#)),
            format!("4 model_called s - - - {}", call("main", "")),
            r#"5 tool_used s - - - {"tool":"ls","role":"main","status":"ok","duration_ms":3}"#.to_owned(),
            r#"6 tool_used s - - interactive {"tool":"rm","role":"main","status":"rejected","rejected_by":"user"}"#.to_owned(),
            r#"7 model_called s - - - {"role":"main","status":"error","error_type":"ApiError","model":"flash","input_tokens":0,"output_tokens":0}"#.to_owned(),
        ];
        assert_eq!(told.lines(), expected);
    }

    #[test]
    fn the_same_calls_under_other_names_are_not_counted_again() {
        let told = told(&[
            record(1, "gen_ai.client.inference.operation.details", &[("gen_ai.usage.input_tokens", json!(900))]),
            record(2, "gemini_cli.api_request", &[]),
            record(3, "gemini_cli.dream", &[]),
        ]);
        assert_eq!(told.seen, [Seen::Known, Seen::Known, Seen::Not(Unstored::Unknown)]);
        assert!(told.events.is_empty());
    }
}
