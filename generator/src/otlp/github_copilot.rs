//! GitHub Copilot CLI: one trace for each prompt, in JSON. A span is sent after its end, so the root comes last.
use super::export::{Export, Format, Signal, Source};
use super::flush::batches;
use super::process::{Process, processes, surroundings};
use super::record::{Attribute, Record, Span, Value, real, text, whole};
use crate::script::{Agent, Call, Ending, Script, Step, Tool, ToolEnd, Turn};
use domain::Instant;
use std::borrow::Cow;
use std::sync::Arc;

const SPANS_MS: i64 = 5_000;
const VERSION: &str = Agent::GithubCopilot.version();

pub(super) fn exports(script: &Script) -> Vec<Export> {
    let own = [text("service.name", Agent::GithubCopilot.id()), text("service.version", VERSION)];
    let resource = [surroundings(script), own.to_vec()].concat();
    let source = Arc::new(Source { resource, scope: "github.copilot", version: VERSION });
    let of_process = |process: Process<'_>| {
        let records = process.turns.iter().flat_map(|turn| spans(script, turn)).collect();
        batches(&process, Signal::Traces, Format::JsonTexts, &source, SPANS_MS, records)
    };
    processes(script).into_iter().flat_map(of_process).collect()
}

fn spans(script: &Script, turn: &Turn) -> Vec<(Instant, Record)> {
    let trace_id = turn.run_id.replace('-', "");
    let root = trace_id.chars().rev().take(16).collect::<String>();
    let own = |operation: &'static str| {
        vec![
            text("gen_ai.operation.name", operation),
            text("gen_ai.conversation.id", &script.session_id),
            text("gen_ai.provider.name", "openai"),
        ]
    };
    let mut spans = Vec::new();
    for (number, step) in turn.steps.iter().enumerate() {
        let (name, kind, is_error, start, attributes) = match step {
            Step::Call(call) => {
                let attributes = [own("chat"), chat(call, turn, number as i64)].concat();
                (format!("chat {}", call.model), 3, call.failure.is_some(), call.start, attributes)
            }
            Step::Tool(tool) => {
                let attributes = [own("execute_tool"), used(tool)].concat();
                let is_error = attributes.iter().any(|(name, _)| name == "error.type");
                let start = tool.decided.minus_millis(tool.waited_ms.unwrap_or(0));
                (format!("execute_tool {}", tool.name), 1, is_error, start, attributes)
            }
        };
        let id = match step {
            Step::Call(call) => &call.id,
            Step::Tool(tool) => &tool.id,
        };
        let span = Span {
            trace_id: trace_id.clone(),
            span_id: id.chars().take(16).collect(),
            parent_span_id: root.clone(),
            name,
            kind,
            start,
            end: step.last(),
            is_error,
            attributes,
        };
        spans.push((span.end, Record::Span(span)));
    }
    let is_error = turn.ending != Ending::Answered;
    let sum = |of: fn(&Call) -> i64| turn.calls().map(of).sum::<i64>();
    let mut attributes = own("invoke_agent");
    attributes.extend([
        text("github.copilot.agent.type", "builtin"),
        whole("gen_ai.usage.input_tokens", sum(|call| call.input_tokens)),
        whole("gen_ai.usage.output_tokens", sum(|call| call.output_tokens)),
        whole("github.copilot.turn_count", turn.calls().count() as i64),
    ]);
    if is_error {
        attributes.push(text("error.type", "query"));
    }
    let end = script.end_of(turn);
    let span = Span {
        trace_id,
        span_id: root,
        parent_span_id: String::new(),
        name: "invoke_agent".to_owned(),
        kind: 1,
        start: turn.at,
        end,
        is_error,
        attributes,
    };
    spans.push((end, Record::Span(span)));
    spans
}

fn chat(call: &Call, turn: &Turn, number: i64) -> Vec<Attribute> {
    let mut own = vec![
        text("gen_ai.request.model", call.model),
        text("github.copilot.interaction_id", &turn.run_id),
        text("github.copilot.turn_id", number.to_string()),
        text("github.copilot.initiator", if number == 0 { "user" } else { "agent" }),
    ];
    if call.failure.is_some() {
        own.push(text("error.type", "ModelCallError"));
        return own;
    }
    let reason = if call.asks_tools { "tool_calls" } else { "stop" };
    own.extend([
        (Cow::Borrowed("gen_ai.response.finish_reasons"), Value::Texts(vec![reason.to_owned()])),
        whole("gen_ai.usage.input_tokens", call.input_tokens),
        whole("gen_ai.usage.output_tokens", call.output_tokens),
        whole("gen_ai.usage.cache_read.input_tokens", call.cache_read_tokens),
        whole("gen_ai.usage.reasoning.output_tokens", call.reasoning_tokens),
        text("gen_ai.response.model", call.model),
        text("gen_ai.response.id", format!("chatcmpl-{}", call.id)),
        real("github.copilot.cost", 0.0),
        real("gen_ai.response.time_to_first_chunk", call.first_token_ms as f64 / 1_000.0),
    ]);
    own
}

fn used(tool: &Tool) -> Vec<Attribute> {
    let mut own = vec![
        text("gen_ai.tool.name", tool.name),
        text("gen_ai.tool.call.id", format!("call_{}", tool.id)),
        text("gen_ai.tool.type", "function"),
    ];
    match tool.end {
        ToolEnd::Done { ok: true, .. } => own.push(whole("process.exit.code", 0)),
        ToolEnd::Done { ok: false, .. } => own.push(text("error.type", "failure")),
        ToolEnd::Rejected(_) | ToolEnd::Never => own.push(text("error.type", "denied")),
    }
    own
}
