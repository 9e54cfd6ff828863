//! Bad events between two good ones: each is rejected with its path and code, the good ones are stored, and
//! there is never a server error.
use crate::support::Door;
use axum::http::StatusCode;
use testkit::events::run_completed;

/// A JSON object as names and JSON texts, with some of them replaced or added; `-` removes one.
fn object<'a>(mut fields: Vec<(&'a str, &'a str)>, changes: &[(&'a str, &'a str)]) -> String {
    for (name, value) in changes {
        match fields.iter_mut().find(|(field, _)| field == name) {
            Some(field) => field.1 = value,
            None => fields.push((name, value)),
        }
    }
    let kept = fields.iter().filter(|(_, value)| *value != "-");
    let texts: Vec<String> = kept.map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", texts.join(","))
}

/// A message with parts of its envelope replaced.
fn event(changes: &[(&str, &str)]) -> String {
    let fields = vec![
        ("event_id", "\"bad\""),
        ("org_id", "\"acme\""),
        ("occurred_at", "\"2026-03-01T10:00:00Z\""),
        ("event_type", "\"message_created\""),
        ("session_id", "\"s\""),
        ("payload", "{\"actor\":\"user\",\"text\":\"hi\"}"),
    ];
    object(fields, changes)
}

/// A `run_completed` with parts of its payload replaced.
fn completed(changes: &[(&str, &str)]) -> String {
    let fields = vec![
        ("status", "\"success\""),
        ("duration_ms", "1000"),
        ("cost", "0.5"),
        ("input_tokens", "10"),
        ("output_tokens", "5"),
    ];
    event(&[("event_type", "\"run_completed\""), ("run_id", "\"r\""), ("payload", &object(fields, changes))])
}

/// A model call with some fields of its payload changed.
fn called(changes: &[(&str, &str)]) -> String {
    let fields = vec![
        ("role", "\"main\""),
        ("status", "\"ok\""),
        ("model", "\"m\""),
        ("input_tokens", "1"),
        ("output_tokens", "1"),
    ];
    event(&[("event_type", "\"model_called\""), ("payload", &object(fields, changes))])
}

fn bad_events() -> Vec<(String, &'static str, &'static str)> {
    let long_id = format!("\"{}\"", "x".repeat(129));
    let long_field = format!("\"{}\"", "m".repeat(1_025));
    let huge = format!("{{\"actor\":\"user\",\"note\":\"{}\"}}", "n".repeat(300_000));
    let deep = format!("{{\"actor\":\"user\",\"x\":{}{}}}", "[".repeat(100), "]".repeat(100));
    vec![
        // The envelope.
        ("null".to_owned(), "", "WRONG_TYPE"),
        ("17".to_owned(), "", "WRONG_TYPE"),
        ("\"event\"".to_owned(), "", "WRONG_TYPE"),
        ("[]".to_owned(), "", "WRONG_TYPE"),
        ("{}".to_owned(), "event_id", "MISSING"),
        (event(&[("event_id", "-")]), "event_id", "MISSING"),
        (event(&[("event_id", "null")]), "event_id", "MISSING"),
        (event(&[("event_id", "\"\"")]), "event_id", "EMPTY"),
        (event(&[("event_id", "12")]), "event_id", "WRONG_TYPE"),
        (event(&[("event_id", &long_id)]), "event_id", "TOO_LONG"),
        (event(&[("event_id", "\"a\\u0000b\"")]), "event_id", "CONTROL_CHARACTER"),
        (event(&[("event_id", "\"a\\nb\"")]), "event_id", "CONTROL_CHARACTER"),
        (event(&[("event_id", "\"a\\u2028b\"")]), "event_id", "CONTROL_CHARACTER"),
        (event(&[("event_id", "\"a\\u007fb\"")]), "event_id", "CONTROL_CHARACTER"),
        (event(&[("event_id", "\"\\ud800\"")]), "event_id", "INVALID_TEXT"),
        (event(&[("event_id", "\"\\udc00x\"")]), "event_id", "INVALID_TEXT"),
        (event(&[("org_id", "-")]), "org_id", "MISSING"),
        (event(&[("org_id", "{}")]), "org_id", "WRONG_TYPE"),
        (event(&[("org_id", "\"\"")]), "org_id", "EMPTY"),
        (event(&[("org_id", &long_id)]), "org_id", "TOO_LONG"),
        (event(&[("session_id", "-")]), "session_id", "MISSING"),
        (event(&[("session_id", "[\"s\"]")]), "session_id", "WRONG_TYPE"),
        (event(&[("session_id", "\"\\t\"")]), "session_id", "CONTROL_CHARACTER"),
        (event(&[("user_id", "\"\"")]), "user_id", "EMPTY"),
        (event(&[("user_id", "true")]), "user_id", "WRONG_TYPE"),
        (event(&[("occurred_at", "-")]), "occurred_at", "MISSING"),
        (event(&[("occurred_at", "1772359200")]), "occurred_at", "WRONG_TYPE"),
        (event(&[("occurred_at", "\"yesterday\"")]), "occurred_at", "INVALID_TIME"),
        (event(&[("occurred_at", "\"2026-03-01\"")]), "occurred_at", "INVALID_TIME"),
        (event(&[("occurred_at", "\"2026-03-01T10:00:00\"")]), "occurred_at", "INVALID_TIME"),
        (event(&[("occurred_at", "\"2026-02-30T10:00:00Z\"")]), "occurred_at", "INVALID_TIME"),
        (event(&[("occurred_at", "\"2026-03-01T25:00:00Z\"")]), "occurred_at", "INVALID_TIME"),
        (event(&[("occurred_at", "\"2026-03-03T12:00:00.000001Z\"")]), "occurred_at", "IN_FUTURE"),
        (event(&[("occurred_at", "\"9999-12-31T23:59:59Z\"")]), "occurred_at", "IN_FUTURE"),
        (event(&[("occurred_at", "\"2025-03-02T11:59:59Z\"")]), "occurred_at", "TOO_OLD"),
        (event(&[("occurred_at", "\"0001-01-01T00:00:00Z\"")]), "occurred_at", "TOO_OLD"),
        (event(&[("event_type", "-")]), "event_type", "MISSING"),
        (event(&[("event_type", "3")]), "event_type", "WRONG_TYPE"),
        (event(&[("event_type", "\"run_paused\"")]), "event_type", "UNKNOWN_EVENT_TYPE"),
        (event(&[("event_type", "\"RUN_STARTED\"")]), "event_type", "UNKNOWN_EVENT_TYPE"),
        (event(&[("event_type", "\"run_started\""), ("payload", "{}")]), "run_id", "MISSING"),
        (event(&[("event_type", "\"run_started\""), ("run_id", "7"), ("payload", "{}")]), "run_id", "WRONG_TYPE"),
        (event(&[("event_type", "\"run_started\""), ("run_id", &long_id), ("payload", "{}")]), "run_id", "TOO_LONG"),
        ("{\"event_id\":\"bad\",\"event_id\":\"worse\"}".to_owned(), "event_id", "DUPLICATE_FIELD"),
        // The payload.
        (event(&[("payload", "-")]), "payload", "MISSING"),
        (event(&[("payload", "null")]), "payload", "MISSING"),
        (event(&[("payload", "\"{}\"")]), "payload", "WRONG_TYPE"),
        (event(&[("payload", "[1]")]), "payload", "WRONG_TYPE"),
        (event(&[("payload", &huge)]), "payload", "TOO_LARGE"),
        (event(&[("payload", &deep)]), "payload", "TOO_DEEP"),
        (event(&[("payload", "{\"actor\":\"user\",\"actor\":\"agent\"}")]), "payload.actor", "DUPLICATE_FIELD"),
        (event(&[("payload", "{\"\\ud800\":1,\"actor\":\"user\"}")]), "payload", "INVALID_TEXT"),
        (event(&[("payload", "{}")]), "payload.actor", "MISSING"),
        (event(&[("payload", "{\"actor\":\"robot\"}")]), "payload.actor", "UNKNOWN_VALUE"),
        (event(&[("payload", "{\"actor\":1}")]), "payload.actor", "WRONG_TYPE"),
        (event(&[("payload", "{\"actor\":\"user\",\"text\":1}")]), "payload.text", "WRONG_TYPE"),
        (event(&[("payload", "{\"actor\":\"user\",\"text\":\"\\ud83d\"}")]), "payload.text", "INVALID_TEXT"),
        (event(&[("payload", "{\"actor\":\"user\",\"text\":\"a\\u0000\"}")]), "payload.text", "CONTROL_CHARACTER"),
        (event(&[("payload", "{\"actor\":\"user\",\"repo_id\":\"\\u001b\"}")]), "payload.repo_id", "CONTROL_CHARACTER"),
        (event(&[("event_type", "\"local_handoff\""), ("payload", "{}")]), "payload.method", "MISSING"),
        (
            event(&[("event_type", "\"local_handoff\""), ("payload", "{\"method\":\"fax\"}")]),
            "payload.method",
            "UNKNOWN_VALUE",
        ),
        // Version 2: where it comes from, prompts and steps.
        (event(&[("agent", "\"\"")]), "agent", "EMPTY"),
        (event(&[("agent", &long_id)]), "agent", "TOO_LONG"),
        (event(&[("agent_version", "2")]), "agent_version", "WRONG_TYPE"),
        (event(&[("mode", "\"batch\"")]), "mode", "UNKNOWN_VALUE"),
        (event(&[("repo_id", "[]")]), "repo_id", "WRONG_TYPE"),
        (event(&[("branch", "\"a\\nb\"")]), "branch", "CONTROL_CHARACTER"),
        (event(&[("team_id", "7")]), "team_id", "WRONG_TYPE"),
        (event(&[("environment", "{}")]), "environment", "WRONG_TYPE"),
        (event(&[("payload", "{\"actor\":\"user\",\"starts_run\":\"yes\"}")]), "payload.starts_run", "WRONG_TYPE"),
        (event(&[("run_id", "7"), ("payload", "{\"actor\":\"user\",\"starts_run\":true}")]), "run_id", "WRONG_TYPE"),
        (called(&[("role", "-")]), "payload.role", "MISSING"),
        (called(&[("role", "\"boss\"")]), "payload.role", "UNKNOWN_VALUE"),
        (called(&[("status", "\"started\"")]), "payload.status", "UNKNOWN_VALUE"),
        (called(&[("model", "-")]), "payload.model", "MISSING"),
        (called(&[("input_tokens", "-")]), "payload.input_tokens", "MISSING"),
        (called(&[("output_tokens", "-1")]), "payload.output_tokens", "OUT_OF_RANGE"),
        (called(&[("cost", "-0.01")]), "payload.cost", "OUT_OF_RANGE"),
        (called(&[("first_token_ms", "0.5")]), "payload.first_token_ms", "NOT_WHOLE"),
        (called(&[("asked_tools", "1")]), "payload.asked_tools", "WRONG_TYPE"),
        (event(&[("event_type", "\"tool_used\""), ("payload", "{\"status\":\"ok\"}")]), "payload.tool", "MISSING"),
        (
            event(&[("event_type", "\"tool_used\""), ("payload", "{\"tool\":\"Bash\",\"status\":\"denied\"}")]),
            "payload.status",
            "UNKNOWN_VALUE",
        ),
        (
            event(&[("event_type", "\"activity_counted\""), ("payload", "{\"commits\":-1}")]),
            "payload.commits",
            "OUT_OF_RANGE",
        ),
        // Numbers.
        (completed(&[("status", "-")]), "payload.status", "MISSING"),
        (completed(&[("status", "\"done\"")]), "payload.status", "UNKNOWN_VALUE"),
        (completed(&[("duration_ms", "-")]), "payload.duration_ms", "MISSING"),
        (completed(&[("duration_ms", "-1")]), "payload.duration_ms", "OUT_OF_RANGE"),
        (completed(&[("duration_ms", "1.5")]), "payload.duration_ms", "NOT_WHOLE"),
        (completed(&[("duration_ms", "\"1000\"")]), "payload.duration_ms", "WRONG_TYPE"),
        (completed(&[("duration_ms", "100000000001")]), "payload.duration_ms", "OUT_OF_RANGE"),
        (completed(&[("input_tokens", "1000000000001")]), "payload.input_tokens", "OUT_OF_RANGE"),
        (completed(&[("output_tokens", "1e13")]), "payload.output_tokens", "OUT_OF_RANGE"),
        (completed(&[("cache_read_tokens", "1000000000001")]), "payload.cache_read_tokens", "OUT_OF_RANGE"),
        (completed(&[("cache_write_tokens", "9007199254740991")]), "payload.cache_write_tokens", "OUT_OF_RANGE"),
        (completed(&[("artifacts", "{\"lines_added\":1000000001}")]), "payload.artifacts.lines_added", "OUT_OF_RANGE"),
        (
            completed(&[("artifacts", "{\"files\":[[\"a\",1,1000000001]]}")]),
            "payload.artifacts.files[0][2]",
            "OUT_OF_RANGE",
        ),
        (completed(&[("duration_ms", "1e400")]), "payload.duration_ms", "OUT_OF_RANGE"),
        (completed(&[("duration_ms", "true")]), "payload.duration_ms", "WRONG_TYPE"),
        (completed(&[("input_tokens", "-0.1")]), "payload.input_tokens", "NOT_WHOLE"),
        (completed(&[("output_tokens", "1e16")]), "payload.output_tokens", "OUT_OF_RANGE"),
        (completed(&[("cache_read_tokens", "{}")]), "payload.cache_read_tokens", "WRONG_TYPE"),
        (completed(&[("cost", "\"free\"")]), "payload.cost", "WRONG_TYPE"),
        (completed(&[("cost", "\"NaN\"")]), "payload.cost", "WRONG_TYPE"),
        (completed(&[("cost", "\"\"")]), "payload.cost", "WRONG_TYPE"),
        (completed(&[("cost", "-0.01")]), "payload.cost", "OUT_OF_RANGE"),
        (completed(&[("cost", "1000000.01")]), "payload.cost", "OUT_OF_RANGE"),
        (completed(&[("cost", "1e400")]), "payload.cost", "OUT_OF_RANGE"),
        (completed(&[("error_type", "7")]), "payload.error_type", "WRONG_TYPE"),
        (completed(&[("model", &long_field)]), "payload.model", "TOO_LONG"),
        (completed(&[("artifacts", "[]")]), "payload.artifacts", "WRONG_TYPE"),
        (completed(&[("artifacts", "{\"files_changed\":-2}")]), "payload.artifacts.files_changed", "OUT_OF_RANGE"),
        (completed(&[("artifacts", "{\"files\":{}}")]), "payload.artifacts.files", "WRONG_TYPE"),
        (completed(&[("artifacts", "{\"files\":[{}]}")]), "payload.artifacts.files[0].path", "MISSING"),
        (completed(&[("artifacts", "{\"files\":[[\"a\",1]]}")]), "payload.artifacts.files[0]", "WRONG_TYPE"),
        (
            completed(&[("artifacts", "{\"files\":[[\"a\",1,2],[\"b\",\"x\",2]]}")]),
            "payload.artifacts.files[1][1]",
            "WRONG_TYPE",
        ),
    ]
}

testkit::on_both_engines!(each_is_refused_and_costs_nobody_else, |db| async {
    let door = Door::open(db);
    let mut stored = 0;
    for (bad, path, code) in bad_events() {
        let body =
            format!("{{\"events\":[{},{bad},{}]}}", run_completed("s", "r1").text(), run_completed("s", "r2").text());
        let answer = door.post_json(body).await?;
        let shown = bad.chars().take(200).collect::<String>();
        assert_eq!(answer.status, StatusCode::OK, "{shown}");
        assert_eq!(answer.body["received"], 3, "{shown}");
        assert_eq!(answer.body["inserted"], 2, "{shown}: {}", answer.body);
        let error = &answer.body["errors"][0];
        assert_eq!(answer.body["errors"].as_array().map(Vec::len), Some(1), "{shown}: {}", answer.body);
        assert_eq!((error["index"].as_u64(), error["code"].as_str()), (Some(1), Some(code)), "{shown}: {error}");
        assert_eq!(error["path"].as_str().unwrap_or(""), path, "{shown}: {error}");
        assert!(error["message"].as_str().is_some_and(|message| message.starts_with("expected")), "{error}");
        stored += 2;
    }
    assert_eq!(door.stored().await?, stored);
    Ok(())
});
