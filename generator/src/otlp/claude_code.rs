//! Claude Code: log records every five seconds, and every minute the growth of sums. Whatever stands in
//! `OTEL_RESOURCE_ATTRIBUTES` is repeated on every record.
use super::export::{Export, Format, Signal, Source};
use super::flush::{batches, due};
use super::process::{Process, processes, surroundings, timestamp};
use super::record::{Attribute, Log, Point, Record, flag, real, text, whole, worded};
use crate::script::{Agent, Call, Failure, Script, Step, Tool, ToolEnd, Turn, truth};
use domain::{ActivityCounted, Instant, Mode, RejectedBy, StepRole};
use std::collections::BTreeMap;
use std::sync::Arc;

const LOGS_MS: i64 = 5_000;
const METRICS_MS: i64 = 60_000;
const VERSION: &str = Agent::ClaudeCode.version();

pub(super) fn exports(script: &Script) -> Vec<Export> {
    let own = [
        text("host.arch", "amd64"),
        text("os.type", "linux"),
        text("os.version", "6.1.0"),
        text("service.name", "claude-code"),
        text("service.version", VERSION),
    ];
    let resource = [surroundings(script), own.to_vec()].concat();
    let source = |scope| Arc::new(Source { resource: resource.clone(), scope, version: VERSION });
    let (of_logs, of_metrics) = (source("com.anthropic.claude_code.events"), source("com.anthropic.claude_code"));
    let mut exports = Vec::new();
    for process in processes(script) {
        let records = Logs::of(script, &process);
        exports.extend(batches(&process, Signal::Logs, Format::Protobuf, &of_logs, LOGS_MS, records));
        let records = points(script, &process);
        exports.extend(batches(&process, Signal::Metrics, Format::Protobuf, &of_metrics, METRICS_MS, records));
    }
    exports
}

/// What is on every record and data point.
fn common(script: &Script) -> Vec<Attribute> {
    let installation =
        format!("{:064x}", script.user_id.bytes().fold(1_u128, |all, byte| all * 131 + u128::from(byte)));
    let own = [
        text("user.id", installation),
        text("session.id", &script.session_id),
        text("anthropic.provider", "firstParty"),
        flag("anthropic.custom_base_url", false),
        text("terminal.type", "xterm-256color"),
    ];
    [surroundings(script), own.to_vec()].concat()
}

/// The log records of a process.
struct Logs {
    common: Vec<Attribute>,
    records: Vec<(Instant, &'static str, Vec<Attribute>)>,
}

impl Logs {
    fn of(script: &Script, process: &Process<'_>) -> Vec<(Instant, Record)> {
        let mut logs = Self { common: common(script), records: Vec::new() };
        let managed = vec![text("managed_settings.trigger", "startup"), text("managed_settings.helper.state", "none")];
        logs.add(process.start, "managed_settings_resolved", managed);
        let plugin = vec![text("plugin.name", "core"), text("marketplace.name", "builtin"), flag("has_hooks", false)];
        logs.add(process.start.plus_micros(40_000), "plugin_loaded", plugin);
        for turn in process.turns {
            logs.turn(turn);
        }
        logs.finish()
    }

    fn turn(&mut self, turn: &Turn) {
        let prompt = vec![
            text("prompt.id", &turn.run_id),
            worded("prompt_length", turn.text.chars().count() as i64),
            text("prompt", &turn.text),
            text("prompt_text", &turn.text),
        ];
        self.add(turn.at, "user_prompt", prompt);
        for step in &turn.steps {
            match step {
                Step::Call(call) => self.call(turn, call),
                Step::Tool(tool) => self.tool(turn, tool),
            }
        }
    }

    fn call(&mut self, turn: &Turn, call: &Call) {
        let mut said = vec![text("prompt.id", &turn.run_id), text("model", call.model)];
        let source = match (call.role, turn.mode) {
            (StepRole::Subagent, _) => "agent:builtin:general-purpose",
            (_, Mode::Headless) => "sdk",
            (_, Mode::Interactive) => "repl_main_thread",
        };
        let last = [
            text("request_id", format!("req_{}", call.id)),
            text("speed", "normal"),
            text("query_source", source),
            text("effort", "medium"),
        ];
        match call.failure {
            Some(failure) => {
                match failure {
                    Failure::Status(status) => {
                        said.extend([text("error", "Overloaded"), whole("status_code", status)]);
                    }
                    Failure::Timeout => said.push(text("error", "Request timed out.")),
                }
                said.extend([whole("duration_ms", call.duration_ms()), whole("attempt", 11)]);
            }
            None => {
                let plain = call.input_tokens - call.cache_read_tokens - call.cache_write_tokens;
                let cost = call.cost.unwrap_or_default();
                said.extend([
                    whole("input_tokens", plain),
                    whole("output_tokens", call.output_tokens),
                    whole("cache_read_tokens", call.cache_read_tokens),
                    whole("cache_creation_tokens", call.cache_write_tokens),
                    whole("cache_creation_5m_tokens", call.cache_write_tokens),
                    whole("cache_creation_1h_tokens", 0),
                    real("cost_usd", cost.usd()),
                    whole("cost_usd_micros", cost.0 / 1_000),
                    whole("duration_ms", call.duration_ms()),
                    whole("ttft_ms", call.first_token_ms),
                ]);
            }
        }
        said.extend(last);
        said.extend(agent_id(call.role, turn));
        self.add(call.end, if call.failure.is_some() { "api_error" } else { "api_request" }, said);
        if call.failure.is_none() && !call.asks_tools {
            let answer = vec![
                text("prompt.id", &turn.run_id),
                whole("response_length", call.output_tokens * 4),
                text("response", "<REDACTED>"),
                text("request_id", format!("req_{}", call.id)),
                text("model", call.model),
                text("query_source", source),
            ];
            self.add(call.end, "assistant_response", [answer, agent_id(call.role, turn)].concat());
        }
    }

    fn tool(&mut self, turn: &Turn, tool: &Tool) {
        let (decision, source) = match (tool.end, tool.waited_ms) {
            (ToolEnd::Rejected(RejectedBy::User), _) => ("reject", "user_reject"),
            (ToolEnd::Rejected(RejectedBy::Policy), _) => ("reject", "config"),
            (_, Some(_)) => ("accept", "user_temporary"),
            (_, None) => ("accept", "config"),
        };
        let use_of = |more: Vec<Attribute>| {
            let named = [
                text("prompt.id", &turn.run_id),
                text("tool_name", tool.name),
                text("tool_use_id", format!("toolu_{}", tool.id)),
                text("request_id", format!("req_{}", tool.call_id)),
            ];
            [named.to_vec(), more, agent_id(tool.role, turn)].concat()
        };
        let decided = vec![
            text("decision", decision),
            text("source", source),
            text("tool_source", "builtin"),
            text("permission_mode", "default"),
        ];
        self.add(tool.decided, "tool_decision", use_of(decided));
        if let ToolEnd::Done { at, ok } = tool.end {
            let mut done = vec![
                text("success", ok.to_string()),
                worded("duration_ms", at.millis_since(tool.decided)),
                worded("tool_input_size_bytes", 58),
            ];
            done.push(if ok { worded("tool_result_size_bytes", 412) } else { text("error_type", "ShellError") });
            if turn.mode == Mode::Interactive {
                done.extend([text("decision_source", source), text("decision_type", decision)]);
            }
            self.add(at, "tool_result", use_of(done));
        }
    }

    fn add(&mut self, at: Instant, name: &'static str, attributes: Vec<Attribute>) {
        self.records.push((at, name, attributes));
    }

    /// The records in their order, numbered.
    fn finish(mut self) -> Vec<(Instant, Record)> {
        self.records.sort_by_key(|(at, ..)| *at);
        let numbered = self.records.into_iter().enumerate();
        numbered
            .map(|(number, (at, name, own))| {
                let named = [
                    text("event.name", name),
                    text("event.timestamp", timestamp(at)),
                    whole("event.sequence", number as i64),
                ];
                let attributes = [self.common.clone(), named.to_vec(), own].concat();
                let body = Some(format!("claude_code.{name}"));
                (at, Record::Log(Log { time: Some(at), observed: Some(at), body, attributes, ..Log::default() }))
            })
            .collect()
    }
}

fn agent_id(role: StepRole, turn: &Turn) -> Vec<Attribute> {
    if role == StepRole::Subagent {
        vec![text("agent_id", turn.run_id.split('-').next().unwrap_or("a"))]
    } else {
        Vec::new()
    }
}

/// The data points of a process: the growth since the points before.
fn points(script: &Script, process: &Process<'_>) -> Vec<(Instant, Record)> {
    let mut grown: BTreeMap<Instant, Vec<&Turn>> = BTreeMap::new();
    for turn in process.turns {
        let end = turn.last().max(script.end_of(turn));
        grown.entry(due(process, METRICS_MS, end)).or_default().push(turn);
    }
    let common = common(script);
    let (mut points, mut start) = (Vec::new(), process.start);
    for (number, (time, turns)) in grown.into_iter().enumerate() {
        let mut add = |metric, unit, value: f64, own: Vec<Attribute>| {
            let attributes = [common.clone(), own].concat();
            points.push((time, Record::Point(Point { metric, unit, start, time, value, attributes })));
        };
        if number == 0 {
            let kind = if process.resumes { "resume" } else { "fresh" };
            add("claude_code.session.count", "", 1.0, vec![text("start_type", kind)]);
        }
        let mut all = ActivityCounted::default();
        for turn in &turns {
            truth::add(&mut all, &turn.activity);
        }
        let model = turns.iter().flat_map(|turn| turn.calls()).map(|call| call.model).next().unwrap_or_default();
        let counts = [
            ("claude_code.lines_of_code.count", "", all.lines_added, "type", "added"),
            ("claude_code.lines_of_code.count", "", all.lines_deleted, "type", "removed"),
            ("claude_code.commit.count", "", all.commits, "", ""),
            ("claude_code.pull_request.count", "", all.pull_requests, "", ""),
            ("claude_code.code_edit_tool.decision", "", all.edits_accepted, "decision", "accept"),
            ("claude_code.code_edit_tool.decision", "", all.edits_rejected, "decision", "reject"),
            ("claude_code.active_time.total", "s", all.user_active_ms, "type", "user"),
            ("claude_code.active_time.total", "s", all.agent_active_ms, "type", "cli"),
        ];
        for (metric, unit, amount, name, kind) in counts {
            let Some(amount) = amount else { continue };
            let value = if unit == "s" { amount as f64 / 1_000.0 } else { amount as f64 };
            let mut own = if name.is_empty() { Vec::new() } else { vec![text(name, kind)] };
            if metric == "claude_code.lines_of_code.count" {
                own.push(text("model", model));
            }
            add(metric, unit, value, own);
        }
        for (metric, unit, value, own) in repeated(&turns) {
            add(metric, unit, value, own);
        }
        start = time;
    }
    points
}

/// Money and tokens, which the logs report as well.
fn repeated(turns: &[&Turn]) -> Vec<(&'static str, &'static str, f64, Vec<Attribute>)> {
    let mut by_model: BTreeMap<(&str, bool), [i64; 5]> = BTreeMap::new();
    for call in turns.iter().flat_map(|turn| turn.calls()).filter(|call| call.failure.is_none()) {
        let sums = by_model.entry((call.model, call.role == StepRole::Main)).or_default();
        let plain = call.input_tokens - call.cache_read_tokens - call.cache_write_tokens;
        let cost = call.cost.unwrap_or_default().0;
        let amounts = [plain, call.output_tokens, call.cache_read_tokens, call.cache_write_tokens, cost];
        for (sum, amount) in sums.iter_mut().zip(amounts) {
            *sum += amount;
        }
    }
    let mut points = Vec::new();
    for ((model, is_main), [input, output, read, write, cost]) in by_model {
        let of = |kind: Option<&str>| {
            let source = if is_main { "main" } else { "subagent" };
            let mut own = vec![text("model", model), text("query_source", source), text("effort", "medium")];
            own.extend(kind.map(|kind| text("type", kind)));
            own
        };
        points.push(("claude_code.cost.usage", "USD", cost as f64 / 1e9, of(None)));
        for (kind, amount) in [("input", input), ("output", output), ("cacheRead", read), ("cacheCreation", write)] {
            points.push(("claude_code.token.usage", "tokens", amount as f64, of(Some(kind))));
        }
    }
    points
}
