//! Where an issuer publishes its keys.
use crate::fetch::{FetchError, Fetcher};
use crate::keys::set::{KeySet, SetError};
use std::path::PathBuf;
use thiserror::Error;
use tokio::io::AsyncReadExt as _;

/// The maximum size of a key document, in bytes.
const MAX_BYTES: usize = 512 * 1024;

/// Why the keys are not available.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The URL does not respond properly.
    #[error("{0}")]
    Fetch(#[from] FetchError),
    /// The file cannot be read.
    #[error("cannot read the file: {0}")]
    File(#[from] std::io::Error),
    /// The document is not a usable key set.
    #[error("{0}")]
    Set(#[from] SetError),
}

/// The source of the keys.
pub enum KeySource {
    /// A URL.
    Url {
        /// The URL.
        url: String,
        /// The client that fetches it.
        fetcher: Fetcher,
    },
    /// A file.
    File(PathBuf),
    /// This process, which is the issuer itself.
    Here(Vec<u8>),
}

impl KeySource {
    /// A URL or a file path, depending on what it looks like.
    #[must_use]
    pub fn new(place: &str, fetcher: Fetcher) -> Self {
        if place.starts_with("http://") || place.starts_with("https://") {
            Self::Url { url: place.to_owned(), fetcher }
        } else {
            Self::File(PathBuf::from(place))
        }
    }

    /// Reads the keys as currently published.
    ///
    /// # Errors
    /// When they are not available.
    pub async fn read(&self) -> Result<KeySet, SourceError> {
        let document = match self {
            Self::Url { url, fetcher } => fetcher.get(url, MAX_BYTES).await?,
            Self::File(path) => {
                let mut document = Vec::new();
                let file = tokio::fs::File::open(path).await?;
                file.take(MAX_BYTES as u64).read_to_end(&mut document).await?;
                document
            }
            Self::Here(document) => document.clone(),
        };
        Ok(KeySet::parse(&document)?)
    }
}
