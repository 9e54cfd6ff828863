//! A server's address, and the authorities trusted to identify it.
use anyhow::Context as _;
use reqwest::{Certificate, Client};
use std::time::Duration;

/// The response timeout.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server.
#[derive(Clone, Debug)]
pub struct Server {
    url: String,
    authorities: Option<Vec<Certificate>>,
}

impl Server {
    /// The server at this address, such as `http://127.0.0.1:8080`.
    #[must_use]
    pub fn at(url: &str) -> Self {
        Self { url: url.trim_end_matches('/').to_owned(), authorities: None }
    }

    /// The same server, trusting only the authorities in this PEM instead of the system's.
    ///
    /// # Errors
    /// When the PEM contains none.
    pub fn trusting(self, pem: &[u8]) -> anyhow::Result<Self> {
        let authorities = Certificate::from_pem_bundle(pem).context("expected certificates in PEM format")?;
        anyhow::ensure!(!authorities.is_empty(), "expected PEM with -----BEGIN CERTIFICATE-----, which is not there");
        Ok(Self { authorities: Some(authorities), ..self })
    }

    /// The URL of a path on it.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// A client for it.
    ///
    /// # Errors
    /// When the system has no certificates to trust.
    pub fn client(&self) -> anyhow::Result<Client> {
        let mut builder = Client::builder().timeout(PATIENCE).no_proxy();
        if let Some(authorities) = &self.authorities {
            builder = builder.tls_certs_only(authorities.clone());
        }
        builder.build().context("cannot create an HTTP client")
    }
}

impl From<&str> for Server {
    fn from(url: &str) -> Self {
        Self::at(url)
    }
}

impl From<&String> for Server {
    fn from(url: &String) -> Self {
        Self::at(url)
    }
}

impl From<String> for Server {
    fn from(url: String) -> Self {
        Self::at(&url)
    }
}

impl From<&Self> for Server {
    fn from(server: &Self) -> Self {
        server.clone()
    }
}
