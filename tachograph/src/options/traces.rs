//! Where traces are sent.
use clap::Args;

#[derive(Clone, Debug, Args)]
pub(crate) struct TraceArgs {
    /// Send traces to this OpenTelemetry collector, with OTLP over HTTP and protobuf; /v1/traces is appended to a
    /// base URL [default: no traces]
    #[arg(long, env = "TACHOGRAPH_OTLP_ENDPOINT", value_name = "URL", global = true, hide_env_values = true)]
    pub(crate) otlp_endpoint: Option<String>,
    /// Share of requests to trace, 0 to 1; a sender's `traceparent` takes precedence
    #[arg(long, env = "TACHOGRAPH_OTLP_SAMPLE_RATIO", value_name = "SHARE", default_value_t = 0.1, value_parser = share, global = true)]
    pub(crate) otlp_sample_ratio: f64,
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("expected a number from 0 to 1".to_owned()),
    }
}
