//! The application on its own port.
use super::App;
use crate::Database;
use anyhow::Result;
use api::{AppOptions, Patience, Tls};
use std::net::SocketAddr;
use std::ops::Deref;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

/// A server that ends with the test; whatever does not need its socket is done through its [`App`].
#[derive(Debug)]
pub struct Server {
    /// The address it listens on.
    pub address: SocketAddr,
    /// The URL of its root.
    pub url: String,
    app: App,
    _stop: DropGuard,
}

impl Deref for Server {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

impl Server {
    /// Serves the application on a free port.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start(app: App) -> Result<Self> {
        Self::over(app, TcpListener::bind("127.0.0.1:0").await?, None, Patience::default())
    }

    /// Serves it on this listener, over HTTPS if `tls` is given.
    ///
    /// # Errors
    /// When the listener has no address.
    pub fn over(app: App, listener: TcpListener, tls: Option<Tls>, patience: Patience) -> Result<Self> {
        let address = listener.local_addr()?;
        let stop = CancellationToken::new();
        tokio::spawn(api::serve_with(listener, tls, app.router().clone(), stop.clone(), patience));
        Ok(Self { address, url: format!("http://{address}"), app, _stop: stop.drop_guard() })
    }

    /// Serves an application whose public URL is the address of this listener.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn public(db: &Database, listener: TcpListener, options: AppOptions) -> Result<Self> {
        let public_url = format!("http://{}", listener.local_addr()?);
        let app = App::alone(db.store().clone(), AppOptions { public_url, ..options }).await?;
        Self::over(app, listener, None, Patience::default())
    }
}
