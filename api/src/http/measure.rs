//! What is measured about this process, as Prometheus text.
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::Duration;

use crate::app::App;

/// Bounds of the histograms of seconds.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// How often the recorder tidies up.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// The measures of this process.
#[derive(Clone)]
pub struct Measures(PrometheusHandle);

/// The recorder of this process: it is installed once, however many apps it serves. Must be called
/// within a runtime.
pub(crate) fn install() -> Measures {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    let handle = HANDLE.get_or_init(|| {
        let builder = match PrometheusBuilder::new().set_buckets(&SECONDS) {
            Ok(builder) => builder,
            // Only an empty list of bounds is refused.
            Err(_) => PrometheusBuilder::new(),
        };
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("another recorder of metrics is installed; /metrics will be empty");
        }
        tokio::spawn(keep_up(handle.clone()));
        handle
    });
    Measures(handle.clone())
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

/// Answers with all measures.
pub(crate) async fn render(State(app): State<App>) -> Response {
    let Measures(handle) = app.measures();
    handle.run_upkeep();
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response()
}
