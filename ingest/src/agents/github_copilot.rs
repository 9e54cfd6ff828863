//! GitHub Copilot CLI: spans of the conventions for generative AI, one trace for each prompt.
//!
//! The span of the root agent stands for the prompt and for the end of the run; the tokens that it tells are those
//! of its calls once more. `github.copilot.cost` counts premium requests, not money. Its metrics name no session.
use super::Seen;
use super::events::{Common, Events, Message, run_of};
use super::gen_ai::{self, OPERATION, model_call, run_end, tool_use};
use super::reading::Reading;
use crate::otlp::record::Span;
use domain::contract::FieldError;
use domain::{EventBody, RunCompleted, StepRole, Unstored};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Its scope.
pub(super) const SCOPE: &str = "github.copilot";

pub(super) const AGENT: &str = "github-copilot";
/// Spans without an operation.
const KNOWN: &[&str] = &["execute_hook", "permission"];
/// The type of an error of a run whose last model call failed.
const QUERY: &str = "query";
/// What it puts before a prompt.
const CLOCK: (&str, &str) = ("<current_datetime>", "</current_datetime>");

/// Makes events of a span.
pub(super) fn span(reading: &Reading<'_, '_>, span: &Span<'_>, events: &mut Events<'_>) -> Result<Seen, FieldError> {
    let mut common = Common::new(AGENT, reading.text("gen_ai.conversation.id"), reading);
    common.agent_version = reading.told("service.version");
    common.user_id = reading.person(&[]);
    let (time, trace) = (gen_ai::end(span), run_of(span.trace_id));
    let run_id = trace.as_deref();
    match reading.text(OPERATION) {
        Some("chat") => {
            let call = model_call(reading, span, StepRole::Main)?;
            events.add(&common, time, run_id, EventBody::ModelCalled(Box::new(call)))?;
        }
        Some("execute_tool") => {
            events.add(&common, time, run_id, EventBody::ToolUsed(Box::new(tool_use(reading, span))))?;
        }
        Some("invoke_agent") => {
            if span.parent_span_id.is_none() {
                let text = if events.keeps_texts() { prompt(reading) } else { None };
                events.add_message(&common, span.start, run_id, Message::prompt(text.as_deref()))?;
                events.add(&common, time, run_id, EventBody::RunCompleted(Box::new(run(reading, span))))?;
            }
        }
        Some(_) => return Ok(Seen::Not(Unstored::Unknown)),
        None if KNOWN.iter().any(|name| span.name.starts_with(name)) => {}
        None => return Ok(Seen::Not(Unstored::Unknown)),
    }
    Ok(Seen::Known)
}

fn run(reading: &Reading<'_, '_>, span: &Span<'_>) -> RunCompleted {
    let mut run = run_end(reading, span);
    if run.error_type.as_deref() == Some(QUERY) {
        run.error_type = Some("model_error".to_owned());
    }
    run
}

/// A message of the attribute with all messages to a model.
#[derive(Deserialize)]
struct Said<'a> {
    #[serde(borrow)]
    role: Cow<'a, str>,
    #[serde(borrow, default)]
    parts: Vec<Part<'a>>,
}

/// A part of a message.
#[derive(Deserialize)]
struct Part<'a> {
    #[serde(borrow, default)]
    content: Option<&'a RawValue>,
}

/// The text of the last message of the person.
fn prompt(reading: &Reading<'_, '_>) -> Option<String> {
    let said: Vec<Said<'_>> = serde_json::from_str(reading.text("gen_ai.input.messages")?).ok()?;
    let last = said.iter().rev().find(|message| message.role == "user")?;
    let texts = last.parts.iter().filter_map(|part| serde_json::from_str::<String>(part.content?.get()).ok());
    let text = texts.collect::<Vec<_>>().join("\n");
    let after =
        text.strip_prefix(CLOCK.0).and_then(|rest| rest.split_once(CLOCK.1)).map(|(_, after)| after.trim_start());
    Some(after.map_or_else(|| text.clone(), str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Named, failed, root, span, tell};
    use crate::otlp::Signal;
    use serde_json::json;

    const RESOURCE: &[Named] = &[];
    const RUN: &str = "00000000000000000000000000000001";

    fn operation(name: &'static str) -> [Named; 2] {
        [("gen_ai.operation.name", json!(name)), ("gen_ai.conversation.id", json!("c"))]
    }

    #[test]
    fn the_root_is_the_prompt_and_the_end() {
        let said = json!([
            {"role": "user", "parts": [{"type": "text", "content": "Old"}]},
            {"role": "assistant", "parts": [{"type": "tool_call", "name": "ls", "arguments": {"a": 1}}]},
            {"role": "user", "parts": [{"type": "text", "content": "<current_datetime>now</current_datetime>\n\nNew"}]},
        ]);
        let agent = [("gen_ai.usage.input_tokens", json!(999)), ("gen_ai.input.messages", json!(said.to_string()))];
        let told = tell(
            Signal::Traces,
            RESOURCE,
            "github.copilot",
            &[
                root(span(1, (100, 900), &[&operation("invoke_agent")[..], &agent].concat())),
                span(
                    1,
                    (200, 300),
                    &[
                        &operation("chat")[..],
                        &[
                            ("gen_ai.request.model", json!("m")),
                            ("gen_ai.usage.input_tokens", json!(9)),
                            ("github.copilot.cost", json!(1.0)),
                        ],
                    ]
                    .concat(),
                ),
                failed(span(
                    1,
                    (200, 301),
                    &[
                        &operation("execute_tool")[..],
                        &[("gen_ai.tool.name", json!("bash")), ("error.type", json!("denied"))],
                    ]
                    .concat(),
                )),
            ],
        );
        let expected = [
            format!(r#"100 message_created c {RUN} - - {{"actor":"user","starts_run":true}} "New""#),
            format!(r#"900 run_completed c {RUN} - - {{"status":"success","duration_ms":800}}"#),
            format!(
                r#"300 model_called c {RUN} - - {{"role":"main","status":"ok","model":"m","input_tokens":9,"output_tokens":0,"duration_ms":100}}"#
            ),
            format!(
                r#"301 tool_used c {RUN} - - {{"tool":"bash","status":"rejected","rejected_by":"policy","duration_ms":101}}"#
            ),
        ];
        assert_eq!(told.lines(), expected);
        assert_eq!(told.ids().len(), 4);
    }

    #[test]
    fn a_run_whose_model_failed() {
        let query = [&operation("invoke_agent")[..], &[("error.type", json!("query"))]].concat();
        let told = tell(Signal::Traces, RESOURCE, "github.copilot", &[root(failed(span(1, (100, 900), &query)))]);
        let expected = format!(
            r#"900 run_completed c {RUN} - - {{"status":"fail","duration_ms":800,"error_type":"model_error"}}"#
        );
        assert_eq!(told.lines()[1], expected);
    }
}
