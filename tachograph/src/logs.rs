//! The process's logs: to standard error, for people on a terminal and for programs otherwise.
use crate::options::TraceArgs;
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use std::io::{IsTerminal as _, stderr};
use telemetry::exporter::Exporter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, Registry, registry};

#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    /// Log filter, such as `info` or `worker=debug,info` [default: info for servers, less otherwise]
    #[arg(long, env = "TACHOGRAPH_LOG", value_name = "FILTER", global = true)]
    log: Option<String>,
    /// Log format
    #[arg(long, env = "TACHOGRAPH_LOG_FORMAT", value_enum, default_value_t = LogFormat::Auto, global = true)]
    log_format: LogFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LogFormat {
    /// Human-readable on a terminal, JSON otherwise
    Auto,
    /// Human-readable lines
    Human,
    /// One JSON object per line
    Json,
}

/// Starts logging, and exporting traces if configured. The returned exporter sends the last of them at the end.
pub(crate) fn init(args: &LogArgs, traces: &TraceArgs, usual: &str) -> anyhow::Result<Option<Exporter>> {
    let filter = args.log.as_deref().filter(|filter| !filter.is_empty()).unwrap_or(usual);
    let filter = EnvFilter::try_new(filter).with_context(|| format!("--log: `{filter}` is not a valid log filter"))?;
    // The logs do not include the spans of traces.
    let filter = filter.add_directive(format!("{}=off", telemetry::trace::TARGET).parse()?);
    let terminal = stderr().is_terminal();
    let lines = tracing_subscriber::fmt::layer().with_writer(stderr).with_ansi(terminal);
    let human = match args.log_format {
        LogFormat::Auto => terminal,
        LogFormat::Human => true,
        LogFormat::Json => false,
    };
    let lines: Lines =
        if human { lines.compact().with_target(false).boxed() } else { lines.json().flatten_event(true).boxed() };
    let Some(endpoint) = traces.otlp_endpoint.as_deref().filter(|endpoint| !endpoint.is_empty()) else {
        registry().with(lines).with(filter).init();
        return Ok(None);
    };
    let exporter =
        Exporter::start(endpoint, traces.otlp_sample_ratio).context("--otlp-endpoint: cannot send traces there")?;
    registry().with(lines.with_filter(filter)).with(exporter.layer()).init();
    Ok(Some(exporter))
}

/// A layer that writes lines, in any format.
type Lines = Box<dyn Layer<Registry> + Send + Sync>;
