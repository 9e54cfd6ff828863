//! What agents send, in the shape of each of them: with a text of its own wherever a person, a model or a tool may have
//! said something.
use ingest::otlp::Signal;
use serde_json::{Value, json};

/// A text that was said, and where.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    /// The agent and the attribute.
    pub(crate) place: String,
    /// The text.
    pub(crate) text: String,
    /// Whether it is a prompt, which an installation may keep.
    pub(crate) is_prompt: bool,
}

/// Requests, and what is said in them.
#[derive(Debug, Default)]
pub(crate) struct Telling {
    pub(crate) requests: Vec<(Signal, Value)>,
    pub(crate) said: Vec<Said>,
}

/// The attributes of events that hold contents, by agent and event.
const LOGS: &[(&str, &str, &str, &[&str])] = &[
    ("com.anthropic.claude_code.events", "user_prompt", "session.id", &["prompt_text", "message.content"]),
    (
        "com.anthropic.claude_code.events",
        "api_request",
        "session.id",
        &["request_body", "system_prompt", "http.request.header.authorization"],
    ),
    ("com.anthropic.claude_code.events", "api_request_body", "session.id", &["body"]),
    ("com.anthropic.claude_code.events", "assistant_response", "session.id", &["response"]),
    ("com.anthropic.claude_code.events", "api_error", "session.id", &["error", "response"]),
    ("com.anthropic.claude_code.events", "tool_decision", "session.id", &["tool_parameters", "tool_input"]),
    (
        "com.anthropic.claude_code.events",
        "tool_result",
        "session.id",
        &["tool_parameters", "tool_input", "error", "tool_output", "file_content"],
    ),
    ("com.anthropic.claude_code.events", "a_new_event", "session.id", &["content", "prompt"]),
    ("codex_otel.log_only", "codex.user_prompt", "conversation.id", &["system_prompt"]),
    ("codex_otel.log_only", "codex.tool_result", "conversation.id", &["arguments", "output"]),
    ("codex_otel.log_only", "codex.api_request", "conversation.id", &["error.message", "auth.header_name"]),
    ("codex_otel.log_only", "codex.sse_event", "conversation.id", &["error.message", "event.data"]),
    ("codex_otel.log_only", "codex.new", "conversation.id", &["output"]),
    ("gemini-cli", "gemini_cli.user_prompt", "session.id", &["system_prompt"]),
    ("gemini-cli", "gemini_cli.api_request", "session.id", &["request_text"]),
    ("gemini-cli", "gemini_cli.api_response", "session.id", &["response_text"]),
    ("gemini-cli", "gemini_cli.api_error", "session.id", &["error.message", "error"]),
    ("gemini-cli", "gemini_cli.tool_call", "session.id", &["function_args", "metadata", "error"]),
    ("gemini-cli", "gen_ai.client.inference.operation.details", "session.id", &["gen_ai.input.messages"]),
    ("qwen-code", "qwen-code.user_prompt", "session.id", &["system_prompt"]),
    ("qwen-code", "qwen-code.api_request", "session.id", &["request_text"]),
    ("qwen-code", "qwen-code.api_response", "session.id", &["response_text"]),
    ("qwen-code", "qwen-code.api_error", "session.id", &["error_message"]),
    ("qwen-code", "qwen-code.tool_call", "session.id", &["function_args", "error"]),
    ("opencode", "log", "session.id", &["text"]),
    ("billing", "invoice", "session.id", &["customer"]),
];

/// Attributes with values.
type Named = &'static [(&'static str, &'static str)];

/// The same of spans: scope, service, operation, whether it is the root, and what it says.
const SPANS: &[(&str, &str, Named, &[&str])] = &[
    ("com.anthropic.claude_code.tracing", "claude-code", &[], &["user_prompt", "response"]),
    ("codex_cli_rs", "codex_exec", &[], &["input", "output"]),
    ("gemini-cli", "gemini-cli", &[("gen_ai.operation.name", "chat")], &["gen_ai.input.messages", "function_args"]),
    ("github.copilot", "github-copilot", &[("gen_ai.operation.name", "chat")], CONTENTS),
    ("github.copilot", "github-copilot", &[("gen_ai.operation.name", "execute_tool")], CONTENTS),
    ("github.copilot", "github-copilot", &[("gen_ai.operation.name", "invoke_agent")], CONTENTS),
    ("opencode", "opencode", &[("ai.operationId", "ai.streamText.doStream")], OPENCODE),
    ("opencode", "opencode", &[("ai.operationId", "ai.streamText")], OPENCODE),
    ("any", "triage", &[("gen_ai.operation.name", "chat")], CONTENTS),
    ("any", "triage", &[("gen_ai.operation.name", "execute_tool")], CONTENTS),
    ("any", "triage", &[("gen_ai.operation.name", "invoke_agent")], CONTENTS),
    ("any", "billing", &[], &["customer"]),
];
const CONTENTS: &[&str] = &[
    "gen_ai.output.messages",
    "gen_ai.system_instructions",
    "gen_ai.tool.call.arguments",
    "gen_ai.tool.call.result",
    "gen_ai.tool.definitions",
    "gen_ai.prompt",
    "gen_ai.completion",
    "http.request.header.authorization",
    "exception.message",
];
const OPENCODE: &[&str] = &[
    "ai.prompt",
    "ai.prompt.messages",
    "ai.prompt.tools",
    "ai.response.text",
    "ai.response.toolCalls",
    "ai.toolCall.args",
    "tool.parameters",
    "tool.output",
];

impl Telling {
    /// Everything at a time in nanoseconds.
    pub(crate) fn of(now: u128) -> Self {
        let mut telling = Self::default();
        for (index, (scope, event, session, contents)) in LOGS.iter().enumerate() {
            telling.log(now + index as u128 * 1_000, (scope, event, session), contents);
        }
        for (index, (scope, service, attributes, contents)) in SPANS.iter().enumerate() {
            telling.span(now + index as u128 * 1_000, (scope, service), attributes, contents);
        }
        telling.points(now);
        telling.malformed(now);
        telling
    }

    /// A text that is said nowhere else.
    fn say(&mut self, place: &str, is_prompt: bool) -> String {
        let text = format!("said{:03}Zq7unheard{}", self.said.len(), self.said.len() * 7);
        self.said.push(Said { place: place.to_owned(), text: text.clone(), is_prompt });
        text
    }

    fn attribute(&mut self, of: &str, name: &str) -> Value {
        let text = self.say(&format!("{of} {name}"), false);
        pair(name, &text)
    }

    fn log(&mut self, time: u128, (scope, event, session): (&str, &str, &str), contents: &[&str]) {
        let of = format!("{scope} {event}");
        let mut attributes = vec![pair("event.name", event), pair(session, &format!("session-{scope}"))];
        attributes.extend(contents.iter().map(|name| self.attribute(&of, name)));
        if event.ends_with("user_prompt") {
            let prompt = self.say(&format!("{of} prompt"), true);
            attributes.push(pair("prompt", &prompt));
        }
        if event.contains("sse_event") {
            attributes.extend([pair("event.kind", "response.completed"), pair("input_token_count", "5")]);
        }
        let nested = self.say(&format!("{of} a list in a map"), false);
        let list = json!({"arrayValue": {"values": [{"stringValue": nested}]}});
        attributes.push(json!({"key": "more", "value": {"kvlistValue": {"values": [{"key": "k", "value": list}]}}}));
        let body = self.say(&format!("{of} body"), false);
        let record = json!({
            "timeUnixNano": time.to_string(), "severityText": "INFO", "attributes": attributes,
            "body": {"stringValue": body},
        });
        let resource = vec![
            pair("service.name", scope),
            self.attribute(&of, "process.command_line"),
            self.attribute(&of, "process.command_args"),
        ];
        self.requests.push((
            Signal::Logs,
            json!({"resourceLogs": [{
                "resource": {"attributes": resource},
                "scopeLogs": [{"scope": {"name": scope}, "logRecords": [record]}],
            }]}),
        ));
    }

    fn span(&mut self, end: u128, (scope, service): (&str, &str), own: &[(&str, &str)], contents: &[&str]) {
        let of = format!("{scope} {own:?}");
        let mut attributes: Vec<Value> = own.iter().map(|(name, value)| pair(name, value)).collect();
        let session = format!("session-{scope}");
        attributes.extend([pair("gen_ai.conversation.id", &session), pair("session.id", &session)]);
        attributes.extend(contents.iter().map(|name| self.attribute(&of, name)));
        // Of the messages to a model, the last one of the person may be kept as the prompt.
        let (system, prompt) =
            (self.say(&format!("{of} system message"), false), self.say(&format!("{of} prompt"), true));
        let messages = json!([
            {"role": "system", "parts": [{"type": "text", "content": system}]},
            {"role": "user", "parts": [{"type": "text", "content": prompt}]},
        ]);
        attributes.push(pair("gen_ai.input.messages", &messages.to_string()));
        let event = self.attribute(&of, "an event's content");
        let status = self.say(&format!("{of} status"), false);
        let link = self.attribute(&of, "a link's content");
        let span = json!({
            "traceId": format!("{:032x}", end), "spanId": format!("{:016x}", end as u64), "name": "a span",
            "startTimeUnixNano": (end - 1_000_000).to_string(), "endTimeUnixNano": end.to_string(),
            "attributes": attributes, "status": {"code": 2, "message": status},
            "events": [{"name": "gen_ai.content", "attributes": [event]}],
            "links": [{"attributes": [link]}],
        });
        self.requests.push((
            Signal::Traces,
            json!({"resourceSpans": [{
                "resource": {"attributes": [pair("service.name", service)]},
                "scopeSpans": [{"scope": {"name": scope}, "spans": [span]}],
            }]}),
        ));
    }

    fn points(&mut self, now: u128) {
        for name in ["claude_code.commit.count", "gemini_cli.token.usage", "gen_ai.client.token.usage"] {
            let attributes = vec![
                pair("session.id", "session-points"),
                self.attribute(name, "command"),
                self.attribute(name, "exemplar"),
            ];
            let about = self.say(&format!("{name} description"), false);
            let point = json!({"timeUnixNano": now.to_string(), "asInt": "1", "attributes": attributes});
            let metric = json!({"name": name, "description": about,
                "sum": {"aggregationTemporality": 1, "dataPoints": [point]}});
            self.requests
                .push((Signal::Metrics, json!({"resourceMetrics": [{"scopeMetrics": [{"metrics": [metric]}]}]})));
        }
    }

    /// Records that are refused, whose contents the reason must not repeat.
    fn malformed(&mut self, now: u128) {
        let value = self.say("a value of another form", false);
        let number = self.say("a number that is a text", false);
        let tokens = self.say("tokens that are a text", false);
        let named =
            |more: Value| json!([pair("event.name", "api_request"), pair("session.id", "session-malformed"), more]);
        let records = [
            json!({"timeUnixNano": now.to_string(), "attributes": named(json!({"key": "prompt", "value": value}))}),
            json!({"timeUnixNano": now.to_string(), "attributes": named(json!({"key": "k", "value": {"intValue": number}}))}),
            json!({"timeUnixNano": now.to_string(), "attributes": named(pair("input_tokens", &tokens))}),
        ];
        let scope = json!({"name": "com.anthropic.claude_code.events"});
        let scopes = json!([{"scope": scope, "logRecords": records}]);
        self.requests.push((Signal::Logs, json!({"resourceLogs": [{"scopeLogs": scopes}]})));
    }
}

fn pair(key: &str, value: &str) -> Value {
    json!({"key": key, "value": {"stringValue": value}})
}
