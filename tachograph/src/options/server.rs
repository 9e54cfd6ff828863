//! Which running server a command speaks to.
use clap::Args;

#[derive(Clone, Debug, Args)]
pub(crate) struct ServerArgs {
    /// The running server
    #[arg(long, env = "TACHOGRAPH_SERVER", value_name = "URL", default_value = "http://127.0.0.1:8080")]
    pub(crate) server: String,
}
