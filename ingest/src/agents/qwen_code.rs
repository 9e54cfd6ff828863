//! Qwen Code: logs like those of Gemini CLI, from which it descends. It tells the part of the agent by the id of the
//! prompt, and which answer asked for a tool.
use super::Seen;
use super::events::Events;
use super::gemini_cli::{self, Dialect};
use super::reading::Reading;
use crate::otlp::record::LogRecord;
use domain::StepRole;
use domain::contract::FieldError;

/// Its scope.
pub(super) const SCOPE: &str = "qwen-code";
/// The beginning of its events' names.
pub(super) const PREFIX: &str = "qwen-code.";

const QWEN: Dialect = Dialect { agent: "qwen-code", has_version: true, adds_thoughts: false, role };

/// The beginning of the names of agents that it starts by itself, to keep its memory.
const MANAGED: &str = "managed-";

/// Makes events of a log record.
pub(super) fn log(
    reading: &Reading<'_, '_>,
    log: &LogRecord<'_>,
    name: &str,
    events: &mut Events<'_>,
) -> Result<Seen, FieldError> {
    gemini_cli::log_as(&QWEN, reading, log, name, events)
}

/// The prompts of other agents than the main one have ids that begin with the session's and a single `#`.
fn role(reading: &Reading<'_, '_>) -> StepRole {
    let session_id = reading.told("session.id").unwrap_or_default();
    let of_prompt = || {
        let rest = reading.text("prompt_id")?.strip_prefix(session_id)?.strip_prefix('#')?;
        (!rest.starts_with('#')).then_some(rest)
    };
    match reading.text("subagent_name").or_else(of_prompt) {
        None => StepRole::Main,
        Some(name) if name.starts_with(MANAGED) => StepRole::Utility,
        Some(_) => StepRole::Subagent,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Named, log, tell};
    use crate::otlp::Signal;
    use serde_json::json;

    #[test]
    fn parts_of_the_agent_by_the_id_of_the_prompt() {
        let call = |time, named: &[Named]| {
            let always = [
                ("event.name", json!("qwen-code.api_response")),
                ("session.id", json!("s")),
                ("model", json!("coder")),
                ("response_id", json!("r-1")),
                ("output_token_count", json!(50)),
                ("thoughts_token_count", json!(20)),
            ];
            log(time, &[&always[..], named].concat())
        };
        let resource = [("service.name", json!("qwen-code")), ("service.version", json!("1.2"))];
        let told = tell(
            Signal::Logs,
            &resource,
            "qwen-code",
            &[
                call(1, &[("prompt_id", json!("0af")), ("subagent_name", json!(null))]),
                call(2, &[("prompt_id", json!("s########3"))]),
                call(3, &[("prompt_id", json!("s#managed-memory-x#0"))]),
                call(4, &[("prompt_id", json!("s#explore-x#0"))]),
                call(5, &[("prompt_id", json!("0af")), ("subagent_name", json!("explore"))]),
                log(
                    6,
                    &[
                        ("event.name", json!("qwen-code.tool_call")),
                        ("session.id", json!("s")),
                        ("function_name", json!("edit")),
                        ("status", json!("cancelled")),
                        ("success", json!(false)),
                        ("response_id", json!("r-1")),
                        ("prompt_id", json!("0af")),
                    ],
                ),
            ],
        );
        let line = |time: i64, role: &str| {
            format!(
                r#"{time} model_called s - - - {{"role":"{role}","status":"ok","model":"coder","input_tokens":0,"output_tokens":50,"reasoning_tokens":20,"call_id":"r-1"}}"#
            )
        };
        let tool = r#"6 tool_used s - - - {"tool":"edit","role":"main","status":"rejected","rejected_by":"user","model_call_id":"r-1"}"#;
        let expected = [
            line(1, "main"),
            line(2, "main"),
            line(3, "utility"),
            line(4, "subagent"),
            line(5, "subagent"),
            tool.to_owned(),
        ];
        assert_eq!(told.lines(), expected);
        assert_eq!(told.events[0].origin.as_ref().expect("an agent").agent_version.as_deref(), Some("1.2"));
    }
}
