//! Bodies that cannot be read at all, and requests that are none.
use super::protobuf_records::good_protobuf;
use super::wire::{bytes, fixed, number, request};
use super::{Expected, GRPC, JSON, ORG, PROTOBUF, call, check_stored, framed, intact, said, send};
use crate::otlp::{deflate, gzip, zlib};
use axum::http::{Request, StatusCode};
use ingest::otlp::Signal;
use testkit::app::DEV_KEY;
use testkit::{App, on_both_engines};

const UNREADABLE: (u16, &str) = (400, "UNREADABLE_BODY");
const LARGE: (u16, &str) = (413, "BODY_TOO_LARGE");
const TYPE: (u16, &str) = (415, "UNSUPPORTED_MEDIA_TYPE");
const ENCODING: (u16, &str) = (415, "UNSUPPORTED_ENCODING");
const LIMIT: usize = 8 * 1024 * 1024;

type Case = (&'static str, Vec<(&'static str, &'static str)>, Vec<u8>, (u16, &'static str));

fn good() -> Vec<u8> {
    request(Signal::Logs, &[], &[good_protobuf(Signal::Logs, "none")])
}

fn cut(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len() - 3].to_vec()
}

/// Frames around intact records, with something wrong about them.
fn frames() -> Vec<Case> {
    let protobuf = |name, body| (name, vec![("content-type", PROTOBUF)], body, UNREADABLE);
    let json = |name, body: &str| (name, vec![("content-type", JSON)], body.as_bytes().to_vec(), UNREADABLE);
    let behind = |bytes: &[u8]| [&good()[..], bytes].concat();
    vec![
        protobuf("resources as a number", behind(&number(1, 5))),
        protobuf("scopes as eight bytes", behind(&bytes(1, &fixed(2, 5)))),
        protobuf("records as a number", behind(&bytes(1, &bytes(2, &number(2, 5))))),
        protobuf("a scope whose name is a number", behind(&bytes(1, &bytes(2, &bytes(1, &number(1, 5)))))),
        protobuf("a resource that is a number", behind(&bytes(1, &number(1, 5)))),
        protobuf("a group behind them", behind(&[0x0b, 0x0c])),
        protobuf("an overlong varint behind them", behind(&[0x80; 11])),
        protobuf("a length of 2^64-1 behind them", behind(&[&[0x0a][..], &[0xff; 9], &[1]].concat())),
        protobuf("a length behind the end", behind(&[0x0a, 0x05, 0])),
        protobuf("text", b"the secret of a text".to_vec()),
        protobuf("zeros", vec![0; 100]),
        json("nothing", ""),
        json("a list", "[]"),
        json("null", "null"),
        json("a text", "\"the secret\""),
        json("a number", "1e400"),
        json("two objects", "{}{}"),
        json("a comma too many", r#"{"resourceLogs":[],}"#),
        json("resources that are an object", r#"{"resourceLogs":{}}"#),
        json("resources that are a text", r#"{"resourceLogs":"the secret"}"#),
        json("a resource that is a text", r#"{"resourceLogs":["the secret"]}"#),
        json("scopes that are a text", r#"{"resourceLogs":[{"scopeLogs":"the secret"}]}"#),
        json("records that are a text", r#"{"resourceLogs":[{"scopeLogs":[{"logRecords":"the secret"}]}]}"#),
        json("a scope that is a text", r#"{"resourceLogs":[{"scopeLogs":[{"scope":"the secret"}]}]}"#),
        json("a scope whose name is a number", r#"{"resourceLogs":[{"scopeLogs":[{"scope":{"name":5}}]}]}"#),
        json("a raw control character", "{\"resourceLogs\":[],\"a\":\"\u{1}\"}"),
        json("an escape that is none", r#"{"resourceLogs":[],"a":"\x"}"#),
        json("lists without an end", &"{\"resourceLogs\":[".repeat(100_000)),
        (
            "JSON that is not UTF-8",
            vec![("content-type", JSON)],
            b"{\"resourceLogs\":[],\"a\":\"\xff\xfe\"}".to_vec(),
            UNREADABLE,
        ),
        ("UTF-16", vec![("content-type", JSON)], "{}".encode_utf16().flat_map(u16::to_le_bytes).collect(), UNREADABLE),
    ]
}

/// Content types and encodings that are none, or not those of the body.
fn headers() -> Vec<Case> {
    let encoded = |encoding| vec![("content-type", PROTOBUF), ("content-encoding", encoding)];
    let bomb = vec![0; 64 * 1024 * 1024];
    let zstd = |bytes: &[u8]| zstd::encode_all(bytes, 3).expect("memory takes it");
    let members = gzip(b"").repeat(65);
    vec![
        ("protobuf as JSON", vec![("content-type", JSON)], good(), UNREADABLE),
        ("JSON as protobuf", vec![("content-type", PROTOBUF)], b"{\"resourceLogs\":[]}".to_vec(), UNREADABLE),
        ("no content type", vec![], good(), TYPE),
        ("an empty content type", vec![("content-type", "")], good(), TYPE),
        ("text", vec![("content-type", "text/plain")], good(), TYPE),
        ("a form", vec![("content-type", "application/x-www-form-urlencoded")], good(), TYPE),
        ("gRPC at the address of HTTP", vec![("content-type", GRPC)], framed(0, &good()), TYPE),
        ("two content types", vec![("content-type", PROTOBUF), ("content-type", JSON)], good(), TYPE),
        ("gzip that is none", encoded("gzip"), good(), UNREADABLE),
        ("deflate that is none", encoded("deflate"), good(), UNREADABLE),
        ("zstd that is none", encoded("zstd"), good(), UNREADABLE),
        ("gzip that is cut off", encoded("gzip"), cut(&gzip(&good())), UNREADABLE),
        ("zlib that is cut off", encoded("deflate"), cut(&zlib(&good())), UNREADABLE),
        ("deflate that is cut off", encoded("deflate"), cut(&deflate(&good())), UNREADABLE),
        ("zstd that is cut off", encoded("zstd"), cut(&zstd(&good())), UNREADABLE),
        ("nothing as gzip", encoded("gzip"), Vec::new(), UNREADABLE),
        ("nothing as deflate", encoded("deflate"), Vec::new(), UNREADABLE),
        ("nothing as zstd", encoded("zstd"), Vec::new(), UNREADABLE),
        ("more behind the gzip", encoded("gzip"), [gzip(&good()), b"more".to_vec()].concat(), UNREADABLE),
        ("more behind the zlib", encoded("deflate"), [zlib(&good()), b"more".to_vec()].concat(), UNREADABLE),
        ("more behind the zstd", encoded("zstd"), [zstd(&good()), b"more".to_vec()].concat(), UNREADABLE),
        ("many empty gzips", encoded("gzip"), members, UNREADABLE),
        ("gzip that is not said", vec![("content-type", PROTOBUF)], gzip(&good()), UNREADABLE),
        ("gzip in gzip", encoded("gzip"), gzip(&gzip(&good())), UNREADABLE),
        ("gzip said twice", encoded("gzip, gzip"), gzip(&gzip(&good())), ENCODING),
        (
            "two encodings",
            vec![("content-type", PROTOBUF), ("content-encoding", "gzip"), ("content-encoding", "identity")],
            gzip(&good()),
            ENCODING,
        ),
        ("an unknown encoding", encoded("br"), good(), ENCODING),
        ("a gzip bomb", encoded("gzip"), gzip(&bomb), LARGE),
        ("a gzip bomb in gzip", encoded("gzip"), gzip(&gzip(&bomb)), UNREADABLE),
        ("a zlib bomb", encoded("deflate"), zlib(&bomb), LARGE),
        ("a deflate bomb", encoded("deflate"), deflate(&bomb), LARGE),
        ("a zstd bomb", encoded("zstd"), zstd(&bomb), LARGE),
        ("a byte too many", vec![("content-type", PROTOBUF)], vec![0; LIMIT + 1], LARGE),
        ("a byte too many, compressed", encoded("gzip"), gzip(&vec![b' '; LIMIT + 1]), LARGE),
        ("a byte too many in JSON", vec![("content-type", JSON)], vec![b' '; LIMIT + 1], LARGE),
    ]
}

on_both_engines!(a_body_that_cannot_be_read_is_refused_as_a_whole, |db| async {
    let app = App::on(&db).await?;
    for (name, headers, body, (status, code)) in [frames(), headers()].concat() {
        let heard = send(&app, Signal::Logs.path(), &headers, body).await?;
        let message = said(&heard);
        assert_eq!(heard.status.as_u16(), status, "{name}: {message}");
        assert!(message.starts_with(code) && message.len() > code.len() + 5, "{name}: {message}");
        assert!(!message.contains("secret"), "{name}: what was sent is not repeated: {message}");
        assert_eq!(app.ingest().intake().in_hand(), 0, "{name}");
    }
    check_stored(&db, &app, &Expected::new()).await
});

on_both_engines!(a_body_that_ends_anywhere_is_read_or_refused, |db| async {
    let app = App::on(&db).await?;
    let signals = Signal::ALL.map(|signal| (signal, request(signal, &[], &[good_protobuf(signal, signal.path())])));
    for (signal, body) in &signals {
        for end in 1..body.len() {
            let heard = send(&app, signal.path(), &[("content-type", PROTOBUF)], body[..end].to_vec()).await?;
            assert_eq!(heard.status, StatusCode::BAD_REQUEST, "{signal:?} {end}");
            let heard = call(&app, *signal, &body[..end]).await?;
            assert_eq!(heard.headers["grpc-status"], "3", "{signal:?} {end}");
        }
    }
    check_stored(&db, &app, &Expected::new()).await
});

on_both_engines!(bodies_that_are_odd_and_fine, |db| async {
    let app = App::on(&db).await?;
    let body = request(Signal::Logs, &[], &[good_protobuf(Signal::Logs, "s")]);
    let unknown =
        [body.clone(), bytes(9, b"x"), bytes(1, &[bytes(2, &bytes(9, b"x")), number(7, 1)].concat())].concat();
    let odd: Vec<(&str, &str, Vec<u8>)> = vec![
        ("nothing", PROTOBUF, Vec::new()),
        ("an empty object", JSON, b"{}".to_vec()),
        ("an empty list", JSON, b"{\"resourceLogs\":[]}".to_vec()),
        ("null as a list", JSON, b"{\"resourceLogs\":null}".to_vec()),
        ("null in lists", JSON, br#"{"resourceLogs":[null,{"scopeLogs":[null,{"logRecords":[null]}]}]}"#.to_vec()),
        ("another signal", JSON, b"{\"resourceSpans\":[{}]}".to_vec()),
        ("8 MiB", JSON, [b"{}".to_vec(), vec![b' '; LIMIT - 2]].concat()),
        ("a byte order mark", JSON, b"\xef\xbb\xbf{}".to_vec()),
        ("fields that are not known", PROTOBUF, unknown),
        ("another name of the type", "application/protobuf", body.clone()),
        ("a parameter", "application/x-protobuf; q=1", body),
    ];
    for (name, kind, body) in odd {
        let heard = send(&app, Signal::Logs.path(), &[("content-type", kind)], body).await?;
        assert_eq!(heard.status, StatusCode::OK, "{name}: {}", said(&heard));
        assert_eq!(super::refused(&heard), (0, String::new()), "{name}");
    }
    check_stored(&db, &app, &Expected::from([("s".to_owned(), intact(Signal::Logs))])).await
});

on_both_engines!(an_address_that_is_wrong_is_told_the_right_one, |db| async {
    let app = App::on(&db).await?;
    for path in ["/", "/v1/log", "/v1/logs/", "/v1/logs/v1/logs", "/v1", "/v1/traces/v1/traces", "/logs", "//v1/logs"] {
        for kind in [PROTOBUF, JSON] {
            let heard = send(&app, path, &[("content-type", kind)], Vec::new()).await?;
            let message = said(&heard);
            assert_eq!(heard.status, StatusCode::NOT_FOUND, "{path} {kind}");
            assert!(message.starts_with("NOT_FOUND: ") && message.contains("/v1/logs"), "{path} {kind}: {message}");
        }
    }
    for signal in Signal::ALL {
        for method in ["GET", "PUT", "DELETE", "PATCH"] {
            let request = Request::builder().method(method).uri(signal.path());
            let reply = app.send(request, Some(DEV_KEY), axum::body::Body::empty()).await?;
            assert_eq!((reply.status, &reply.json()?["code"]), (405, &"METHOD_NOT_ALLOWED".into()), "{method}");
            assert_eq!(reply.headers["allow"], "POST", "{method}");
        }
        // At the address of gRPC, by HTTP.
        let heard = send(&app, signal.grpc_path(), &[("content-type", PROTOBUF)], Vec::new()).await?;
        assert_eq!(heard.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    // And who may not send is told so, in the format of the request.
    for (path, kind) in [("/v1/logs", PROTOBUF), ("/v1/logs", JSON), (Signal::Logs.grpc_path(), GRPC)] {
        let request = Request::post(path).header("content-type", kind).header("tachograph-org", ORG);
        let response = app.answer(request, Some("tgk_nobody"), Vec::new().into()).await?;
        let heard = crate::otlp::Heard::of(response).await?;
        assert!(said(&heard).starts_with("UNAUTHENTICATED"), "{path} {kind}: {heard:?}");
    }
    Ok(())
});
