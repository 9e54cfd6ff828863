//! Calls over gRPC whose frame is wrong.
use super::protobuf_records::good_protobuf;
use super::wire::request;
use super::{Expected, GRPC, check_stored, framed, intact, said, send};
use crate::otlp::{gzip, zlib};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body::Frame;
use ingest::otlp::Signal;
use testkit::app::DEV_KEY;
use testkit::{App, on_both_engines};

type Case = (&'static str, Vec<(&'static str, &'static str)>, Vec<u8>, (&'static str, &'static str));

const UNREADABLE: (&str, &str) = ("3", "UNREADABLE_BODY");
const LARGE: (&str, &str) = ("8", "BODY_TOO_LARGE");

fn message() -> Vec<u8> {
    request(Signal::Logs, &[], &[good_protobuf(Signal::Logs, "s")])
}

/// A message that tells another length than it has.
fn telling(length: u32) -> Vec<u8> {
    let mut framed = framed(0, &message());
    framed[1..5].copy_from_slice(&length.to_be_bytes());
    framed
}

fn cases() -> Vec<Case> {
    let plain = |name, body| (name, vec![], body, UNREADABLE);
    let length = u32::try_from(message().len()).expect("a short message");
    let encoded = |encoding, flag, message: &[u8]| (vec![("grpc-encoding", encoding)], framed(flag, message));
    let (gzipped, bomb) = (encoded("gzip", 1, &gzip(&message())), gzip(&vec![0; 64 * 1024 * 1024]));
    let deflated = encoded("deflate", 1, &message());
    let zstd = zstd::encode_all(&*vec![0; 64 * 1024 * 1024], 3).expect("memory takes it");
    vec![
        plain("nothing", Vec::new()),
        plain("half a prefix", vec![0, 0, 0]),
        plain("a message without a prefix", message()),
        plain("a length of zero", telling(0)),
        plain("a byte less", telling(length - 1)),
        plain("a byte more", telling(length + 1)),
        plain("2^32-1 bytes", telling(u32::MAX)),
        plain("two messages", [framed(0, &message()), framed(0, &message())].concat()),
        plain("an empty message behind it", [framed(0, &message()), framed(0, &[])].concat()),
        plain("a flag of 2", framed(2, &message())),
        plain("a flag of 255", framed(255, &message())),
        plain("the trailers of the web", framed(0x80, b"grpc-status:0\r\n")),
        plain("compressed, and no encoding", framed(1, &gzip(&message()))),
        plain("JSON", framed(0, b"{\"resourceLogs\":[]}")),
        ("gzip that is cut off", gzipped.0, gzipped.1[..20].to_vec(), UNREADABLE),
        ("deflate that is none", deflated.0, deflated.1, UNREADABLE),
        (
            "an unknown encoding",
            vec![("grpc-encoding", "snappy")],
            framed(0, &message()),
            ("12", "UNSUPPORTED_ENCODING"),
        ),
        (
            "two encodings",
            vec![("grpc-encoding", "gzip"), ("grpc-encoding", "deflate")],
            framed(1, &gzip(&message())),
            ("12", "UNSUPPORTED_ENCODING"),
        ),
        ("a gzip bomb", vec![("grpc-encoding", "gzip")], framed(1, &bomb), LARGE),
        ("a zstd bomb", vec![("grpc-encoding", "zstd")], framed(1, &zstd), LARGE),
        ("a byte too many", vec![], framed(0, &vec![0; 8 * 1024 * 1024 + 1]), LARGE),
    ]
}

on_both_engines!(a_frame_that_is_none_is_refused, |db| async {
    let app = App::on(&db).await?;
    for (name, headers, body, (number, code)) in cases() {
        let headers = [&[("content-type", GRPC)][..], &headers].concat();
        let heard = send(&app, Signal::Logs.grpc_path(), &headers, body).await?;
        // It is all in the headers, where there is no message.
        assert_eq!((heard.status, heard.kind(), heard.body.len()), (StatusCode::OK, GRPC, 0), "{name}");
        assert_eq!(heard.headers["grpc-status"], number, "{name}: {}", said(&heard));
        assert!(said(&heard).starts_with(code), "{name}: {}", said(&heard));
        assert!(heard.trailers.is_empty(), "{name}");
        assert_eq!(app.ingest().intake().in_hand(), 0, "{name}");
    }
    check_stored(&db, &app, &Expected::new()).await
});

on_both_engines!(a_frame_that_is_odd_and_fine, |db| async {
    let app = App::on(&db).await?;
    let frames = [
        ("application/grpc", vec![], framed(0, &message())),
        ("application/grpc+proto", vec![], framed(0, &message())),
        ("application/grpc", vec![("grpc-encoding", "gzip")], framed(0, &message())),
        ("application/grpc", vec![("grpc-encoding", "gzip")], framed(1, &gzip(&message()))),
        ("application/grpc", vec![("grpc-encoding", "deflate")], framed(1, &zlib(&message()))),
        ("application/grpc", vec![("grpc-encoding", "identity"), ("te", "trailers")], framed(0, &message())),
        ("application/grpc", vec![("grpc-timeout", "x")], framed(0, &[])),
    ];
    for (kind, headers, body) in frames {
        let headers = [&[("content-type", kind)][..], &headers].concat();
        let heard = send(&app, Signal::Logs.grpc_path(), &headers, body).await?;
        assert_eq!(heard.trailers.get("grpc-status").map(|status| status.as_bytes()), Some(&b"0"[..]), "{headers:?}");
    }
    // A body in many frames, with trailers of its own.
    let mut frames: Vec<_> = framed(0, &message()).chunks(3).map(|part| Frame::data(part.to_vec().into())).collect();
    frames.push(Frame::trailers(HeaderMap::from_iter([("x".parse()?, "y".parse()?)])));
    let request = Request::post(Signal::Logs.grpc_path()).header("content-type", GRPC).header("tachograph-org", "acme");
    let response = app.answer(request, Some(DEV_KEY), Body::new(Frames(frames.into()))).await?;
    let heard = crate::otlp::Heard::of(response).await?;
    assert_eq!(heard.trailers["grpc-status"], "0", "{heard:?}");
    check_stored(&db, &app, &Expected::from([("s".to_owned(), intact(Signal::Logs))])).await
});

/// A body of frames.
struct Frames(std::collections::VecDeque<Frame<axum::body::Bytes>>);

impl axum::body::HttpBody for Frames {
    type Data = axum::body::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        std::task::Poll::Ready(self.0.pop_front().map(Ok))
    }
}
