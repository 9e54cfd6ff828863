//! OpenCode: a few of its many spans. A trace is a run.
//!
//! Of the spans of the library that it calls models with, the inner one is a call; the outer one repeats its tokens.
//! A call without tools is beside the task: it makes the title. Its last spans are lost when it exits, so that a run
//! may stay open, and tokens are a lower bound.
use super::Seen;
use super::events::{Common, Events, run_of};
use super::gen_ai::{duration_ms, end, is_tools};
use super::reading::Reading;
use super::steps::{ended, model_called, tool_used};
use crate::otlp::record::Span;
use domain::contract::FieldError;
use domain::{CallStatus, EventBody, ModelCalled, StepRole, ToolUsed};

/// Its scope.
pub(super) const SCOPE: &str = "opencode";

pub(super) const AGENT: &str = "opencode";
/// The span of a tool use.
const TOOL: &str = "Tool.execute";

/// Makes events of a span.
pub(super) fn span(reading: &Reading<'_, '_>, span: &Span<'_>, events: &mut Events<'_>) -> Result<Seen, FieldError> {
    let operation = reading.text("ai.operationId").unwrap_or_default();
    let is_call = operation.ends_with(".doStream") || operation.ends_with(".doGenerate");
    if !is_call && span.name != TOOL {
        return Ok(Seen::Known);
    }
    let session_id = reading.first_told(&["session.id", "ai.telemetry.metadata.sessionId"]);
    let mut common = Common::new(AGENT, session_id, reading);
    common.agent_version = reading.told("service.version");
    common.user_id = reading.person(&[]);
    // It puts its own release channel into the newer name of this attribute.
    common.environment = reading.told("deployment.environment");
    let body = if is_call {
        EventBody::ModelCalled(Box::new(call(reading, span)?))
    } else {
        EventBody::ToolUsed(Box::new(tool(reading, span)))
    };
    events.add(&common, end(span), run_of(span.trace_id).as_deref(), body)?;
    Ok(Seen::Known)
}

fn call(reading: &Reading<'_, '_>, span: &Span<'_>) -> Result<ModelCalled, FieldError> {
    let role = if reading.attributes.get("ai.prompt.tools").is_some() { StepRole::Main } else { StepRole::Utility };
    let status = if span.is_error { CallStatus::Error } else { CallStatus::Ok };
    let model = reading.text("ai.response.model").or_else(|| reading.text("ai.model.id"));
    let cache_write = "ai.usage.inputTokenDetails.cacheWriteTokens";
    Ok(ModelCalled {
        input_tokens: reading.count("ai.usage.inputTokens", "payload.input_tokens")?,
        cache_read_tokens: reading.whole("ai.usage.cachedInputTokens", "payload.cache_read_tokens")?,
        cache_write_tokens: reading.whole(cache_write, "payload.cache_write_tokens")?,
        output_tokens: reading.count("ai.usage.outputTokens", "payload.output_tokens")?,
        reasoning_tokens: reading.whole("ai.usage.reasoningTokens", "payload.reasoning_tokens")?,
        duration_ms: duration_ms(span),
        first_token_ms: reading.millis("ai.response.msToFirstChunk"),
        call_id: reading.text("ai.response.id").map(str::to_owned),
        asked_tools: reading.text("ai.response.finishReason").is_some_and(is_tools).then_some(true),
        ..model_called(role, status, model)
    })
}

fn tool(reading: &Reading<'_, '_>, span: &Span<'_>) -> ToolUsed {
    ToolUsed {
        duration_ms: duration_ms(span),
        call_id: reading.text("tool.call_id").map(str::to_owned),
        ..tool_used(reading.text("tool.name"), None, ended(!span.is_error))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Named, failed, span, tell};
    use crate::otlp::Signal;
    use serde_json::{Value, json};

    const RUN: &str = "00000000000000000000000000000001";

    fn call(times: (i64, i64), named: &[Named]) -> Value {
        let always = [
            ("ai.operationId", json!("ai.streamText.doStream")),
            ("session.id", json!("ses_1")),
            ("ai.model.id", json!("large")),
            ("ai.usage.inputTokens", json!(900)),
            ("ai.usage.outputTokens", json!(50)),
            ("ai.usage.cachedInputTokens", json!(800)),
            ("ai.usage.reasoningTokens", json!(20)),
        ];
        span(1, times, &[&always[..], named].concat())
    }

    #[test]
    fn calls_tools_and_noise() {
        let mut tool = span(
            1,
            (10, 30),
            &[("tool.name", json!("bash")), ("tool.call_id", json!("t")), ("session.id", json!("ses_1"))],
        );
        tool["name"] = json!("Tool.execute");
        let resource = [("deployment.environment.name", json!("latest")), ("deployment.environment", json!("ci"))];
        let told = tell(
            Signal::Traces,
            &resource,
            "opencode",
            &[
                call((1, 9), &[]),
                call((1, 40), &[("ai.prompt.tools", json!(["{}"])), ("ai.response.finishReason", json!("tool-calls"))]),
                tool.clone(),
                failed(tool),
                span(1, (1, 41), &[("ai.operationId", json!("ai.streamText")), ("ai.usage.inputTokens", json!(900))]),
                span(1, (1, 42), &[]),
            ],
        );
        let tokens =
            r#""model":"large","input_tokens":900,"cache_read_tokens":800,"output_tokens":50,"reasoning_tokens":20"#;
        let expected = [
            format!(r#"9 model_called ses_1 {RUN} - - {{"role":"utility","status":"ok",{tokens},"duration_ms":8}}"#),
            format!(
                r#"40 model_called ses_1 {RUN} - - {{"role":"main","status":"ok",{tokens},"duration_ms":39,"asked_tools":true}}"#
            ),
            format!(r#"30 tool_used ses_1 {RUN} - - {{"tool":"bash","status":"ok","duration_ms":20,"call_id":"t"}}"#),
            format!(
                r#"30 tool_used ses_1 {RUN} - - {{"tool":"bash","status":"error","duration_ms":20,"call_id":"t"}}"#
            ),
        ];
        assert_eq!(told.lines(), expected);
        let environment = told.events[0].origin.as_ref().expect("an agent").environment.as_deref();
        assert_eq!(environment, Some("ci"), "its own channel is none");
    }
}
