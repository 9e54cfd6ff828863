//! Agents that follow the OpenTelemetry conventions for generative AI: their spans.
//!
//! A trace is a run. Calls of models and uses of tools are its steps; the span of the root agent, if there is one,
//! ends it. Spans of other agents within it only add up what is in their own steps.
use super::Seen;
use super::events::{Common, Events, run_of};
use super::reading::{Reading, failure, is_duration};
use super::steps::{ended, model_called, rejected_by, tool_used};
use crate::otlp::record::Span;
use domain::contract::FieldError;
use domain::{CallStatus, EventBody, ModelCalled, RunCompleted, RunStatus, StepRole, ToolStatus, ToolUsed, Unstored};

/// The conventions are of their own kind: an agent that has none of the other adapters.
pub(super) const OPERATION: &str = "gen_ai.operation.name";

/// Operations that are no steps.
const KNOWN: &[&str] = &["create_agent", "invoke_workflow", "plan"];

/// Makes events of a span.
pub(super) fn span(reading: &Reading<'_, '_>, span: &Span<'_>, events: &mut Events<'_>) -> Result<Seen, FieldError> {
    let Some(operation) = reading.text(OPERATION) else { return Ok(Seen::Not(Unstored::Unknown)) };
    let trace = run_of(span.trace_id);
    let run_id = trace.as_deref();
    // A trace without a conversation is one of its own.
    let session = reading.first_told(&["gen_ai.conversation.id", "session.id"]).or(run_id);
    let agent = reading.told("service.name").or_else(|| reading.text("gen_ai.agent.name"));
    let mut common = Common::new(agent.unwrap_or("gen-ai"), session, reading);
    common.agent_version = reading.first_told(&["gen_ai.agent.version", "service.version"]);
    common.user_id = reading.person(&[]);
    let time = end(span);
    match operation {
        "chat" | "text_completion" | "generate_content" => {
            let call = ModelCalled {
                cost: reading.usd("gen_ai.usage.cost", "payload.cost")?,
                ..model_call(reading, span, StepRole::Main)?
            };
            events.add(&common, time, run_id, EventBody::ModelCalled(Box::new(call)))?;
        }
        "embeddings" => {
            let call = model_call(reading, span, StepRole::Utility)?;
            events.add(&common, time, run_id, EventBody::ModelCalled(Box::new(call)))?;
        }
        "execute_tool" => {
            events.add(&common, time, run_id, EventBody::ToolUsed(Box::new(tool_use(reading, span))))?;
        }
        "invoke_agent" => {
            if span.parent_span_id.is_none() {
                let run = RunCompleted {
                    input_tokens: input_tokens(reading)?,
                    output_tokens: output_tokens(reading)?,
                    cache_read_tokens: cache_read_tokens(reading)?,
                    cache_write_tokens: cache_write_tokens(reading)?,
                    model: model(reading).map(str::to_owned),
                    ..run_end(reading, span)
                };
                events.add(&common, time, run_id, EventBody::RunCompleted(Box::new(run)))?;
            }
        }
        _ if KNOWN.contains(&operation) => {}
        _ => return Ok(Seen::Not(Unstored::Unknown)),
    }
    Ok(Seen::Known)
}

/// When a span ended, in nanoseconds since 1970; if that is missing, when it began.
pub(super) fn end(span: &Span<'_>) -> u64 {
    if span.end == 0 { span.start } else { span.end }
}

/// How long it took; `None` if one of its times is missing, or they are reversed or years apart.
pub(super) fn duration_ms(span: &Span<'_>) -> Option<i64> {
    let nanos = if span.start == 0 { None } else { span.end.checked_sub(span.start) };
    nanos.map(|nanos| (nanos / 1_000_000).cast_signed()).filter(is_duration)
}

/// A model call.
pub(super) fn model_call(
    reading: &Reading<'_, '_>,
    span: &Span<'_>,
    role: StepRole,
) -> Result<ModelCalled, FieldError> {
    let error = reading.text("error.type");
    let status = if span.is_error || error.is_some() { CallStatus::Error } else { CallStatus::Ok };
    let reasoning = "gen_ai.usage.reasoning.output_tokens";
    let asked =
        reading.attributes.get("gen_ai.response.finish_reasons").is_some_and(|reasons| reasons.contains(is_tools));
    Ok(ModelCalled {
        error_type: if status == CallStatus::Error { failure(None, error, None) } else { None },
        input_tokens: input_tokens(reading)?.unwrap_or(0),
        cache_read_tokens: cache_read_tokens(reading)?,
        cache_write_tokens: cache_write_tokens(reading)?,
        output_tokens: output_tokens(reading)?.unwrap_or(0),
        reasoning_tokens: reading.whole(reasoning, "payload.reasoning_tokens")?,
        duration_ms: duration_ms(span),
        first_token_ms: reading.seconds("gen_ai.response.time_to_first_chunk"),
        call_id: reading.text("gen_ai.response.id").map(str::to_owned),
        asked_tools: asked.then_some(true),
        ..model_called(role, status, model(reading))
    })
}

fn model<'r>(reading: &Reading<'r, '_>) -> Option<&'r str> {
    reading.text("gen_ai.response.model").or_else(|| reading.text("gen_ai.request.model"))
}

/// The first of these attributes that is there; the later ones are of earlier versions of the conventions.
fn tokens(reading: &Reading<'_, '_>, names: &[&str], path: &'static str) -> Result<Option<i64>, FieldError> {
    for name in names {
        if let Some(tokens) = reading.whole(name, path)? {
            return Ok(Some(tokens));
        }
    }
    Ok(None)
}

fn input_tokens(reading: &Reading<'_, '_>) -> Result<Option<i64>, FieldError> {
    tokens(reading, &["gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"], "payload.input_tokens")
}

fn output_tokens(reading: &Reading<'_, '_>) -> Result<Option<i64>, FieldError> {
    tokens(reading, &["gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"], "payload.output_tokens")
}

fn cache_read_tokens(reading: &Reading<'_, '_>) -> Result<Option<i64>, FieldError> {
    let names = ["gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens"];
    tokens(reading, &names, "payload.cache_read_tokens")
}

fn cache_write_tokens(reading: &Reading<'_, '_>) -> Result<Option<i64>, FieldError> {
    let names = ["gen_ai.usage.cache_creation.input_tokens", "gen_ai.usage.cache_creation_input_tokens"];
    tokens(reading, &names, "payload.cache_write_tokens")
}

/// Whether an answer ended because it asks for tools, in the words of any provider.
pub(super) fn is_tools(reason: &str) -> bool {
    matches!(reason, "tool_calls" | "tool_call" | "tool-calls" | "tool_use" | "function_call")
}

/// A tool use.
pub(super) fn tool_use(reading: &Reading<'_, '_>, span: &Span<'_>) -> ToolUsed {
    let error = reading.text("error.type");
    let (status, by) = match error {
        Some("denied") => (ToolStatus::Rejected, Some(rejected_by(false))),
        Some("rejected") => (ToolStatus::Rejected, Some(rejected_by(true))),
        _ => (ended(!span.is_error && error.is_none()), None),
    };
    ToolUsed {
        rejected_by: by,
        duration_ms: duration_ms(span),
        call_id: reading.text("gen_ai.tool.call.id").map(str::to_owned),
        ..tool_used(reading.text("gen_ai.tool.name"), None, status)
    }
}

/// The end of a run, without figures.
pub(super) fn run_end(reading: &Reading<'_, '_>, span: &Span<'_>) -> RunCompleted {
    let error = reading.text("error.type");
    let error_type = if span.is_error || error.is_some() { failure(None, error, None) } else { None };
    let status = match error_type.as_deref() {
        Some("timeout") => RunStatus::Timeout,
        Some("cancelled" | "canceled" | "aborted" | "abort") => RunStatus::Cancelled,
        Some(_) => RunStatus::Fail,
        None if span.is_error => RunStatus::Fail,
        None => RunStatus::Success,
    };
    RunCompleted {
        status,
        duration_ms: duration_ms(span).unwrap_or(0),
        cost: None,
        input_tokens: None,
        output_tokens: None,
        cache_read_tokens: None,
        cache_write_tokens: None,
        error_type,
        model: None,
        artifacts: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Seen;
    use super::super::testing::{Named, failed, root, span, tell};
    use crate::otlp::Signal;
    use domain::Unstored;
    use serde_json::json;

    const RESOURCE: &[Named] = &[];

    fn operation(name: &'static str) -> Named {
        ("gen_ai.operation.name", json!(name))
    }

    #[test]
    fn a_trace_is_a_run() {
        let usage = [("gen_ai.usage.input_tokens", json!(100)), ("gen_ai.usage.output_tokens", json!(9))];
        let chat = [
            operation("chat"),
            ("gen_ai.conversation.id", json!("c")),
            ("gen_ai.request.model", json!("m")),
            ("gen_ai.response.model", json!("m-1")),
            ("gen_ai.response.finish_reasons", json!(["tool_calls"])),
            ("gen_ai.response.time_to_first_chunk", json!(0.25)),
            ("gen_ai.usage.cost", json!(0.125)),
        ];
        let told = tell(
            Signal::Traces,
            &[("service.name", json!("triage")), ("enduser.id", json!("ada"))],
            "any",
            &[
                span(7, (1_000, 3_000), &[&chat[..], &usage].concat()),
                failed(span(
                    7,
                    (1_000, 3_001),
                    &[
                        operation("execute_tool"),
                        ("gen_ai.tool.name", json!("grep")),
                        ("gen_ai.tool.call.id", json!("t")),
                    ],
                )),
                span(7, (1_000, 3_002), &[operation("invoke_agent"), usage[0].clone()]),
                root(span(7, (500, 4_000), &[&[operation("invoke_agent")][..], &usage].concat())),
                span(7, (1_000, 3_003), &[operation("embeddings"), ("gen_ai.usage.prompt_tokens", json!("5"))]),
                span(7, (1_000, 3_004), &[operation("dream")]),
                span(7, (1_000, 3_005), &[]),
            ],
        );
        let run = "00000000000000000000000000000007";
        let expected = [
            format!(
                r#"3000 model_called c {run} ada - {{"role":"main","status":"ok","model":"m-1","input_tokens":100,"output_tokens":9,"cost":"0.125000","duration_ms":2000,"first_token_ms":250,"asked_tools":true}}"#
            ),
            format!(
                r#"3001 tool_used {run} {run} ada - {{"tool":"grep","status":"error","duration_ms":2001,"call_id":"t"}}"#
            ),
            format!(
                r#"4000 run_completed {run} {run} ada - {{"status":"success","duration_ms":3500,"input_tokens":100,"output_tokens":9}}"#
            ),
            format!(
                r#"3003 model_called {run} {run} ada - {{"role":"utility","status":"ok","model":"unknown","input_tokens":5,"output_tokens":0,"duration_ms":2003}}"#
            ),
        ];
        assert_eq!(told.lines(), expected);
        assert_eq!(told.seen[5..], [Seen::Not(Unstored::Unknown), Seen::Not(Unstored::Unknown)]);
        assert!(
            told.events.iter().all(|event| event.origin.as_ref().expect("an agent").agent.as_deref() == Some("triage"))
        );
    }

    #[test]
    fn how_a_run_ends() {
        let ended = |error: &'static str| {
            let told = tell(
                Signal::Traces,
                RESOURCE,
                "any",
                &[root(failed(span(1, (1, 2), &[operation("invoke_agent"), ("error.type", json!(error))])))],
            );
            told.lines()[0].splitn(7, ' ').last().expect("a payload").to_owned()
        };
        assert_eq!(ended("TimeoutError"), r#"{"status":"timeout","duration_ms":1,"error_type":"timeout"}"#);
        assert_eq!(ended("cancelled"), r#"{"status":"cancelled","duration_ms":1,"error_type":"cancelled"}"#);
        assert_eq!(ended(""), r#"{"status":"fail","duration_ms":1}"#);
    }

    #[test]
    fn times_that_are_missing_or_reversed() {
        let told = tell(
            Signal::Traces,
            RESOURCE,
            "any",
            &[root(span(1, (9, 4), &[operation("invoke_agent")])), root(span(1, (9, 0), &[operation("invoke_agent")]))],
        );
        let times: Vec<String> = told.lines().iter().map(|line| line[..1].to_owned()).collect();
        assert_eq!(times, ["4", "9"]);
        assert!(told.lines().iter().all(|line| line.ends_with(r#"{"status":"success","duration_ms":0}"#)), "{told:?}");
    }
}
