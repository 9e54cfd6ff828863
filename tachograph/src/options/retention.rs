//! How long events are kept; must be the same for all processes that serve one database.
use clap::Args;
use worker::RetentionOptions;

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct RetentionArgs {
    /// Days after its last event when a session is deleted; older events are refused. An organization's own setting
    /// (see `retention`) takes precedence; 0 keeps everything
    #[arg(long, env = "TACHOGRAPH_RETENTION_DAYS", value_name = "N", default_value_t = RetentionOptions::default().days, value_parser = clap::value_parser!(u32).range(0..=36_500))]
    pub(crate) retention_days: u32,
}
