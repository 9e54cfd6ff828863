//! A megabyte in every field: what is counted under a name that long is refused, all other texts are left out or cut.
use super::protobuf_records::good_protobuf;
use super::wire::{attribute, bytes, fixed, scope, scoped, text};
use super::{Expected, Fate, NOW, PROTOBUF, call, check_answer, check_stored, intact, send};
use domain::contract::Code;
use ingest::otlp::Signal;
use testkit::{App, on_both_engines};

const LONG: Fate = Fate::Refused(Code::TooLong);
/// So long that the payload is, too.
const LARGE: Fate = Fate::Refused(Code::TooLarge);

/// Where a text may stand: names of attributes, each with what becomes of a prompt or a model call with it.
const ATTRIBUTES: &[(&str, &str, Fate)] = &[
    ("user_prompt", "session.id", LONG),
    ("user_prompt", "prompt.id", LONG),
    ("user_prompt", "user.email", LONG),
    ("user_prompt", "enduser.id", LONG),
    ("user_prompt", "tachograph.user_id", LONG),
    ("user_prompt", "user.id", LONG),
    ("user_prompt", "app.version", LONG),
    ("user_prompt", "service.version", LONG),
    ("user_prompt", "vcs.repository.name", LONG),
    ("user_prompt", "vcs.repository.url.full", LONG),
    ("user_prompt", "vcs.ref.head.name", LONG),
    ("user_prompt", "team.id", LONG),
    ("user_prompt", "deployment.environment.name", LONG),
    ("user_prompt", "command_name", Fate::Stored(r#"{"actor":"user"}"#)),
    ("user_prompt", "another", Fate::Stored(r#"{"actor":"user","starts_run":true}"#)),
    ("api_request", "model", LARGE),
    ("api_request", "request_id", LARGE),
    ("api_error", "error", Fate::Stored(FAILED)),
    ("api_error", "query_source", Fate::Stored(UTILITY)),
    ("tool_result", "tool_name", LARGE),
    ("tool_result", "tool_use_id", LARGE),
    ("tool_result", "success", Fate::Stored(r#"{"tool":"unknown","role":"main","status":"ok"}"#)),
    ("tool_result", "duration_ms", Fate::Stored(r#"{"tool":"unknown","role":"main","status":"ok"}"#)),
    ("api_request", "input_tokens", Fate::Refused(Code::WrongType)),
    ("api_request", "cost_usd", Fate::Refused(Code::WrongType)),
];
const FAILED: &str =
    r#"{"role":"main","status":"error","model":"unknown","input_tokens":0,"output_tokens":0,"cost":"0.000000"}"#;
const UTILITY: &str =
    r#"{"role":"utility","status":"error","model":"unknown","input_tokens":0,"output_tokens":0,"cost":"0.000000"}"#;

/// The long texts: of letters, of two bytes each, and of what is no text.
fn megabytes() -> [Vec<u8>; 3] {
    [vec![b'x'; 1 << 20], "é".repeat(1 << 19).into_bytes(), vec![0xff; 1 << 20]]
}

fn record(event: &str, session: Option<&str>, more: &[u8]) -> Vec<u8> {
    let session = session.map(|session| attribute(6, "session.id", &text(session))).unwrap_or_default();
    [fixed(1, NOW), attribute(6, "event.name", &text(event)), session, more.to_vec()].concat()
}

on_both_engines!(of_a_record_and_of_a_resource, |db| async {
    let app = App::on(&db).await?;
    let mut expected = Expected::new();
    for (index, (event, name, fate)) in ATTRIBUTES.iter().enumerate() {
        for (which, long) in megabytes().iter().enumerate() {
            for in_resource in [false, true] {
                let session = |place: &str| format!("{place}-{index}-{which}-{in_resource}");
                let own = attribute(if in_resource { 1 } else { 6 }, name, &text(long));
                let (resource, more) = if in_resource { (own, Vec::new()) } else { (Vec::new(), own) };
                let is_session = *name == "session.id";
                let odd = session("odd");
                let odd_record = record(event, (!is_session).then_some(&odd), &more);
                // What is told by the resource alone is told of every record.
                let told = name.contains('.') && *name != "prompt.id";
                let fate = match fate {
                    _ if in_resource && !told => plain(event),
                    fate => fate.clone(),
                };
                let neighbors = if in_resource { Vec::new() } else { vec![session("first"), session("last")] };
                let good: Vec<_> = neighbors.iter().map(|session| good_protobuf(Signal::Logs, session)).collect();
                let body = scoped(&resource, scope(Signal::Logs), &[good, vec![odd_record]].concat());
                let what = format!("{event} {name} {which} {in_resource}");
                let heard = send(&app, "/v1/logs", &[("content-type", PROTOBUF)], body.clone()).await?;
                check_answer(&what, &fate, &heard);
                check_answer(&what, &fate, &call(&app, Signal::Logs, &body).await?);
                expected.extend(neighbors.into_iter().map(|session| (session, intact(Signal::Logs))));
                if let Fate::Stored(payload) = fate {
                    expected.insert(odd, (payload.to_owned(), None));
                }
            }
        }
    }
    check_stored(&db, &app, &expected).await
});

/// What becomes of an event without attributes.
fn plain(event: &str) -> Fate {
    Fate::Stored(match event {
        "user_prompt" => r#"{"actor":"user","starts_run":true}"#,
        "api_request" => {
            r#"{"role":"main","status":"ok","model":"unknown","input_tokens":0,"cache_read_tokens":0,"cache_write_tokens":0,"output_tokens":0}"#
        }
        "api_error" => FAILED,
        _ => r#"{"tool":"unknown","role":"main","status":"ok"}"#,
    })
}

on_both_engines!(of_what_surrounds_them, |db| async {
    let app = App::on(&db).await?;
    let mut expected = Expected::new();
    for (which, long) in megabytes().iter().enumerate() {
        let of = |place: &str| format!("{place}-{which}");
        let surrounded = |resource: &[u8], scope: &[u8], record: Vec<u8>| {
            let of_scope = [bytes(1, &bytes(1, scope)), bytes(2, &record)].concat();
            bytes(1, &[bytes(1, resource), bytes(2, &of_scope)].concat())
        };
        let claude = scope(Signal::Logs).as_bytes();
        let prompt = |place: &str| good_protobuf(Signal::Logs, &of(place));
        let bodies = [
            ("service", surrounded(&attribute(1, "service.name", &text(long)), claude, prompt("service"))),
            ("scope", surrounded(&[], &[claude, long].concat(), prompt("scope"))),
            ("url", surrounded(&bytes(3, long), claude, prompt("url"))),
            ("key", surrounded(&bytes(1, &bytes(1, long)), claude, prompt("key"))),
        ];
        for (place, body) in bodies {
            let heard = send(&app, "/v1/logs", &[("content-type", PROTOBUF)], body).await?;
            check_answer(place, &Fate::Dropped, &heard);
            expected.insert(of(place), intact(Signal::Logs));
        }
        // The names of what is only counted.
        for (signal, record) in [
            (Signal::Logs, bytes(12, long)),
            (Signal::Traces, bytes(5, long)),
            (Signal::Metrics, [bytes(1, long), bytes(7, &bytes(1, b"").repeat(1_000))].concat()),
        ] {
            let body = surrounded(&attribute(1, "service.name", &text(long)), long, record);
            let heard = send(&app, signal.path(), &[("content-type", PROTOBUF)], body).await?;
            check_answer("counted", &Fate::Dropped, &heard);
        }
        // An organization that cannot be one.
        let body = surrounded(&attribute(1, "tachograph.org_id", &text(long)), claude, prompt("nowhere"));
        let heard = send(&app, "/v1/logs", &[("content-type", PROTOBUF)], body).await?;
        check_answer("organization", &Fate::Refused(Code::ControlCharacter), &heard);
    }
    // A prompt is cut.
    let said = [record("user_prompt", Some("cut"), &[]), attribute(6, "prompt", &text("é".repeat(1 << 19)))].concat();
    let body = scoped(&[], scope(Signal::Logs), &[said]);
    send(&app, "/v1/logs", &[("content-type", PROTOBUF)], body).await?;
    expected.insert("cut".to_owned(), (r#"{"actor":"user","starts_run":true}"#.to_owned(), Some("é".repeat(4_096))));
    check_stored(&db, &app, &expected).await?;
    // Names are counted by their beginnings.
    let longest = loop {
        let sql = "/* test */ SELECT CAST(coalesce(max(length(name)), 0) AS bigint) AS number FROM record_counts";
        let longest = testkit::number(db.store(), sql).await?;
        if longest > 0 {
            break longest;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert_eq!(longest, 128);
    Ok(())
});
