//! HTTP requests to an issuer: with a timeout, a size limit, and no redirects.
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use std::time::Duration;
use thiserror::Error;

/// Why a request failed.
#[derive(Debug, Error)]
pub enum FetchError {
    /// There was no response, or it broke off, or it took too long.
    #[error("{}", causes(.0))]
    Http(#[from] reqwest::Error),
    /// The status is not a success.
    #[error("it responds with status {0}")]
    Status(u16),
    /// The body is too long.
    #[error("its response has more than {0} bytes")]
    TooLarge(usize),
}

/// Fetches documents.
#[derive(Clone, Debug)]
pub struct Fetcher(Client);

impl Fetcher {
    /// A client with this timeout.
    ///
    /// # Errors
    /// When the system has no trusted certificates.
    pub fn new(timeout: Duration) -> anyhow::Result<Self> {
        let client = Client::builder().timeout(timeout).redirect(Policy::none()).user_agent("tachograph").build()?;
        Ok(Self(client))
    }

    /// A client for requests from this process to itself over HTTPS: its certificate is for the name that
    /// others use, so it is not verified. For development only.
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn here(timeout: Duration) -> anyhow::Result<Self> {
        let client = Client::builder().timeout(timeout).redirect(Policy::none()).no_proxy();
        Ok(Self(client.tls_danger_accept_invalid_certs(true).build()?))
    }

    /// The underlying client.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.0
    }

    /// Fetches a document of at most `limit` bytes.
    ///
    /// # Errors
    /// When there is no such response in time.
    pub async fn get(&self, url: &str, limit: usize) -> Result<Vec<u8>, FetchError> {
        let response = self.0.get(url).send().await?;
        if !response.status().is_success() {
            return Err(FetchError::Status(response.status().as_u16()));
        }
        bounded(response, limit).await
    }
}

/// The body of a response, read up to `limit` bytes.
///
/// # Errors
/// When it is longer, or breaks off.
pub async fn bounded(mut response: Response, limit: usize) -> Result<Vec<u8>, FetchError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > limit {
            return Err(FetchError::TooLarge(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// An error with its causes: the outermost message alone says little.
pub(crate) fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
