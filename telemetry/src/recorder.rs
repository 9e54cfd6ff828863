//! The recorder of this process: where measures go, and how they become text.
use crate::metric::{self, Kind};
use metrics::{describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use metrics_process::Collector;
use std::sync::OnceLock;
use std::time::Duration;

/// How often the recorder tidies up.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// The measures of this process.
#[derive(Clone)]
pub struct Measures(PrometheusHandle);

impl std::fmt::Debug for Measures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Measures").finish_non_exhaustive()
    }
}

impl Measures {
    /// All of them, as Prometheus text.
    #[must_use]
    pub fn render(&self) -> String {
        Collector::default().collect();
        self.0.run_upkeep();
        self.0.render()
    }
}

/// The recorder of this process: it is installed once, however often somebody asks. Handles that were
/// taken before measure nothing, so whoever keeps one asks first. Must be called within a runtime.
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
            // Only an empty list of bounds is refused; a test sees to it that there is none.
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

/// Every value of a histogram is kept until somebody tidies up: with nobody who asks for the
/// measures, memory would grow with every request.
async fn keep_up(handle: PrometheusHandle) {
    let mut ticks = tokio::time::interval(UPKEEP_EVERY);
    loop {
        ticks.tick().await;
        handle.run_upkeep();
    }
}
