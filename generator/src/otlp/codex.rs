//! Codex: log records every second, without a time of their own: only when they were observed.
use super::export::{Export, Format, Signal, Source};
use super::flush::batches;
use super::process::{Process, processes, surroundings, timestamp};
use super::record::{Attribute, Log, Record, flag, text, whole, worded};
use crate::script::{Agent, Call, Failure, Script, Step, Tool, ToolEnd, Turn};
use domain::{Instant, Mode};
use std::sync::Arc;

const LOGS_MS: i64 = 1_000;
const VERSION: &str = Agent::Codex.version();

pub(super) fn exports(script: &Script) -> Vec<Export> {
    let mut exports = Vec::new();
    for process in processes(script) {
        let is_alone = process.turns.iter().all(|turn| turn.mode == Mode::Headless);
        let own = [
            text("telemetry.sdk.name", "opentelemetry"),
            text("telemetry.sdk.language", "rust"),
            text("service.name", if is_alone { "codex_exec" } else { "codex-app-server" }),
            text("service.version", VERSION),
            text("env", "dev"),
            text("host.name", "workstation"),
        ];
        let resource = [surroundings(script), own.to_vec()].concat();
        let source = Arc::new(Source { resource, scope: "codex_otel.log_only", version: "" });
        let records = logs(script, &process, is_alone);
        exports.extend(batches(&process, Signal::Logs, Format::Protobuf, &source, LOGS_MS, records));
    }
    exports
}

fn logs(script: &Script, process: &Process<'_>, is_alone: bool) -> Vec<(Instant, Record)> {
    let model = process.turns.iter().flat_map(Turn::calls).map(|call| call.model).next().unwrap_or("gpt-5.5");
    let mut logs = Logs { script, model, is_alone, tools: 0, records: Vec::new() };
    let settings = vec![
        text("provider_name", "OpenAI"),
        text("reasoning_summary", "auto"),
        text("approval_policy", if is_alone { "never" } else { "on-request" }),
        text("sandbox_policy", "workspace-write"),
    ];
    logs.add(process.start.plus_micros(300_000), "codex.conversation_starts", settings);
    for turn in process.turns {
        let length = turn.text.chars().count() as i64;
        logs.add(turn.at, "codex.user_prompt", vec![worded("prompt_length", length), text("prompt", &turn.text)]);
        for step in &turn.steps {
            match step {
                Step::Call(call) => logs.call(call),
                Step::Tool(tool) => logs.tool(tool),
            }
        }
    }
    logs.records
}

struct Logs<'a> {
    script: &'a Script,
    model: &'static str,
    is_alone: bool,
    tools: i64,
    records: Vec<(Instant, Record)>,
}

impl Logs<'_> {
    fn call(&mut self, call: &Call) {
        let mut request = vec![worded("duration_ms", call.duration_ms())];
        match call.failure {
            Some(Failure::Status(status)) => request.push(whole("http.response.status_code", status)),
            Some(Failure::Timeout) => request.push(text("error.message", "operation timed out")),
            None => request.push(whole("http.response.status_code", 200)),
        }
        request.extend([whole("attempt", 0), text("endpoint", "/responses")]);
        if call.failure.is_some() {
            return self.add(call.end, "codex.api_request", request);
        }
        let began = call.start.plus_micros(call.first_token_ms.min(call.duration_ms()) * 1_000);
        self.add(began, "codex.api_request", request);
        for kind in ["response.created", "response.output_item.added"] {
            self.add(began, "codex.sse_event", vec![text("event.kind", kind), worded("duration_ms", 1)]);
        }
        // The end of an answer comes twice, and its tokens only once.
        let completed = text("event.kind", "response.completed");
        self.add(call.end, "codex.sse_event", vec![completed.clone(), worded("duration_ms", 0)]);
        let tokens = vec![
            completed,
            worded("input_token_count", call.input_tokens),
            worded("output_token_count", call.output_tokens),
            whole("cached_token_count", call.cache_read_tokens),
            whole("cache_write_token_count", call.cache_write_tokens),
            whole("reasoning_token_count", call.reasoning_tokens),
            worded("tool_token_count", call.input_tokens + call.output_tokens),
            whole("ttft_ms", call.first_token_ms),
            text("model_reasoning_effort", "medium"),
        ];
        self.add(call.end, "codex.sse_event", tokens);
    }

    fn tool(&mut self, tool: &Tool) {
        let use_of = |more: Vec<Attribute>| {
            let named = [
                text("tool_name", tool.name),
                text("tool_namespace", "functions"),
                text("call_id", format!("call_{}", tool.id)),
            ];
            [named.to_vec(), more].concat()
        };
        let source = if tool.waited_ms.is_some() { "User" } else { "Config" };
        let decided = use_of(vec![text("decision", "approved"), text("source", source)]);
        self.add(tool.decided, "codex.tool_decision", decided);
        if let ToolEnd::Done { at, ok } = tool.end {
            self.tools += 1;
            let done = vec![
                whole("tool_result_seq", self.tools),
                worded("duration_ms", at.millis_since(tool.decided) + tool.waited_ms.unwrap_or(0)),
                text("success", ok.to_string()),
                flag("output_truncated", false),
                text("agent_name", "/root"),
                text("arguments", "{}"),
                text("output", ""),
                text("mcp_server", ""),
            ];
            self.add(at, "codex.tool_result", use_of(done));
        }
    }

    fn add(&mut self, at: Instant, name: &'static str, own: Vec<Attribute>) {
        let common = [
            text("event.timestamp", timestamp(at)),
            text("conversation.id", &self.script.session_id),
            text("app.version", VERSION),
            text("originator", if self.is_alone { "codex_exec" } else { "codex-tui" }),
            text("terminal.type", "xterm-256color"),
            text("model", self.model),
            text("slug", self.model),
        ];
        let attributes = [vec![text("event.name", name)], own, common.to_vec()].concat();
        let log = Log {
            observed: Some(at),
            severity: Some((9, "INFO")),
            // A place in its source instead of a name.
            event_name: "event otel/src/events/session_telemetry.rs",
            attributes,
            ..Log::default()
        };
        self.records.push((at, Record::Log(log)));
    }
}
