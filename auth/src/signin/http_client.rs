//! The HTTP client for the OAuth library.
use crate::fetch::{FetchError, Fetcher, bounded};
use oauth2::http::Response;
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse};
use std::pin::Pin;
use thiserror::Error;

/// The maximum size of a response, in bytes.
const MAX_BYTES: usize = 512 * 1024;

/// Why a request failed.
#[derive(Debug, Error)]
pub enum WireError {
    /// There was no response in time, or it was too large.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The response is invalid.
    #[error("the response cannot be read: {0}")]
    Answer(#[from] oauth2::http::Error),
}

/// A client for requests to one issuer.
#[derive(Clone, Debug)]
pub struct OidcHttpClient {
    issuer: String,
    fetcher: Fetcher,
    /// Where this process reaches what browsers find below the issuer's address.
    here: Option<String>,
}

impl OidcHttpClient {
    /// A client for this issuer; `here` is its address from within this process, if that is different.
    #[must_use]
    pub fn new(issuer: &str, fetcher: Fetcher, here: Option<String>) -> Self {
        Self { issuer: issuer.to_owned(), fetcher, here }
    }

    /// The issuer's name, which is its URL.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Fetches a document from the issuer.
    ///
    /// # Errors
    /// When it does not arrive in time.
    pub async fn get(&self, url: &str) -> Result<Vec<u8>, FetchError> {
        self.fetcher.get(&self.reached(url), MAX_BYTES).await
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, WireError> {
        let (head, body) = request.into_parts();
        let url = self.reached(&head.uri.to_string());
        let sent = self.fetcher.client().request(head.method, url).headers(head.headers).body(body).send().await;
        let answer = sent.map_err(FetchError::from)?;
        let mut response = Response::builder().status(answer.status());
        if let Some(headers) = response.headers_mut() {
            headers.clone_from(answer.headers());
        }
        Ok(response.body(bounded(answer, MAX_BYTES).await?)?)
    }

    fn reached(&self, url: &str) -> String {
        match (&self.here, url.strip_prefix(&self.issuer)) {
            (Some(here), Some(path)) => format!("{here}{path}"),
            _ => url.to_owned(),
        }
    }
}

impl<'c> AsyncHttpClient<'c> for OidcHttpClient {
    type Error = WireError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, WireError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
