//! PEM files: their contents, and whether they have changed.
use anyhow::{Context as _, bail};
use aws_lc_rs::digest::{SHA256, digest};
use std::fs;
use std::path::{Path, PathBuf};
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};

/// The largest file that is read: CRLs have tens of bytes per entry.
const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// Contained in a password-protected key, in the older format too.
const ENCRYPTED: &[u8] = b"ENCRYPTED";

/// The contents of some files at one time, as hashes; a different stamp means that one of them has changed.
/// File modification times are too coarse to distinguish changes in quick succession.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp(Vec<Option<[u8; 32]>>);

impl Stamp {
    /// The current contents.
    pub(super) fn of<'p>(paths: impl IntoIterator<Item = &'p PathBuf>) -> Self {
        let hash = |path: &PathBuf| <[u8; 32]>::try_from(digest(&SHA256, &read(path, "").ok()?).as_ref()).ok();
        Self(paths.into_iter().map(hash).collect())
    }
}

/// The certificates in a file, in order; at least one.
pub(super) fn certificates(path: &Path, setting: &str) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    all(path, setting, "-----BEGIN CERTIFICATE-----")
}

/// The CRLs in a file; at least one.
pub(super) fn lists(path: &Path, setting: &str) -> anyhow::Result<Vec<CertificateRevocationListDer<'static>>> {
    all(path, setting, "-----BEGIN X509 CRL-----")
}

/// The first private key in a file. Errors reveal nothing of its content.
pub(super) fn key(path: &Path, setting: &str) -> anyhow::Result<PrivateKeyDer<'static>> {
    let bytes = read(path, setting)?;
    let has_password = bytes.windows(ENCRYPTED.len()).any(|window| window == ENCRYPTED);
    PrivateKeyDer::from_pem_slice(&bytes).map_err(|error| match error {
        error if has_password || matches!(error, pem::Error::NoItemsFound) => anyhow::anyhow!(
            "{setting}: expected a private key in PEM without a password (-----BEGIN PRIVATE KEY-----) in {}, which has none",
            path.display()
        ),
        _ => anyhow::anyhow!("{setting}: expected a private key in PEM in {}, which is damaged", path.display()),
    })
}

fn all<T: PemObject>(path: &Path, setting: &str, expected: &str) -> anyhow::Result<Vec<T>> {
    let bytes = read(path, setting)?;
    let parts: Result<Vec<T>, pem::Error> = T::pem_slice_iter(&bytes).collect();
    match parts {
        Ok(parts) if parts.is_empty() => {
            bail!("{setting}: expected PEM with {expected} in {}, which has none", path.display())
        }
        Ok(parts) => Ok(parts),
        Err(_) => bail!("{setting}: expected PEM with {expected} in {}, which is damaged", path.display()),
    }
}

fn read(path: &Path, setting: &str) -> anyhow::Result<Vec<u8>> {
    let named = || format!("{setting}: cannot read {}", path.display());
    let about = fs::metadata(path).with_context(named)?;
    // Reading a pipe would block until something is written to it.
    if !about.is_file() {
        bail!("{setting}: expected a file at {}", path.display());
    }
    let bytes = about.len();
    if bytes > MOST_BYTES {
        bail!("{setting}: expected at most {MOST_BYTES} bytes in {}, which has {bytes}", path.display());
    }
    fs::read(path).with_context(named)
}
