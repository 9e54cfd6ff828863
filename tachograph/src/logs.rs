//! What the process writes about itself: to standard error, for people on a terminal and for
//! machines elsewhere.
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use std::io::{IsTerminal as _, stderr};
use tracing_subscriber::EnvFilter;

#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    /// What is logged, such as `info` or `worker=debug,info` [default: info for servers, else less]
    #[arg(long, env = "TACHOGRAPH_LOG", value_name = "FILTER", global = true)]
    log: Option<String>,
    /// How it is written
    #[arg(long, env = "TACHOGRAPH_LOG_FORMAT", value_enum, default_value_t = LogFormat::Auto, global = true)]
    log_format: LogFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LogFormat {
    /// Human on a terminal, else JSON
    Auto,
    /// Lines for people
    Human,
    /// One JSON object a line
    Json,
}

/// Starts logging.
pub(crate) fn init(args: &LogArgs, usual: &str) -> anyhow::Result<()> {
    let filter = args.log.as_deref().filter(|filter| !filter.is_empty()).unwrap_or(usual);
    let filter = EnvFilter::try_new(filter).with_context(|| format!("--log: `{filter}` is no filter of logs"))?;
    let terminal = stderr().is_terminal();
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr).with_ansi(terminal);
    let human = match args.log_format {
        LogFormat::Auto => terminal,
        LogFormat::Human => true,
        LogFormat::Json => false,
    };
    if human {
        logs.compact().with_target(false).init();
    } else {
        logs.json().flatten_event(true).init();
    }
    Ok(())
}
