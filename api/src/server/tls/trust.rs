//! Which certificates of clients are good: signed by an authority, of now, and on no list of revoked ones.
use super::files;
use super::options::TlsClientOptions;
use super::provider::provider;
use anyhow::{Context as _, ensure};
use entities::Instant;
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::pki_types::{CertificateDer, CertificateRevocationListDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::server::danger::ClientCertVerifier;
use x509_cert::Certificate;
use x509_cert::crl::CertificateList;
use x509_cert::der::{Decode as _, Encode as _};

const AUTHORITIES: &str = "--ingest-client-ca";
const REVOKED: &str = "--ingest-client-crl";

/// Who signs certificates of clients, and which of those count no more.
#[derive(Clone, Debug)]
pub(super) struct Trust {
    pub(super) verifier: Arc<dyn ClientCertVerifier>,
    /// When the first of the lists should have been replaced; none where none says so.
    pub(super) lists_end: Option<Instant>,
}

impl Trust {
    /// Reads both files.
    pub(super) fn read(options: &TlsClientOptions) -> anyhow::Result<Self> {
        let mut roots = RootCertStore::empty();
        let mut subjects = HashSet::new();
        for authority in files::certificates(&options.authorities, AUTHORITIES)? {
            let refused =
                || format!("{AUTHORITIES}: expected certificates of authorities in {}", options.authorities.display());
            subjects.insert(subject(&authority).with_context(refused)?);
            roots.add(authority).with_context(refused)?;
        }
        let mut builder =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider()).allow_unauthenticated();
        let mut lists_end = None;
        if let Some(path) = &options.revoked {
            let lists = files::lists(path, REVOKED)?;
            for list in &lists {
                let ends = check(list, &subjects, path)?;
                lists_end = [lists_end, ends].into_iter().flatten().min();
            }
            // Where an authority has no list, nothing of its own is revoked.
            builder = builder.with_crls(lists).allow_unknown_revocation_status();
        }
        let verifier = builder.build().with_context(|| {
            let lists = options.revoked.as_ref().map(|path| format!(" or {}", path.display())).unwrap_or_default();
            format!("{AUTHORITIES}: {}{lists} cannot be used", options.authorities.display())
        })?;
        Ok(Self { verifier, lists_end })
    }
}

fn subject(authority: &CertificateDer<'_>) -> anyhow::Result<Vec<u8>> {
    Ok(Certificate::from_der(authority)?.tbs_certificate().subject().to_der()?)
}

/// A list of somebody else would be passed over without a word, and whom it names would come in. Answers
/// when it should have been replaced.
fn check(
    list: &CertificateRevocationListDer<'_>,
    subjects: &HashSet<Vec<u8>>,
    path: &Path,
) -> anyhow::Result<Option<Instant>> {
    let damaged = || format!("{REVOKED}: expected lists of revoked certificates in {}", path.display());
    let list: CertificateList = CertificateList::from_der(list).with_context(damaged)?;
    let list = list.tbs_cert_list;
    ensure!(
        subjects.contains(&list.issuer.to_der().with_context(damaged)?),
        "{REVOKED}: expected lists of the authorities of {AUTHORITIES} in {}; one is signed by {}, which is none of them",
        path.display(),
        list.issuer
    );
    let seconds = list.next_update.map(|end| end.to_unix_duration().as_secs());
    Ok(seconds.map(|seconds| Instant(i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1_000_000))))
}
