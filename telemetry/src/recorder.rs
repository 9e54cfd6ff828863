//! The metrics recorder of this process, and its text format.
use crate::metric::{self, Kind};
use metrics::{describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use metrics_process::Collector;
use std::sync::OnceLock;
use std::time::Duration;

/// How often the recorder does its upkeep.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// The metrics of this process.
#[derive(Clone)]
pub struct Measures(PrometheusHandle);

impl std::fmt::Debug for Measures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Measures").finish_non_exhaustive()
    }
}

impl Measures {
    /// All metrics in the Prometheus text format.
    #[must_use]
    pub fn render(&self) -> String {
        Collector::default().collect();
        self.0.run_upkeep();
        self.0.render()
    }
}

/// The recorder of this process, installed only once, however often this is called. Handles created before
/// that measure nothing, so call this before creating one. Must be called within a runtime.
pub fn install() -> Measures {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    let handle = HANDLE.get_or_init(|| {
        let recorder = builder().build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("another metrics recorder is installed; /metrics will be empty");
        }
        describe();
        tokio::spawn(keep_up(handle.clone()));
        handle
    });
    Measures(handle.clone())
}

fn builder() -> PrometheusBuilder {
    let histograms = metric::ALL.iter().filter(|metric| metric.kind == Kind::Histogram);
    histograms.fold(PrometheusBuilder::new(), |builder, metric| {
        let named = Matcher::Full(metric.name.to_owned());
        match builder.set_buckets_for_metric(named, metric::bounds(metric)) {
            Ok(builder) => builder,
            // Only an empty list of bounds is an error; a test makes sure that there is none.
            Err(_) => PrometheusBuilder::new(),
        }
    })
}

fn describe() {
    for metric in metric::ALL {
        match metric.kind {
            Kind::Counter => describe_counter!(metric.name, metric.unit, metric.help),
            Kind::Gauge => describe_gauge!(metric.name, metric.unit, metric.help),
            Kind::Histogram => describe_histogram!(metric.name, metric.unit, metric.help),
        }
    }
}

/// Histogram values are buffered until upkeep runs: if nothing scraped the metrics, memory would grow with
/// every request.
async fn keep_up(handle: PrometheusHandle) {
    let mut ticks = tokio::time::interval(UPKEEP_EVERY);
    loop {
        ticks.tick().await;
        handle.run_upkeep();
    }
}
