//! How events become read models; must be the same for all processes that read or write one database.
use clap::Args;
use std::time::Duration;
use worker::WorkerOptions;

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct ProjectionArgs {
    /// Minutes after a handoff within which a completed run counts as a post-handoff iteration
    #[arg(long, env = "TACHOGRAPH_POST_HANDOFF_MINUTES", value_name = "N", default_value_t = 240)]
    post_handoff_minutes: u64,
}

impl ProjectionArgs {
    /// The settings for everything that folds events.
    pub(crate) fn options(self) -> WorkerOptions {
        let post_handoff_window = Duration::from_secs(self.post_handoff_minutes.saturating_mul(60));
        WorkerOptions { post_handoff_window, ..WorkerOptions::default() }
    }
}
