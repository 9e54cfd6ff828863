//! Where an issuer publishes its keys.
use crate::fetch::{FetchError, Fetcher};
use crate::keys::set::{KeySet, SetError};
use std::path::PathBuf;
use thiserror::Error;
use tokio::io::AsyncReadExt as _;

/// The most bytes of a document of keys.
const MAX_BYTES: usize = 512 * 1024;

/// Why the keys cannot be had.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The address does not answer as it should.
    #[error("{0}")]
    Fetch(#[from] FetchError),
    /// The file cannot be read.
    #[error("cannot read the file: {0}")]
    File(#[from] std::io::Error),
    /// There is something else.
    #[error("{0}")]
    Set(#[from] SetError),
}

/// Where the keys are.
pub enum KeySource {
    /// At an address.
    Url {
        /// The address.
        url: String,
        /// What fetches it.
        fetcher: Fetcher,
    },
    /// In a file.
    File(PathBuf),
    /// Here: the issuer's own process.
    Here(Vec<u8>),
}

impl KeySource {
    /// An address or a path, whichever it looks like.
    #[must_use]
    pub fn new(place: &str, fetcher: Fetcher) -> Self {
        if place.starts_with("http://") || place.starts_with("https://") {
            Self::Url { url: place.to_owned(), fetcher }
        } else {
            Self::File(PathBuf::from(place))
        }
    }

    /// Reads the keys as they are published now.
    ///
    /// # Errors
    /// When they cannot be had.
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
