//! Asking an issuer: within a time, within a size, and nowhere but where one was sent.
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use std::time::Duration;
use thiserror::Error;

/// Why there is no answer.
#[derive(Debug, Error)]
pub enum FetchError {
    /// There was none, or it broke off, or it took too long.
    #[error("{}", causes(.0))]
    Http(#[from] reqwest::Error),
    /// It was no success.
    #[error("it responds with status {0}")]
    Status(u16),
    /// It was too long.
    #[error("its response has more than {0} bytes")]
    TooLarge(usize),
}

/// Fetches documents.
#[derive(Clone, Debug)]
pub struct Fetcher(Client);

impl Fetcher {
    /// Fetches within this time.
    ///
    /// # Errors
    /// When the system has no certificates to trust.
    pub fn new(timeout: Duration) -> anyhow::Result<Self> {
        let client = Client::builder().timeout(timeout).redirect(Policy::none()).user_agent("tachograph").build()?;
        Ok(Self(client))
    }

    /// Fetches from this very process, which speaks HTTPS: its certificate is for the name by which others
    /// reach it. For development alone.
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn here(timeout: Duration) -> anyhow::Result<Self> {
        let client = Client::builder().timeout(timeout).redirect(Policy::none()).no_proxy();
        Ok(Self(client.tls_danger_accept_invalid_certs(true).build()?))
    }

    /// The client underneath.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.0
    }

    /// A document of at most so many bytes.
    ///
    /// # Errors
    /// When there is no such answer in time.
    pub async fn get(&self, url: &str, limit: usize) -> Result<Vec<u8>, FetchError> {
        let response = self.0.get(url).send().await?;
        if !response.status().is_success() {
            return Err(FetchError::Status(response.status().as_u16()));
        }
        bounded(response, limit).await
    }
}

/// The body of an answer, read no further than `limit`.
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

/// An error with its causes: the outermost alone says little.
pub(crate) fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
