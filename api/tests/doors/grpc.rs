//! gRPC on the port of everything else: over HTTP/2, which is for nothing but gRPC.
use crate::site::{HASTE, Site};
use api::Patience;
use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderMap, Request, StatusCode, Version};
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use ingest::otlp::Signal;
use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::logs::v1::{LogRecord, ResourceLogs, ScopeLogs};
use prost::Message as _;
use std::time::Duration;
use testkit::app::DEV_KEY;
use testkit::{Database, Result, number, on_both_engines};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;

const GRPC: &str = "application/grpc";

/// An HTTP/2 connection.
pub(crate) struct Two {
    pub(crate) sending: SendRequest<Body>,
    ended: tokio::task::JoinHandle<()>,
}

/// A response.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) trailers: HeaderMap,
}

impl Two {
    pub(crate) async fn begin<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(stream: S) -> Result<Self> {
        let (sending, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream)).await?;
        // However it ends, it has ended.
        let ended = tokio::spawn(async move { drop(connection.await) });
        Ok(Self { sending, ended })
    }

    pub(crate) async fn send(&mut self, path: &str, kind: &str, bearer: Option<&str>, body: Vec<u8>) -> Result<Reply> {
        let mut request = Request::post(format!("http://server{path}"));
        request = request.header("content-type", kind).header("tachograph-org", "acme");
        if let Some(bearer) = bearer {
            request = request.header("authorization", format!("Bearer {bearer}"));
        }
        self.sending.ready().await?;
        let (parts, mut body) = self.sending.send_request(request.body(body.into())?).await?.into_parts();
        let (mut bytes, mut trailers) = (Vec::new(), HeaderMap::new());
        while let Some(frame) = std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context)).await
        {
            match frame?.into_data() {
                Ok(data) => bytes.extend_from_slice(&data),
                Err(frame) => trailers.extend(frame.into_trailers().unwrap_or_default()),
            }
        }
        Ok(Reply { status: parts.status, headers: parts.headers, body: bytes, trailers })
    }

    /// Calls a method.
    pub(crate) async fn call(&mut self, signal: Signal, bearer: Option<&str>, message: &[u8]) -> Result<Reply> {
        let length = u32::try_from(message.len()).expect("a short message").to_be_bytes();
        self.send(signal.grpc_path(), GRPC, bearer, [&[0], &length[..], message].concat()).await
    }
}

/// A prompt in a session of Claude Code.
pub(crate) fn prompt(session: &str) -> Vec<u8> {
    let text = |key: &str, value: &str| KeyValue {
        key: key.to_owned(),
        value: Some(AnyValue { value: Some(Any::StringValue(value.to_owned())) }),
        ..KeyValue::default()
    };
    let log = LogRecord {
        time_unix_nano: testkit::database::NOON.0.cast_unsigned() * 1_000,
        body: Some(AnyValue { value: Some(Any::StringValue("claude_code.user_prompt".to_owned())) }),
        attributes: vec![text("session.id", session)],
        ..LogRecord::default()
    };
    let scope_logs = vec![ScopeLogs { log_records: vec![log], ..ScopeLogs::default() }];
    let resource_logs = vec![ResourceLogs { scope_logs, ..ResourceLogs::default() }];
    ExportLogsServiceRequest { resource_logs }.encode_to_vec()
}

pub(crate) async fn stored(db: &Database) -> Result<i64> {
    number(db.store(), "/* test */ SELECT count(*) AS number FROM events_raw").await
}

on_both_engines!(calls_beside_requests_over_http_1, |db| async {
    let site = Site::new(&db).await?;
    let mut two = Two::begin(TcpStream::connect(site.address).await?).await?;
    for signal in Signal::ALL {
        let message = if signal == Signal::Logs { prompt("s") } else { Vec::new() };
        let reply = two.call(signal, Some(DEV_KEY), &message).await?;
        assert_eq!((reply.status, &reply.headers["content-type"].to_str()?), (StatusCode::OK, &GRPC));
        assert_eq!((reply.trailers["grpc-status"].to_str()?, reply.body.as_slice()), ("0", &[0; 5][..]), "{reply:?}");
    }
    assert_eq!(stored(&db).await?, 1);

    for (bearer, code) in [(None, "16"), (Some("tgk_nobody"), "16")] {
        let reply = two.call(Signal::Logs, bearer, &prompt("s")).await?;
        assert_eq!((reply.status, reply.headers["grpc-status"].to_str()?), (StatusCode::OK, code), "{reply:?}");
    }
    let reply = two.send(Signal::Logs.path(), "application/x-protobuf", Some(DEV_KEY), prompt("s")).await?;
    assert_eq!(reply.status, StatusCode::HTTP_VERSION_NOT_SUPPORTED);
    let reply = two.send("/healthz", "text/plain", None, Vec::new()).await?;
    assert_eq!(reply.status, StatusCode::HTTP_VERSION_NOT_SUPPORTED);
    site.event_is_taken(DEV_KEY, "e").await
});

on_both_engines!(calls_at_once, |db| async {
    let site = Site::new(&db).await?;
    let mut two = Two::begin(TcpStream::connect(site.address).await?).await?;
    // With its answer, the client knows how many calls the server takes at once.
    two.call(Signal::Logs, Some(DEV_KEY), &prompt("s0")).await?;
    let calls = (1..100).map(|number| {
        let mut two = Two { sending: two.sending.clone(), ended: tokio::spawn(async {}) };
        async move { two.call(Signal::Logs, Some(DEV_KEY), &prompt(&format!("s{number}"))).await }
    });
    for reply in futures_util::future::try_join_all(calls).await? {
        assert_eq!(reply.trailers["grpc-status"].to_str()?, "0", "{reply:?}");
    }
    assert_eq!(stored(&db).await?, 100);
    Ok(())
});

on_both_engines!(silent_connections_over_http_2_end, |db| async {
    const SHORT: Patience = Patience {
        head: Duration::from_millis(400),
        idle: Duration::from_millis(800),
        reading: Duration::from_secs(10),
    };
    let site = Site::with(&db, HASTE, SHORT).await?;
    let silent = Two::begin(TcpStream::connect(site.address).await?).await?;
    timeout(Duration::from_secs(30), silent.ended).await.expect("it ends").expect("no panic");
    // Whoever sends the beginning of a body and no more is told.
    let mut half = Two::begin(TcpStream::connect(site.address).await?).await?;
    let parts = futures_util::StreamExt::chain(
        futures_util::stream::iter([Ok::<_, std::convert::Infallible>(vec![0])]),
        futures_util::stream::pending(),
    );
    let request = Request::post(format!("http://server{}", Signal::Logs.grpc_path()))
        .version(Version::HTTP_2)
        .header("content-type", GRPC)
        .header("authorization", format!("Bearer {DEV_KEY}"))
        .body(Body::from_stream(parts))?;
    let reply = timeout(Duration::from_secs(60), half.sending.send_request(request)).await.expect("an answer")?;
    assert_eq!(reply.headers()["grpc-status"].to_str()?, "14");
    Ok(())
});
