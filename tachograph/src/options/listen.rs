//! The address that the server listens on, and whether it is safe in development mode.
use anyhow::{anyhow, bail};
use clap::Args;
use clap::builder::BoolishValueParser;
use std::io::ErrorKind;
use std::net::SocketAddr;
use tokio::net::TcpListener;

#[derive(Clone, Debug, Args)]
pub(crate) struct ListenArgs {
    /// Address to listen on
    #[arg(long, env = "TACHOGRAPH_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// Allow non-loopback addresses in development mode, where anybody can sign in as anybody
    #[arg(long, env = "TACHOGRAPH_DEV_ALLOW_ANY_ADDRESS", value_parser = BoolishValueParser::new())]
    dev_allow_any_address: bool,
}

impl ListenArgs {
    /// Binds the address.
    pub(crate) async fn bind(&self, dev: bool) -> anyhow::Result<TcpListener> {
        if dev && !self.listen.ip().is_loopback() && !self.dev_allow_any_address {
            bail!(
                "development mode lets anybody sign in as anybody, so it does not listen on {}: \
                 use a loopback address such as 127.0.0.1, or set --dev-allow-any-address",
                self.listen
            );
        }
        bind(self.listen).await
    }
}

/// Binds `address`.
pub(crate) async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let other = address.port().checked_add(1).unwrap_or(8080);
        let hint = match error.kind() {
            ErrorKind::AddrInUse => {
                format!("it is in use; stop the other process or use --listen {}:{other}", address.ip())
            }
            ErrorKind::PermissionDenied => {
                format!("permission denied; use a port above 1023, as in --listen {}:8080", address.ip())
            }
            _ => error.to_string(),
        };
        anyhow!("cannot listen on {address}: {hint}")
    })
}
