//! The same in JSON, which agents write in many ways.
use super::{Expected, Fate, JSON, NOW, Odd, check_answer, check_stored, intact, send};
use domain::contract::Code;
use ingest::otlp::Signal;
use testkit::{App, on_both_engines};

const PROMPT: Fate = Fate::Stored(r#"{"actor":"user","starts_run":true}"#);
const WRONG: Fate = Fate::Refused(Code::WrongType);
const NO_JSON: Fate = Fate::Refused(Code::InvalidJson);
const RANGE: Fate = Fate::Refused(Code::OutOfRange);

fn pair(key: &str, value: &str) -> String {
    format!(r#"{{"key":"{key}","value":{value}}}"#)
}

fn text(value: &str) -> String {
    format!(r#"{{"stringValue":"{value}"}}"#)
}

/// A log record of an event; `SESSION` stands for its session.
fn record(name: &str, time: &str, attributes: &str, fields: &str) -> String {
    let own = [pair("event.name", &text(name)), pair("session.id", &text("SESSION"))].join(",");
    format!(r#"{{"timeUnixNano":{time},"attributes":[{own}{attributes}]{fields}}}"#)
}

fn now() -> String {
    format!("\"{NOW}\"")
}

/// A prompt with one attribute more.
fn prompt(key: &str, value: &str) -> String {
    record("user_prompt", &now(), &format!(",{}", pair(key, value)), "")
}

/// A prompt with another field.
fn with(fields: &str) -> String {
    record("user_prompt", &now(), "", &format!(",{fields}"))
}

fn timed(time: &str) -> String {
    record("user_prompt", time, "", "")
}

fn tokens(value: &str) -> String {
    record("api_request", &now(), &format!(",{}", pair("input_tokens", value)), "")
}

fn good_json(signal: Signal, session: &str) -> String {
    let session = pair("session.id", &text(session));
    match signal {
        Signal::Logs => {
            let said = [pair("event.name", &text("user_prompt")), pair("prompt", &text("Go"))].join(",");
            format!(r#"{{"timeUnixNano":{},"attributes":[{session},{said}]}}"#, now())
        }
        Signal::Traces => {
            let call =
                [pair("gen_ai.operation.name", &text("chat")), pair("gen_ai.request.model", &text("m"))].join(",");
            let usage = [
                pair("gen_ai.usage.input_tokens", r#"{"intValue":5}"#),
                pair("gen_ai.usage.output_tokens", r#"{"intValue":"7"}"#),
            ]
            .join(",");
            let began = NOW - 1_000_000_000;
            format!(
                r#"{{"startTimeUnixNano":"{began}","endTimeUnixNano":"{NOW}","attributes":[{session},{call},{usage}]}}"#
            )
        }
        Signal::Metrics => metric(&session, r#""asInt":"2""#),
    }
}

fn metric(session: &str, value: &str) -> String {
    format!(
        r#"{{"name":"claude_code.commit.count","sum":{{"aggregationTemporality":1,"dataPoints":[{{"timeUnixNano":"{NOW}","attributes":[{session}],{value}}}]}}}}"#
    )
}

fn request(signal: Signal, records: &[String]) -> String {
    let (resources, scopes, of_scope) = match signal {
        Signal::Logs => ("resourceLogs", "scopeLogs", "logRecords"),
        Signal::Traces => ("resourceSpans", "scopeSpans", "spans"),
        Signal::Metrics => ("resourceMetrics", "scopeMetrics", "metrics"),
    };
    let (scope, records) = (super::wire::scope(signal), records.join(","));
    format!(r#"{{"{resources}":[{{"{scopes}":[{{"scope":{{"name":"{scope}"}},"{of_scope}":[{records}]}}]}}]}}"#)
}

fn log(name: &'static str, record: String, fate: Fate) -> Odd<String> {
    Odd { name, signal: Signal::Logs, record, fate }
}

fn shapes() -> Vec<Odd<String>> {
    vec![
        log("a list as a record", "[]".to_owned(), WRONG),
        log("a text as a record", "\"the secret\"".to_owned(), WRONG),
        log("null as a record", "null".to_owned(), Fate::Dropped),
        log("a number as a record", "1e400".to_owned(), NO_JSON),
        log("an empty record", "{}".to_owned(), Fate::Dropped),
        log("an object as attributes", with(r#""attributes":{}"#), WRONG),
        log("attributes that are texts", with(r#""attributes":["the secret"]"#), WRONG),
        log("null as an attribute", with(r#""attributes":[null]"#), PROMPT),
        log("an attribute without a value", with(r#""attributes":[{"key":"k"}]"#), PROMPT),
        log("an attribute without a key", with(r#""attributes":[{"value":{"intValue":1}}]"#), PROMPT),
        log("a key that is a number", with(r#""attributes":[{"key":1}]"#), WRONG),
        log("a value that is a text", prompt("k", "\"the secret\""), WRONG),
        log("a value that is a list", prompt("k", "[]"), WRONG),
        log("a value that is null", prompt("k", "null"), PROMPT),
        log("an empty value", prompt("prompt", "{}"), PROMPT),
        log("a value of an unknown type", prompt("prompt", r#"{"newValue":"x"}"#), PROMPT),
        log("a text that is a number", prompt("k", r#"{"stringValue":5}"#), WRONG),
        log("a text that is null", prompt("prompt", r#"{"stringValue":null}"#), PROMPT),
        log("a flag as a text", prompt("k", r#"{"boolValue":"true"}"#), PROMPT),
        log("a flag as a number", prompt("k", r#"{"boolValue":1}"#), WRONG),
        log("bytes that are no base64", prompt("k", r#"{"bytesValue":"%"}"#), WRONG),
        log("a list of lists", prompt("k", &format!("{}1{}", r#"{"arrayValue":{"values":["#, "]}}")), PROMPT),
        log("a list 200 deep", prompt("k", &deep(200)), PROMPT),
        log("a list 100000 deep", prompt("k", &deep(100_000)), PROMPT),
        log(
            "an unknown field 100000 deep",
            with(&format!("\"x\":{}{}", "[".repeat(100_000), "]".repeat(100_000))),
            PROMPT,
        ),
        log(
            "a million attributes",
            with(&format!(r#""attributes":[{}{{}}]"#, "{},".repeat(1_000_000))),
            Fate::Refused(Code::TooLarge),
        ),
        log("fields that occur twice", with(&format!(r#""timeUnixNano":"1","timeUnixNano":"{NOW}""#)), PROMPT),
        log(
            "null for everything",
            r#"{"timeUnixNano":null,"observedTimeUnixNano":null,"eventName":null,"body":null,"attributes":null,"traceId":null,"spanId":null,"severityNumber":null,"flags":null}"#.to_owned(),
            Fate::Dropped,
        ),
        log("an empty trace id", with(r#""traceId":"","spanId":"""#), PROMPT),
        log("a trace id that is no number", with(r#""traceId":"zz","spanId":[1]"#), PROMPT),
        log("an enum by an unknown name", with(r#""severityNumber":"SEVERITY_NUMBER_DREAM""#), PROMPT),
    ]
}

fn deep(depth: usize) -> String {
    let mut value = r#"{"arrayValue":{"values":["#.repeat(depth);
    value.push_str(r#"{"intValue":1}"#);
    value.push_str(&"]}}".repeat(depth));
    value
}

fn numbers() -> Vec<Odd<String>> {
    let five = Fate::Stored(
        r#"{"role":"main","status":"ok","model":"unknown","input_tokens":5,"cache_read_tokens":0,"cache_write_tokens":0,"output_tokens":0}"#,
    );
    vec![
        log("tokens as a text", tokens(r#"{"intValue":"5"}"#), five.clone()),
        log("tokens as a real number", tokens(r#"{"intValue":5.0}"#), five.clone()),
        log("tokens with an exponent", tokens(r#"{"intValue":"0.5e1"}"#), five.clone()),
        log("tokens as a double", tokens(r#"{"doubleValue":"5"}"#), five),
        log("tokens of 1e400", tokens(r#"{"intValue":1e400}"#), WRONG),
        log("a double of 1e400", tokens(r#"{"doubleValue":1e400}"#), WRONG),
        log("a double that is no number", tokens(r#"{"doubleValue":"NaN"}"#), WRONG),
        log("an infinite double", tokens(r#"{"doubleValue":"-Infinity"}"#), WRONG),
        log("tokens of 2^63", tokens(r#"{"intValue":"9223372036854775808"}"#), WRONG),
        log("tokens of 2^63-1", tokens(r#"{"intValue":"9223372036854775807"}"#), RANGE),
        log("fewer than no tokens", tokens(r#"{"intValue":"-5"}"#), RANGE),
        log("a number in words", tokens(r#"{"intValue":"five"}"#), WRONG),
        log("an empty number", tokens(r#"{"intValue":""}"#), WRONG),
        log("a number that is a list", tokens(r#"{"intValue":[5]}"#), WRONG),
        log("a number that is an escaped text", tokens(r#"{"intValue":"\u0035"}"#), WRONG),
        log("a time as a number", timed(&NOW.to_string()), PROMPT),
        log("a negative time", timed("\"-1\""), WRONG),
        log("a time of 2^64", timed("\"18446744073709551616\""), WRONG),
        log("a time of 2^64-1", timed("18446744073709551615"), Fate::Refused(Code::InFuture)),
        log("a time of 1e400", timed("1e400"), WRONG),
        log("an empty time", timed("\"\""), Fate::Refused(Code::Missing)),
        log("no time", timed("null"), Fate::Refused(Code::Missing)),
        log("a time as an object", timed("{}"), WRONG),
    ]
}

fn texts() -> Vec<Odd<String>> {
    let said = |text| Fate::Said(r#"{"actor":"user","starts_run":true}"#, text);
    let session = |value: &str| {
        let attributes = [pair("event.name", &text("user_prompt")), pair("session.id", &text(value))].join(",");
        format!(r#"{{"timeUnixNano":{},"attributes":[{attributes}]}}"#, now())
    };
    vec![
        log("half of a character", prompt("prompt", &text(r"a\ud83d")), said("a\u{fffd}\u{fffd}\u{fffd}")),
        log("the other half", prompt("prompt", &text(r"\ude00b")), said("\u{fffd}\u{fffd}\u{fffd}b")),
        log("both halves", prompt("prompt", &text(r"\ud83d\ude00")), said("\u{1f600}")),
        log("escaped control characters", prompt("prompt", &text(r"a\u0001\u001b")), said("a\u{1}\u{1b}")),
        log("an escaped NUL", prompt("prompt", &text(r"a\u0000b")), said("a\u{fffd}b")),
        log(
            "an escaped key",
            with(r#""attributes":[{"k\u0065y":"pr\u006fmpt","value":{"string\u0056alue":"x"}}]"#),
            said("x"),
        ),
        log("a session with NUL", session(r"a\u0000"), Fate::Refused(Code::ControlCharacter)),
        log("an empty session", session(""), Fate::Refused(Code::Missing)),
        log("a field whose name is half a character", with(r#""\ud800":1"#), NO_JSON),
    ]
}

fn others() -> Vec<Odd<String>> {
    let odd = |signal, name, record, fate| Odd { name, signal, record, fate };
    let session = pair("session.id", &text("SESSION"));
    let sum = |value: &str| metric(&session, value);
    vec![
        odd(Signal::Metrics, "a point that is null", sum(r#""asInt":null"#), WRONG),
        odd(Signal::Metrics, "a point that is no number", sum(r#""asDouble":"NaN""#), WRONG),
        odd(Signal::Metrics, "a point of 1e400", sum(r#""asDouble":1e400"#), WRONG),
        odd(Signal::Metrics, "a list as a sum", r#"{"name":"x","sum":[]}"#.to_owned(), WRONG),
        odd(Signal::Metrics, "points that are a text", r#"{"name":"x","sum":{"dataPoints":"the secret"}}"#.to_owned(), WRONG),
        odd(Signal::Metrics, "null as a sum", r#"{"name":"x","sum":null}"#.to_owned(), Fate::Dropped),
        odd(Signal::Metrics, "a name that is a number", r#"{"name":5}"#.to_owned(), WRONG),
        odd(Signal::Traces, "a status that is a text", r#"{"status":"the secret"}"#.to_owned(), WRONG),
        odd(Signal::Traces, "an unknown status", r#"{"status":{"code":"NO_SUCH"}}"#.to_owned(), Fate::Dropped),
        odd(Signal::Traces, "null for everything", r#"{"traceId":null,"spanId":null,"parentSpanId":null,"name":null,"startTimeUnixNano":null,"endTimeUnixNano":null,"attributes":null,"status":null,"events":null,"links":null}"#.to_owned(), Fate::Dropped),
    ]
}

on_both_engines!(each_record_is_judged_by_itself, |db| async {
    let app = App::on(&db).await?;
    let mut expected = Expected::new();
    let odd = [shapes(), numbers(), texts(), others()].concat();
    assert!(odd.len() > 60, "{} cases", odd.len());
    for (index, Odd { name, signal, record, fate }) in odd.into_iter().enumerate() {
        let sessions = ["first", "odd", "last"].map(|place| format!("{place}-{index}"));
        let record = record.replace("SESSION", &sessions[1]);
        let records = [good_json(signal, &sessions[0]), record, good_json(signal, &sessions[2])];
        let heard = send(&app, signal.path(), &[("content-type", JSON)], request(signal, &records).into()).await?;
        check_answer(name, &fate, &heard);
        let answer = String::from_utf8_lossy(&heard.body);
        assert!(!answer.contains("secret"), "{name}: what was sent is not repeated: {answer}");
        expected.insert(sessions[0].clone(), intact(signal));
        expected.insert(sessions[2].clone(), intact(signal));
        match fate {
            Fate::Stored(payload) => drop(expected.insert(sessions[1].clone(), (payload.to_owned(), None))),
            Fate::Said(payload, text) => {
                drop(expected.insert(sessions[1].clone(), (payload.to_owned(), Some(text.to_owned()))));
            }
            Fate::Dropped | Fate::Refused(_) => {}
        }
    }
    check_stored(&db, &app, &expected).await
});
