//! Sends traces to a collector, by OTLP over HTTP. It has a thread and a bounded queue of its own: spans that
//! do not fit are dropped, so a slow or unavailable collector does not affect anything else.
use crate::trace;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{ExporterBuildError, Protocol, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{BatchConfigBuilder, BatchSpanProcessor, Sampler, SdkTracerProvider, SpanData};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tracing::{Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;

/// The timeout of one batch.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often spans are sent.
const EVERY: Duration = Duration::from_secs(1);
/// The maximum number of queued spans.
const QUEUE: usize = 4_096;
/// The timeout for the last spans when the process ends.
const LAST: Duration = Duration::from_secs(1);
/// The minimum time between two warnings.
const COMPLAIN_EVERY: Duration = Duration::from_secs(60);

/// The default path of collectors.
const PATH: &str = "/v1/traces";

/// The connection to a collector.
#[derive(Debug)]
pub struct Exporter(SdkTracerProvider);

impl Exporter {
    /// Starts sending traces to the collector at `endpoint`: those that their senders decided to sample, and
    /// the fraction `ratio` of those without such a decision. Must not be called within a runtime.
    ///
    /// # Errors
    /// When the address is invalid.
    pub fn start(endpoint: &str, ratio: f64) -> Result<Self, ExporterBuildError> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_endpoint(address(endpoint))
            .with_protocol(Protocol::HttpBinary)
            .with_timeout(PATIENCE)
            .build()?;
        let config = BatchConfigBuilder::default().with_max_queue_size(QUEUE).with_scheduled_delay(EVERY).build();
        let processor = BatchSpanProcessor::builder(Calm::over(exporter)).with_batch_config(config).build();
        let version = opentelemetry::KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
        let provider = SdkTracerProvider::builder()
            .with_resource(Resource::builder().with_service_name("tachograph").with_attribute(version).build())
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(ratio))))
            .with_span_processor(processor)
            .build();
        trace::switch_on();
        Ok(Self(provider))
    }

    /// A layer that receives the spans of traces, and nothing else.
    pub fn layer<S: Subscriber + for<'a> LookupSpan<'a>>(&self) -> impl Layer<S> + use<S> {
        tracing_opentelemetry::layer()
            .with_tracer(self.0.tracer("tachograph"))
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false)
            .with_filter(filter_fn(|about: &Metadata<'_>| about.target() == trace::TARGET))
    }

    /// Sends the queued spans, and stops.
    pub fn finish(&self) {
        if let Err(error) = self.0.shutdown_with_timeout(LAST) {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}

/// A base address gets the default path; an address with a path is used as it is.
fn address(endpoint: &str) -> String {
    let after_scheme = endpoint.split_once("://").map_or(endpoint, |(_, rest)| rest);
    match after_scheme.split_once('/') {
        Some((_, path)) if !path.is_empty() => endpoint.to_owned(),
        _ => format!("{}{PATH}", endpoint.trim_end_matches('/')),
    }
}

/// Warns only once in a while about spans that cannot be sent, instead of once a second.
#[derive(Debug)]
struct Calm<E> {
    inner: E,
    lost: AtomicU64,
    complain: Mutex<Option<Instant>>,
}

impl<E> Calm<E> {
    const fn over(inner: E) -> Self {
        Self { inner, lost: AtomicU64::new(0), complain: Mutex::new(None) }
    }

    /// Whether it is time for another warning.
    fn may_complain(&self) -> bool {
        let mut last = self.complain.lock().unwrap_or_else(PoisonError::into_inner);
        let may = last.is_none_or(|last| last.elapsed() >= COMPLAIN_EVERY);
        if may {
            *last = Some(Instant::now());
        }
        may
    }
}

impl<E: opentelemetry_sdk::trace::SpanExporter> opentelemetry_sdk::trace::SpanExporter for Calm<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = batch.len() as u64;
        let sent = self.inner.export(batch).await;
        if let Err(error) = &sent {
            self.lost.fetch_add(spans, Ordering::Relaxed);
            if self.may_complain() {
                let lost = self.lost.swap(0, Ordering::Relaxed);
                tracing::warn!(%error, lost, "traces are not being sent; retrying");
            }
        }
        sent
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.inner.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.inner.set_resource(resource);
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn a_base_address_gets_the_usual_path() {
        for base in ["http://127.0.0.1:4318", "http://127.0.0.1:4318/"] {
            assert_eq!(address(base), "http://127.0.0.1:4318/v1/traces");
        }
        assert_eq!(address("https://collector.example/in/v1/traces"), "https://collector.example/in/v1/traces");
    }
}
