//! The path of an event as one trace: from the request that delivered it, through the queue, to its
//! projection.
//!
//! Spans of traces have a tracing target of their own, which the logs leave out; without an exporter nothing
//! subscribes to it, and such a span costs a comparison. What is stored in the database is the text of the
//! W3C header `traceparent`, and only for sampled requests.
use opentelemetry::trace::{SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState};
use opentelemetry::{Context, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// The tracing target of these spans.
pub const TARGET: &str = "otel";

/// The maximum number of traces in which one transaction appears.
pub const MOST: usize = 32;

/// Whether there is an exporter.
static ON: AtomicBool = AtomicBool::new(false);

pub(crate) fn switch_on() {
    ON.store(true, Ordering::Relaxed);
}

/// The span of a request; a child of the sender's span if `parent` names one.
#[must_use]
pub fn request(method: &'static str, route: &str, request_id: &str, parent: Option<&str>) -> Span {
    if !ON.load(Ordering::Relaxed) {
        return Span::none();
    }
    let span = tracing::info_span!(
        target: "otel",
        parent: None,
        "request",
        otel.name = format_args!("{method} {route}"),
        otel.kind = "server",
        http.request.method = method,
        http.route = route,
        tachograph.request_id = request_id,
    );
    adopt(&span, parent);
    span
}

/// Records the outcome of a request.
pub fn answered(span: &Span, status: u16) {
    if span.is_none() {
        return;
    }
    span.set_attribute("http.response.status_code", i64::from(status));
    if status >= 500 {
        fail(span, "the request failed");
    }
}

/// The current span as a `traceparent`; `None` unless it is sampled.
#[must_use]
pub fn current() -> Option<Arc<str>> {
    if !ON.load(Ordering::Relaxed) {
        return None;
    }
    let context = Context::current();
    let span = context.span().span_context().clone();
    (span.is_valid() && span.is_sampled())
        .then(|| Arc::from(format!("00-{}-{}-{:02x}", span.trace_id(), span.span_id(), span.trace_flags())))
}

/// The spans of one transaction that does the work of several traces: a child span in each of them, once per
/// trace and for at most [`MOST`] traces. They end when they are dropped.
#[must_use]
pub fn parts<'a>(part: Part, traces: impl Iterator<Item = Option<&'a Arc<str>>>, events: usize) -> Vec<Span> {
    if !ON.load(Ordering::Relaxed) {
        return Vec::new();
    }
    let mut seen: Vec<&str> = Vec::new();
    for trace in traces.flatten() {
        if !seen.contains(&&**trace) {
            seen.push(trace);
        }
        if seen.len() == MOST {
            break;
        }
    }
    let spans = seen.into_iter().map(|trace| {
        let span = match part {
            Part::Commit => tracing::info_span!(target: "otel", parent: None, "commit", otel.kind = "producer"),
            Part::Project => tracing::info_span!(target: "otel", parent: None, "project", otel.kind = "consumer"),
        };
        adopt(&span, Some(trace));
        span.set_attribute("tachograph.batch.events", i64::try_from(events).unwrap_or(i64::MAX));
        // A span begins when its context is first read.
        drop(span.context());
        span
    });
    spans.collect()
}

/// The kinds of work that several traces share.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// The durable append.
    Commit,
    /// The projection.
    Project,
}

/// Records that the work of these spans failed.
pub fn failed(spans: &[Span], error: &dyn std::fmt::Display) {
    for span in spans {
        fail(span, &error.to_string());
    }
}

fn fail(span: &Span, error: &str) {
    span.set_status(opentelemetry::trace::Status::Error { description: error.to_owned().into() });
    span.set_attribute("error.type", Value::from("failed"));
}

fn adopt(span: &Span, parent: Option<&str>) {
    if let Some(parent) = parent.and_then(parse)
        && let Err(error) = span.set_parent(Context::new().with_remote_span_context(parent))
    {
        tracing::debug!(%error, "a span has no parent");
    }
}

/// Parses a `traceparent` of the only version there is.
fn parse(text: &str) -> Option<SpanContext> {
    let mut parts = text.trim().split('-');
    let (version, trace, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let hex = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let known = version == "00" && parts.next().is_none();
    if !known || !hex(trace, 32) || !hex(span, 16) || !hex(flags, 2) {
        return None;
    }
    let sampled = u8::from_str_radix(flags, 16).ok()? & 1;
    let (trace, span) = (TraceId::from_hex(trace).ok()?, SpanId::from_hex(span).ok()?);
    let context = SpanContext::new(trace, span, TraceFlags::new(sampled), true, TraceState::NONE);
    context.is_valid().then_some(context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parent_is_read_exactly() {
        let given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let read = parse(given).expect("a parent");
        assert!(read.is_sampled() && read.is_remote());
        assert_eq!(format!("00-{}-{}-01", read.trace_id(), read.span_id()), given);
        assert!(!parse(&given.replace("-01", "-00")).expect("a parent").is_sampled());
        for wrong in [
            "",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0af7651916cd43dd8448eb211c8031+c-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
        ] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn with_nobody_listening_there_is_no_trace() {
        assert!(request("GET", "/", "1", None).is_none());
        assert_eq!(current(), None);
        let trace: Arc<str> = Arc::from("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assert!(parts(Part::Commit, [Some(&trace)].into_iter(), 1).is_empty());
    }
}
