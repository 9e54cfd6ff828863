//! For how long events are kept; the same for everybody who serves one database.
use clap::Args;
use worker::RetentionOptions;

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct RetentionArgs {
    /// Sessions whose last event is older than so many days leave, and older events are refused, where
    /// the organization has no setting of its own (see `retention`); 0 keeps all
    #[arg(long, env = "TACHOGRAPH_RETENTION_DAYS", value_name = "N", default_value_t = RetentionOptions::default().days, value_parser = clap::value_parser!(u32).range(0..=36_500))]
    pub(crate) retention_days: u32,
}
