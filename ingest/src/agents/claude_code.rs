//! Claude Code: its logs say everything; of its metrics, only those are read that the logs lack. Its spans repeat
//! the logs.
//!
//! `prompt.id` is the run. A tool use begins with the decision to allow it and ends with its result; a decision
//! against it ends it. Input tokens are told without those of caches, so all three are added up.
use super::Seen;
use super::events::{Common, Events, Message};
use super::reading::{Reading, failure, time_of, whole};
use super::steps::{ended, model_called, rejected_by, tool_used};
use crate::otlp::record::{LogRecord, Point, PointKind};
use crate::otlp::value::Value;
use domain::contract::{Code, FieldError};
use domain::{
    ActivityCounted, Actor, CallStatus, EventBody, Mode, ModelCalled, NanoUsd, StepRole, ToolStatus, ToolUsed, Unstored,
};

/// The beginning of its scopes.
pub(super) const SCOPE: &str = "com.anthropic.claude_code";
/// The beginning of its bodies and metrics.
pub(super) const PREFIX: &str = "claude_code.";

pub(super) const AGENT: &str = "claude-code";
/// What stands for a prompt that its settings keep secret.
const REDACTED: &str = "<REDACTED>";
/// The beginning of a message with which a background agent reports to the main one.
const NOTIFICATION: &str = "<task-notification>";

/// Events that say nothing that is counted here, or say it again.
const KNOWN: &[&str] = &[
    "api_request_body",
    "api_response_body",
    "api_retries_exhausted",
    "assistant_response",
    "at_mention",
    "auth",
    "compaction",
    "hook_execution_complete",
    "hook_execution_start",
    "hook_registered",
    "internal_error",
    "managed_settings_resolved",
    "mcp_server_connection",
    "permission_mode_changed",
    "plugin_installed",
    "plugin_loaded",
    "retention_sweep",
    "skill_activated",
    "subagent_completed",
];

/// Metrics that say what the logs say.
const KNOWN_METRICS: &[&str] = &["cost.usage", "session.count", "token.usage"];

/// Makes events of a log record.
pub(super) fn log(
    reading: &Reading<'_, '_>,
    log: &LogRecord<'_>,
    name: &str,
    events: &mut Events<'_>,
) -> Result<Seen, FieldError> {
    let common = common(reading);
    let (time, run_id) = (time_of(reading, log), reading.text("prompt.id"));
    match name {
        "user_prompt" => events.add_message(&common, time, run_id, message(reading))?,
        "api_request" => {
            events.add(&common, time, run_id, EventBody::ModelCalled(Box::new(answered(reading)?)))?;
        }
        "api_error" => events.add(&common, time, run_id, EventBody::ModelCalled(Box::new(failed(reading))))?,
        "tool_decision" => {
            if let Some(tool) = decided(reading) {
                events.add(&common, time, run_id, EventBody::ToolUsed(Box::new(tool)))?;
            }
        }
        "tool_result" => events.add(&common, time, run_id, EventBody::ToolUsed(Box::new(used(reading))))?,
        _ if KNOWN.contains(&name) => {}
        _ => return Ok(Seen::Not(Unstored::Unknown)),
    }
    Ok(Seen::Known)
}

fn common<'d>(reading: &Reading<'d, '_>) -> Common<'d> {
    let mut common = Common::new(AGENT, reading.told("session.id"), reading);
    common.agent_version = reading.first_told(&["app.version", "service.version"]);
    common.mode = reading.text("query_source").and_then(mode);
    common.user_id = reading.person(&["user.account_uuid", "user.account_id", "user.id"]);
    common
}

fn mode(query_source: &str) -> Option<Mode> {
    if query_source.starts_with("repl") {
        Some(Mode::Interactive)
    } else if query_source.starts_with("sdk") {
        Some(Mode::Headless)
    } else {
        None
    }
}

/// Which part of the agent took a step. What is neither the main conversation nor an agent of its own is work
/// beside them, such as a title or a summary.
fn role(reading: &Reading<'_, '_>) -> StepRole {
    let source = reading.text("query_source");
    if reading.text("agent_id").is_some() || source.is_some_and(|source| source.starts_with("agent")) {
        return StepRole::Subagent;
    }
    match source {
        Some(source) if mode(source).is_none() => StepRole::Utility,
        _ => StepRole::Main,
    }
}

/// Commands to the agent itself, and what its background agents report to it, begin no run.
fn message<'d>(reading: &Reading<'d, '_>) -> Message<'d> {
    let text = reading.text("prompt").filter(|text| *text != REDACTED);
    if text.is_some_and(|text| text.starts_with(NOTIFICATION)) {
        // It quotes what tools put out.
        return Message { actor: Actor::System, starts_run: false, text: None };
    }
    let is_command = match (reading.text("command_name"), reading.text("command_source")) {
        (None, _) => false,
        (Some(_), Some(source)) => source == "builtin",
        (Some(name), None) => !matches!(name, "custom" | "mcp"),
    };
    Message { actor: Actor::User, starts_run: !is_command, text }
}

fn answered(reading: &Reading<'_, '_>) -> Result<ModelCalled, FieldError> {
    let input = reading.count("input_tokens", "payload.input_tokens")?;
    let cache_read = reading.count("cache_read_tokens", "payload.cache_read_tokens")?;
    let cache_write = reading.count("cache_creation_tokens", "payload.cache_write_tokens")?;
    Ok(ModelCalled {
        input_tokens: input.saturating_add(cache_read).saturating_add(cache_write),
        cache_read_tokens: Some(cache_read),
        cache_write_tokens: Some(cache_write),
        output_tokens: reading.count("output_tokens", "payload.output_tokens")?,
        cost: reading.usd("cost_usd", "payload.cost")?,
        first_token_ms: reading.millis("ttft_ms"),
        ..call(reading, CallStatus::Ok)
    })
}

/// Of several tries, the agent reports only the last. It cost nothing, by the agent's own count.
fn failed(reading: &Reading<'_, '_>) -> ModelCalled {
    ModelCalled {
        error_type: failure(reading.status(&["status_code"]), None, reading.text("error")),
        cost: Some(NanoUsd(0)),
        ..call(reading, CallStatus::Error)
    }
}

fn call(reading: &Reading<'_, '_>, status: CallStatus) -> ModelCalled {
    ModelCalled {
        duration_ms: reading.millis("duration_ms"),
        call_id: reading.text("request_id").map(str::to_owned),
        ..model_called(role(reading), status, reading.text("model"))
    }
}

/// A use without an id cannot be told from others, so it is counted when it ends, and not when it begins.
fn decided(reading: &Reading<'_, '_>) -> Option<ToolUsed> {
    if reading.text("decision") == Some("reject") {
        return Some(rejected(reading, reading.text("source")));
    }
    reading.text("tool_use_id").map(|_| tool(reading, ToolStatus::Started))
}

fn used(reading: &Reading<'_, '_>) -> ToolUsed {
    if reading.text("decision_type") == Some("reject") {
        return rejected(reading, reading.text("decision_source"));
    }
    ToolUsed {
        duration_ms: reading.millis("duration_ms"),
        ..tool(reading, ended(reading.flag("success").unwrap_or(true)))
    }
}

/// Settings and hooks reject, too.
fn rejected(reading: &Reading<'_, '_>, source: Option<&str>) -> ToolUsed {
    let by = rejected_by(source.is_some_and(|source| source.starts_with("user")));
    ToolUsed { rejected_by: Some(by), ..tool(reading, ToolStatus::Rejected) }
}

fn tool(reading: &Reading<'_, '_>, status: ToolStatus) -> ToolUsed {
    ToolUsed {
        model_call_id: reading.text("request_id").map(str::to_owned),
        call_id: reading.text("tool_use_id").map(str::to_owned),
        ..tool_used(reading.text("tool_name"), Some(role(reading)), status)
    }
}

/// Makes an event of a data point.
pub(super) fn point(
    reading: &Reading<'_, '_>,
    point: &Point<'_>,
    name: &str,
    events: &mut Events<'_>,
) -> Result<Seen, FieldError> {
    let kind = reading.text("type").or_else(|| reading.text("decision")).unwrap_or_default();
    let mut counted = ActivityCounted::default();
    let (field, path) = match (name, kind) {
        ("lines_of_code.count", "added") => (&mut counted.lines_added, "payload.lines_added"),
        ("lines_of_code.count", "removed") => (&mut counted.lines_deleted, "payload.lines_deleted"),
        ("commit.count", _) => (&mut counted.commits, "payload.commits"),
        ("pull_request.count", _) => (&mut counted.pull_requests, "payload.pull_requests"),
        ("code_edit_tool.decision", "accept") => (&mut counted.edits_accepted, "payload.edits_accepted"),
        ("code_edit_tool.decision", "reject") => (&mut counted.edits_rejected, "payload.edits_rejected"),
        ("active_time.total", "user") => (&mut counted.user_active_ms, "payload.user_active_ms"),
        ("active_time.total", "cli") => (&mut counted.agent_active_ms, "payload.agent_active_ms"),
        _ if KNOWN_METRICS.contains(&name) => return Ok(Seen::Known),
        _ => return Ok(Seen::Not(Unstored::Unknown)),
    };
    if point.kind != PointKind::Delta {
        return Ok(Seen::Not(Unstored::Cumulative));
    }
    let amount = if name == "active_time.total" { millis(&point.value, path)? } else { whole(&point.value, path)? };
    if amount == 0 {
        return Ok(Seen::Known);
    }
    *field = Some(amount);
    events.add(&common(reading), point.time, None, EventBody::ActivityCounted(counted))?;
    Ok(Seen::Known)
}

/// Seconds, as whole milliseconds.
fn millis(seconds: &Value<'_>, path: &'static str) -> Result<i64, FieldError> {
    let seconds = match seconds {
        Value::Real(seconds) => *seconds,
        Value::Whole(seconds) => *seconds as f64,
        _ => f64::NAN,
    };
    if seconds.is_nan() {
        return Err(FieldError::new(path, Code::WrongType, "expected a number of seconds"));
    }
    Ok((seconds * 1_000.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::super::Seen;
    use super::super::testing::{Named, Told, log, sum, tell};
    use crate::otlp::Signal;
    use domain::Unstored;
    use serde_json::{Value, json};

    const RESOURCE: &[Named] = &[];

    /// A record of a session of a person.
    fn record(time: i64, name: &str, named: &[Named]) -> Value {
        let always = [
            ("event.name", json!(name)),
            ("session.id", json!("s")),
            ("user.email", json!("Ada@Example.com")),
            ("prompt.id", json!("p-1")),
        ];
        log(time, &[&always[..], named].concat())
    }

    fn told(records: &[Value]) -> Told {
        tell(Signal::Logs, RESOURCE, "com.anthropic.claude_code.events", records)
    }

    #[test]
    fn a_run_with_a_tool() {
        let use_of = [("tool_name", json!("Read")), ("tool_use_id", json!("t-1")), ("request_id", json!("r-1"))];
        let told = told(&[
            record(1_000, "user_prompt", &[("prompt", json!("Why is it red?")), ("prompt_length", json!("14"))]),
            record(
                2_000,
                "tool_decision",
                &[&use_of[..], &[("decision", json!("accept")), ("source", json!("config"))]].concat(),
            ),
            record(
                2_100,
                "api_request",
                &[
                    ("model", json!("opus")),
                    ("input_tokens", json!(10)),
                    ("cache_read_tokens", json!("200")),
                    ("cache_creation_tokens", json!(3_000)),
                    ("output_tokens", json!(40)),
                    ("cost_usd", json!(0.0271828)),
                    ("duration_ms", json!(950)),
                    ("ttft_ms", json!(120)),
                    ("request_id", json!("r-1")),
                    ("query_source", json!("sdk")),
                ],
            ),
            record(
                2_500,
                "tool_result",
                &[&use_of[..], &[("success", json!("false")), ("duration_ms", json!("300"))]].concat(),
            ),
            record(2_600, "assistant_response", &[("response", json!("It is not."))]),
        ]);
        let expected = [
            r#"1000 message_created s p-1 ada@example.com - {"actor":"user","starts_run":true} "Why is it red?""#,
            r#"2000 tool_used s p-1 ada@example.com - {"tool":"Read","role":"main","status":"started","model_call_id":"r-1","call_id":"t-1"}"#,
            r#"2100 model_called s p-1 ada@example.com headless {"role":"main","status":"ok","model":"opus","input_tokens":3210,"cache_read_tokens":200,"cache_write_tokens":3000,"output_tokens":40,"cost":"0.027182800","duration_ms":950,"first_token_ms":120,"call_id":"r-1"}"#,
            r#"2500 tool_used s p-1 ada@example.com - {"tool":"Read","role":"main","status":"error","model_call_id":"r-1","duration_ms":300,"call_id":"t-1"}"#,
        ];
        assert_eq!(told.lines(), expected);
        assert_eq!(told.ids().len(), 4);
    }

    #[test]
    fn who_rejects_a_tool() {
        let decision = |time, source: &str| {
            record(
                time,
                "tool_decision",
                &[("tool_name", json!("Bash")), ("decision", json!("reject")), ("source", json!(source))],
            )
        };
        let rejected =
            |by: &str| format!(r#"{{"tool":"Bash","role":"main","status":"rejected","rejected_by":"{by}"}}"#);
        let told =
            told(&[decision(1, "user_reject"), decision(2, "user_abort"), decision(3, "config"), decision(4, "hook")]);
        let payloads: Vec<String> =
            told.lines().iter().map(|line| line.splitn(7, ' ').last().expect("a payload").to_owned()).collect();
        assert_eq!(payloads, ["user", "user", "policy", "policy"].map(rejected));
    }

    #[test]
    fn prompts_that_begin_no_run() {
        let told = told(&[
            record(
                1,
                "user_prompt",
                &[("prompt", json!("/clear")), ("command_name", json!("clear")), ("command_source", json!("builtin"))],
            ),
            record(
                2,
                "user_prompt",
                &[("prompt", json!("/deploy")), ("command_name", json!("deploy")), ("command_source", json!("custom"))],
            ),
            record(3, "user_prompt", &[("prompt", json!("<task-notification>\nsecret output"))]),
            record(4, "user_prompt", &[("prompt", json!("<REDACTED>"))]),
            record(5, "user_prompt", &[("prompt", json!("a\u{0}b"))]),
        ]);
        let expected = [
            r#"1 message_created s p-1 ada@example.com - {"actor":"user"} "/clear""#,
            r#"2 message_created s p-1 ada@example.com - {"actor":"user","starts_run":true} "/deploy""#,
            r#"3 message_created s p-1 ada@example.com - {"actor":"system"}"#,
            r#"4 message_created s p-1 ada@example.com - {"actor":"user","starts_run":true}"#,
            r#"5 message_created s p-1 ada@example.com - {"actor":"user","starts_run":true} "a�b""#,
        ];
        assert_eq!(told.lines(), expected);
    }

    #[test]
    fn failed_calls_and_parts_of_the_agent() {
        let error =
            |time, named: &[Named]| record(time, "api_error", &[&[("model", json!("opus"))][..], named].concat());
        let told = told(&[
            error(
                1,
                &[
                    ("status_code", json!(529)),
                    ("error", json!("overloaded")),
                    ("query_source", json!("repl_main_thread")),
                ],
            ),
            error(2, &[("error", json!("Request timed out.")), ("query_source", json!("agent:builtin:explore"))]),
            error(3, &[("query_source", json!("session_title"))]),
            error(4, &[("agent_id", json!("a1")), ("query_source", json!("explore"))]),
        ]);
        let call = |role: &str, error: &str| {
            format!(
                r#"{{"role":"{role}","status":"error"{error},"model":"opus","input_tokens":0,"output_tokens":0,"cost":"0.000000"}}"#
            )
        };
        let expected = [
            format!("1 model_called s p-1 ada@example.com interactive {}", call("main", r#","error_type":"http_529""#)),
            format!("2 model_called s p-1 ada@example.com - {}", call("subagent", r#","error_type":"timeout""#)),
            format!("3 model_called s p-1 ada@example.com - {}", call("utility", "")),
            format!("4 model_called s p-1 ada@example.com - {}", call("subagent", "")),
        ];
        assert_eq!(told.lines(), expected);
    }

    #[test]
    fn what_it_says_twice_or_never_said_before() {
        let told = told(&[record(1, "plugin_loaded", &[]), record(2, "dream_begun", &[])]);
        assert_eq!(told.seen, [Seen::Known, Seen::Not(Unstored::Unknown)]);
        let told = tell(
            Signal::Traces,
            RESOURCE,
            "com.anthropic.claude_code.tracing",
            &[
                json!({"name": "llm", "attributes": [{"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}}]}),
            ],
        );
        assert_eq!((told.seen.as_slice(), told.lines().len()), (&[Seen::Known][..], 0));
    }

    #[test]
    fn activity_is_the_growth_of_sums_alone() {
        let session = |kind: &'static str| [("session.id", json!("s")), ("user.id", json!("u")), ("type", json!(kind))];
        let told = tell(
            Signal::Metrics,
            RESOURCE,
            "com.anthropic.claude_code",
            &[
                sum("claude_code.lines_of_code.count", 1, 10, 5.0, &session("added")),
                sum("claude_code.lines_of_code.count", 1, 10, 0.0, &session("removed")),
                sum("claude_code.active_time.total", 1, 10, 0.9760000000000001, &session("cli")),
                sum("claude_code.commit.count", 2, 10, 7.0, &session("")),
                sum("claude_code.cost.usage", 1, 10, 7.0, &session("")),
                sum("claude_code.heartbeats", 1, 10, 7.0, &session("")),
            ],
        );
        let expected = [
            r#"10 activity_counted s - u - {"lines_added":5}"#,
            r#"10 activity_counted s - u - {"agent_active_ms":976}"#,
        ];
        assert_eq!(told.lines(), expected);
        let seen = [
            Seen::Known,
            Seen::Known,
            Seen::Known,
            Seen::Not(Unstored::Cumulative),
            Seen::Known,
            Seen::Not(Unstored::Unknown),
        ];
        assert_eq!(told.seen, seen);
    }

    #[test]
    fn numbers_that_are_none() {
        let call = |named: Named| told(&[record(1, "api_request", &[named])]).errors;
        assert_eq!(call(("input_tokens", json!("many")))[0].path, "payload.input_tokens");
        assert_eq!(call(("cost_usd", json!(-0.5)))[0].path, "payload.cost");
        assert_eq!(call(("output_tokens", json!(1.5)))[0].path, "payload.output_tokens");
        // A stopwatch that runs backwards loses no money.
        assert!(call(("duration_ms", json!(-5))).is_empty());
        let point = sum("claude_code.commit.count", 1, 10, 0.5, &[("session.id", json!("s"))]);
        assert_eq!(tell(Signal::Metrics, RESOURCE, "", &[point]).errors[0].path, "payload.commits");
        let nowhere = log(1, &[("event.name", json!("api_error"))]);
        assert_eq!(told(&[nowhere]).errors[0].path, "session_id");
        let timeless = record(0, "api_error", &[]);
        assert_eq!(told(&[timeless]).errors[0].path, "occurred_at");
    }
}
