//! Records in protobuf with something wrong about them, between two that are intact.
use super::wire::{attribute, bytes, fixed, flag, nested, number, real, request, text, varint, whole};
use super::{Expected, Fate, NOW, Odd, PROTOBUF, call, check_answer, check_stored, intact, send};
use domain::contract::Code;
use ingest::otlp::Signal;
use testkit::{App, on_both_engines};

const DAY: u64 = 86_400_000_000_000;
/// The session of the odd record of a case, which is put in place of this.
const HERE: &[u8] = b"SESSION-of-this-case";

/// An intact record.
pub(super) fn good_protobuf(signal: Signal, session: &str) -> Vec<u8> {
    let session = text(session);
    match signal {
        Signal::Logs => [
            fixed(1, NOW),
            attribute(6, "event.name", &text("user_prompt")),
            attribute(6, "session.id", &session),
            attribute(6, "prompt", &text("Go")),
        ]
        .concat(),
        Signal::Traces => [
            fixed(7, NOW - 1_000_000_000),
            fixed(8, NOW),
            attribute(9, "gen_ai.operation.name", &text("chat")),
            attribute(9, "gen_ai.request.model", &text("m")),
            attribute(9, "session.id", &session),
            attribute(9, "gen_ai.usage.input_tokens", &whole(5)),
            attribute(9, "gen_ai.usage.output_tokens", &whole(7)),
        ]
        .concat(),
        Signal::Metrics => metric(&point(&session, &fixed(6, 2))),
    }
}

fn point(session: &[u8], value: &[u8]) -> Vec<u8> {
    [fixed(3, NOW), attribute(7, "session.id", session), value.to_vec()].concat()
}

fn metric(point: &[u8]) -> Vec<u8> {
    [bytes(1, b"claude_code.commit.count"), bytes(7, &[bytes(1, point), number(2, 1)].concat())].concat()
}

/// A prompt of the odd session, and what is wrong with it.
fn prompt(wrong: &[u8]) -> Vec<u8> {
    [named("user_prompt"), wrong.to_vec()].concat()
}

fn named(name: &str) -> Vec<u8> {
    [fixed(1, NOW), attribute(6, "event.name", &text(name)), attribute(6, "session.id", &text(HERE))].concat()
}

/// A prompt without the usual time.
fn timed(times: &[u8]) -> Vec<u8> {
    [attribute(6, "event.name", &text("user_prompt")), attribute(6, "session.id", &text(HERE)), times.to_vec()].concat()
}

/// A model call with one attribute more.
fn api_request(name: &str, value: &[u8]) -> Vec<u8> {
    [named("api_request"), attribute(6, name, value)].concat()
}

fn chat(more: &[u8]) -> Vec<u8> {
    [attribute(9, "gen_ai.operation.name", &text("chat")), attribute(9, "session.id", &text(HERE)), more.to_vec()]
        .concat()
}

const PROMPT: Fate = Fate::Stored(r#"{"actor":"user","starts_run":true}"#);
const WRONG: Fate = Fate::Refused(Code::WrongType);
const RANGE: Fate = Fate::Refused(Code::OutOfRange);

fn log(name: &'static str, record: Vec<u8>, fate: Fate) -> Odd<Vec<u8>> {
    Odd { name, signal: Signal::Logs, record, fate }
}

/// What is no protobuf, or another type.
fn wires() -> Vec<Odd<Vec<u8>>> {
    vec![
        log("a time as a varint", prompt(&number(1, NOW)), WRONG),
        log("an attribute as eight bytes", prompt(&fixed(6, 1)), WRONG),
        log("a name as a number", prompt(&number(12, 7)), WRONG),
        log("a group", prompt(&[0x0b, 0x0c]), WRONG),
        log("the end of a group", prompt(&[0x0c]), WRONG),
        log("the sixth wire type", prompt(&[0x0e, 0]), WRONG),
        log("a varint of eleven bytes", prompt(&[&[0x38][..], &[0x80; 10], &[1]].concat()), WRONG),
        log("a varint of more than 64 bits", prompt(&[&[0x38][..], &[0xff; 9], &[2]].concat()), WRONG),
        log("a varint that is cut off", prompt(&[0x38, 0x80]), WRONG),
        log("eight bytes that are cut off", prompt(&[0x09, 1, 2, 3]), WRONG),
        log("a length behind the end", prompt(&[0x32, 100, 1]), WRONG),
        log("a length of 2^64-1", prompt(&[&[0x32][..], &[0xff; 9], &[1]].concat()), WRONG),
        log("the field 0", prompt(&[0x00, 0]), WRONG),
        log("the field 2^29", prompt(&[varint(1 << 32), vec![0]].concat()), WRONG),
        log("an attribute that is cut off", prompt(&bytes(6, &[0x0a, 9, b'k'])), WRONG),
        log("a value that is cut off", prompt(&attribute(6, "k", &[0x0a, 9, b'v'])), WRONG),
        log("a number as a text", prompt(&attribute(6, "k", &bytes(3, b"5"))), WRONG),
        log("a tag of more bytes than needed", prompt(&[0xb8, 0x80, 0x00, 7]), PROMPT),
        log(
            "unknown fields",
            prompt(&[bytes(100, b"x"), number(101, 5), vec![0xb5, 0x06, 1, 2, 3, 4]].concat()),
            PROMPT,
        ),
        log("no fields", Vec::new(), Fate::Dropped),
        log("an attribute without a key", prompt(&bytes(6, &bytes(2, &text("v")))), PROMPT),
        log("an attribute without a value", prompt(&bytes(6, &bytes(1, b"k"))), PROMPT),
        log("an empty value", prompt(&attribute(6, "prompt", b"")), PROMPT),
        log("a million attributes", prompt(&bytes(6, b"").repeat(1_000_000)), Fate::Refused(Code::TooLarge)),
        log("lists 200 deep", prompt(&attribute(6, "k", &nested(200, false))), PROMPT),
        log("maps 200 deep", prompt(&attribute(6, "k", &nested(200, true))), PROMPT),
        log("lists 100000 deep", prompt(&attribute(6, "k", &nested(100_000, false))), PROMPT),
        log("a body 100000 deep", prompt(&bytes(5, &nested(100_000, true))), PROMPT),
        log("a list that is cut off", prompt(&attribute(6, "k", &bytes(5, &[0x0a, 9]))), PROMPT),
    ]
}

/// Numbers and times that are none.
fn numbers() -> Vec<Odd<Vec<u8>>> {
    let call = |fate: &'static str| Fate::Stored(fate);
    let free = call(
        r#"{"role":"main","status":"ok","model":"unknown","input_tokens":0,"cache_read_tokens":0,"cache_write_tokens":0,"output_tokens":0,"cost":"0.000000"}"#,
    );
    let plain = call(
        r#"{"role":"main","status":"ok","model":"unknown","input_tokens":0,"cache_read_tokens":0,"cache_write_tokens":0,"output_tokens":0}"#,
    );
    let five = call(
        r#"{"role":"main","status":"ok","model":"unknown","input_tokens":5,"cache_read_tokens":0,"cache_write_tokens":0,"output_tokens":0}"#,
    );
    vec![
        log("tokens that are no number", api_request("input_tokens", &real(f64::NAN)), WRONG),
        log("infinitely many tokens", api_request("input_tokens", &real(f64::INFINITY)), WRONG),
        log("minus infinity", api_request("input_tokens", &real(f64::NEG_INFINITY)), WRONG),
        log("half a token", api_request("input_tokens", &real(0.5)), Fate::Refused(Code::NotWhole)),
        log("fewer than no tokens", api_request("input_tokens", &whole(-1)), RANGE),
        log("2^63-1 tokens", api_request("input_tokens", &whole(i64::MAX)), RANGE),
        log("-2^63 tokens", api_request("output_tokens", &whole(i64::MIN)), RANGE),
        log("1e300 tokens", api_request("output_tokens", &real(1e300)), RANGE),
        log("1e400 tokens as a text", api_request("output_tokens", &text("1e400")), RANGE),
        log("tokens as a text", api_request("input_tokens", &text("5")), five.clone()),
        log("tokens as a real number", api_request("input_tokens", &real(5.0)), five.clone()),
        log(
            "tokens twice",
            [api_request("input_tokens", &whole(5)), attribute(6, "input_tokens", &whole(6))].concat(),
            five,
        ),
        log("tokens as a flag", api_request("input_tokens", &flag(1)), WRONG),
        log("tokens as bytes", api_request("input_tokens", &bytes(7, b"5")), WRONG),
        log("tokens as a list", api_request("input_tokens", &nested(1, false)), WRONG),
        log("an empty number of tokens", api_request("input_tokens", b""), plain.clone()),
        log("a cost that is no number", api_request("cost_usd", &real(f64::NAN)), WRONG),
        log("an infinite cost", api_request("cost_usd", &real(f64::INFINITY)), WRONG),
        log("a negative cost", api_request("cost_usd", &real(-1e-9)), RANGE),
        log("a cost beyond a million", api_request("cost_usd", &real(1_000_000.1)), RANGE),
        log("a cost of 1e400", api_request("cost_usd", &text("1e400")), RANGE),
        log("a cost of 1e-320", api_request("cost_usd", &real(1e-320)), free.clone()),
        log("a cost of minus nothing", api_request("cost_usd", &real(-0.0)), free),
        log("a duration that is no number", api_request("duration_ms", &real(f64::NAN)), plain.clone()),
        log("a negative duration", api_request("duration_ms", &whole(-1)), plain.clone()),
        log("an infinite duration", api_request("duration_ms", &text("inf")), plain),
        log("no time", timed(&[]), Fate::Refused(Code::Missing)),
        log("only an observed time", timed(&[fixed(1, 0), fixed(11, NOW)].concat()), PROMPT),
        log("the first nanosecond", timed(&fixed(1, 1)), Fate::Refused(Code::TooOld)),
        log("two years ago", timed(&fixed(1, NOW - 730 * DAY)), Fate::Refused(Code::TooOld)),
        log("two days ahead", timed(&fixed(1, NOW + 2 * DAY)), Fate::Refused(Code::InFuture)),
        log("2^63 nanoseconds", timed(&fixed(1, 1 << 63)), Fate::Refused(Code::InFuture)),
        log("2^64-1 nanoseconds", timed(&fixed(1, u64::MAX)), Fate::Refused(Code::InFuture)),
        log("two times", timed(&[fixed(1, 1), fixed(1, NOW)].concat()), PROMPT),
        log("a time that is cut off to microseconds", timed(&fixed(1, NOW + 999)), PROMPT),
    ]
}

/// Texts, ids and flags.
fn texts() -> Vec<Odd<Vec<u8>>> {
    let said = |text| Fate::Said(r#"{"actor":"user","starts_run":true}"#, text);
    let tool = |status| Fate::Stored(status);
    let result = |success: &[u8]| [named("tool_result"), attribute(6, "success", success)].concat();
    let ok = tool(r#"{"tool":"unknown","role":"main","status":"ok"}"#);
    let error = tool(r#"{"tool":"unknown","role":"main","status":"error"}"#);
    let no_session = |value: &[u8]| {
        [fixed(1, NOW), attribute(6, "event.name", &text("user_prompt")), attribute(6, "session.id", value)].concat()
    };
    vec![
        log("invalid UTF-8", prompt(&attribute(6, "prompt", &text(b"a\xff\xfeb"))), said("a\u{fffd}\u{fffd}b")),
        log(
            "control characters",
            prompt(&attribute(6, "prompt", &text("\u{1}\u{1b}[31m\n"))),
            said("\u{1}\u{1b}[31m\n"),
        ),
        log("NUL", prompt(&attribute(6, "prompt", &text("a\0b"))), said("a\u{fffd}b")),
        log("a session with NUL", no_session(&text("a\0b")), Fate::Refused(Code::ControlCharacter)),
        log("a session with a line break", no_session(&text("a\nb")), Fate::Refused(Code::ControlCharacter)),
        log("an empty session", no_session(&text("")), Fate::Refused(Code::Missing)),
        log("a session that is a number", no_session(&whole(5)), Fate::Refused(Code::Missing)),
        log("a model with NUL", api_request("model", &text("a\0b")), Fate::Refused(Code::ControlCharacter)),
        log(
            "a repository with NUL",
            prompt(&attribute(6, "vcs.repository.name", &text("\0"))),
            Fate::Refused(Code::ControlCharacter),
        ),
        log("a flag of 2^64-1", result(&flag(u64::MAX)), ok.clone()),
        log("a flag as a text", result(&text("false")), error),
        log("a flag as another text", result(&text("perhaps")), ok.clone()),
        log("a flag as a number", result(&whole(0)), ok),
        log("an unknown severity", prompt(&number(2, 99)), PROMPT),
        log("a trace id of 15 bytes", prompt(&bytes(9, &[7; 15])), PROMPT),
        log("a span id of a megabyte", prompt(&bytes(10, &[7; 1 << 20])), PROMPT),
        log("an unknown event", named("dream"), Fate::Dropped),
    ]
}

/// Spans and data points.
fn others() -> Vec<Odd<Vec<u8>>> {
    let call = |signal, name, record, fate| Odd { name, signal, record, fate };
    let chatted = |more: &'static str| Fate::Stored(more);
    let plain = || chatted(r#"{"role":"main","status":"ok","model":"unknown","input_tokens":0,"output_tokens":0}"#);
    let sum = |value: &[u8]| metric(&point(&text(HERE), value));
    let growing = |temporality| {
        let point = bytes(1, &point(&text(HERE), &fixed(6, 2)));
        [bytes(1, b"claude_code.commit.count"), bytes(7, &[point, number(2, temporality)].concat())].concat()
    };
    vec![
        call(Signal::Traces, "a span without times", chat(&[]), Fate::Refused(Code::Missing)),
        call(Signal::Traces, "a span that only ended", chat(&fixed(8, NOW)), plain()),
        call(
            Signal::Traces,
            "a span that ended before it began",
            chat(&[fixed(7, NOW + 5), fixed(8, NOW)].concat()),
            plain(),
        ),
        call(Signal::Traces, "a span of half a century", chat(&[fixed(7, 1), fixed(8, NOW)].concat()), plain()),
        call(
            Signal::Traces,
            "an unknown kind and an unknown status",
            chat(&[fixed(8, NOW), number(6, 99), bytes(15, &number(3, 77))].concat()),
            plain(),
        ),
        call(
            Signal::Traces,
            "a span in a trace of the wrong length, without a session",
            [attribute(9, "gen_ai.operation.name", &text("chat")), bytes(1, &[7; 17]), fixed(8, NOW)].concat(),
            Fate::Refused(Code::Missing),
        ),
        call(Signal::Traces, "a status that is a number", chat(&number(15, 2)), WRONG),
        call(
            Signal::Traces,
            "a million events of a span",
            chat(&[fixed(8, NOW), bytes(11, b"").repeat(1_000_000)].concat()),
            plain(),
        ),
        call(Signal::Metrics, "a point without a value", sum(&[]), WRONG),
        call(Signal::Metrics, "a point that is no number", sum(&fixed(4, f64::NAN.to_bits())), WRONG),
        call(Signal::Metrics, "an infinite point", sum(&fixed(4, f64::INFINITY.to_bits())), WRONG),
        call(Signal::Metrics, "a point that shrinks", sum(&fixed(6, (-2_i64).cast_unsigned())), RANGE),
        call(Signal::Metrics, "a point of 2^63-1", sum(&fixed(6, i64::MAX.cast_unsigned())), RANGE),
        call(Signal::Metrics, "half a point", sum(&fixed(4, 0.5_f64.to_bits())), Fate::Refused(Code::NotWhole)),
        call(Signal::Metrics, "a point of zero", sum(&fixed(6, 0)), Fate::Dropped),
        call(Signal::Metrics, "an unknown temporality", growing(9), Fate::Dropped),
        call(Signal::Metrics, "a metric without points", bytes(1, b"claude_code.commit.count"), Fate::Dropped),
        call(Signal::Metrics, "a sum that is cut off", [bytes(1, b"x"), bytes(7, &[0x0a, 9])].concat(), WRONG),
    ]
}

/// The same record, of a session of its own.
pub(super) fn of_session(record: &[u8], session: &str) -> Vec<u8> {
    let session = format!("{session:-<width$}", width = HERE.len());
    let mut record = record.to_vec();
    if let Some(at) = record.windows(HERE.len()).position(|window| window == HERE) {
        record[at..at + HERE.len()].copy_from_slice(session.as_bytes());
    }
    record
}

on_both_engines!(each_record_is_judged_by_itself, |db| async {
    let app = App::on(&db).await?;
    let mut expected = Expected::new();
    let odd = [wires(), numbers(), texts(), others()].concat();
    assert!(odd.len() > 60, "{} cases", odd.len());
    for (index, Odd { name, signal, record, fate }) in odd.into_iter().enumerate() {
        let sessions = ["first", "odd", "last"].map(|place| format!("{place}-{index}"));
        let record = of_session(&record, &sessions[1]);
        let records = [good_protobuf(signal, &sessions[0]), record, good_protobuf(signal, &sessions[2])];
        let body = request(signal, &[], &records);
        let heard = send(&app, signal.path(), &[("content-type", PROTOBUF)], body.clone()).await?;
        check_answer(name, &fate, &heard);
        // The same again changes nothing, whichever way it comes.
        let heard = call(&app, signal, &body).await?;
        check_answer(name, &fate, &heard);
        assert_eq!(heard.trailers["grpc-status"], "0", "{name}");
        expected.insert(sessions[0].clone(), intact(signal));
        expected.insert(sessions[2].clone(), intact(signal));
        let of_odd = format!("{:-<width$}", sessions[1], width = HERE.len());
        match fate {
            Fate::Stored(payload) => drop(expected.insert(of_odd, (payload.to_owned(), None))),
            Fate::Said(payload, text) => drop(expected.insert(of_odd, (payload.to_owned(), Some(text.to_owned())))),
            Fate::Dropped | Fate::Refused(_) => {}
        }
    }
    check_stored(&db, &app, &expected).await
});
