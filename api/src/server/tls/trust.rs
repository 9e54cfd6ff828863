//! Which client certificates are accepted: signed by an authority, currently valid, and on no CRL.
use super::any_of::AnyOf;
use super::authority::{Authority, List};
use super::files;
use super::options::TlsClientOptions;
use super::provider::provider;
use anyhow::{Context as _, bail, ensure};
use domain::Instant;
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::pki_types::CertificateRevocationListDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::server::danger::ClientCertVerifier;

const AUTHORITIES: &str = "--ingest-client-ca";
const REVOKED: &str = "--ingest-client-crl";

/// The authorities that sign client certificates, and which certificates are revoked.
#[derive(Clone, Debug)]
pub(super) struct Trust {
    pub(super) verifier: Arc<dyn ClientCertVerifier>,
    /// When the first of the CRLs should have been replaced; `None` if none says so.
    pub(super) lists_end: Option<Instant>,
    /// The names of the authorities.
    subjects: HashSet<Vec<u8>>,
    /// The keys of authorities that have a CRL.
    listed: HashSet<Vec<u8>>,
}

impl Trust {
    /// Reads both files; `before` is what has been in use until now.
    pub(super) fn read(options: &TlsClientOptions, before: Option<&Self>) -> anyhow::Result<Self> {
        let mut authorities = Vec::new();
        for certificate in files::certificates(&options.authorities, AUTHORITIES)? {
            authorities.push(Authority::read(certificate).with_context(|| {
                format!("{AUTHORITIES}: expected certificates of authorities in {}", options.authorities.display())
            })?);
        }
        let (lists, lists_end) = match &options.revoked {
            Some(path) => by_authority(path, &authorities, before)?,
            None => (vec![Vec::new(); authorities.len()], None),
        };
        let verifiers = authorities.iter().zip(&lists).map(|(authority, lists)| {
            verifiers(authority, lists).with_context(|| {
                format!("{AUTHORITIES}: an authority of {} cannot be used", options.authorities.display())
            })
        });
        Ok(Self {
            verifier: Arc::new(AnyOf::new(verifiers.collect::<anyhow::Result<_>>()?)),
            lists_end,
            subjects: authorities.iter().map(|authority| authority.subject.clone()).collect(),
            listed: listed(&authorities, &lists).map(|authority| authority.key.clone()).collect(),
        })
    }
}

type Lists = Vec<CertificateRevocationListDer<'static>>;

/// One verifier per CRL, or a single one without.
fn verifiers(
    authority: &Authority,
    lists: &[CertificateRevocationListDer<'static>],
) -> anyhow::Result<Vec<Arc<dyn ClientCertVerifier>>> {
    let mut roots = RootCertStore::empty();
    roots.add(authority.certificate.clone())?;
    let roots = Arc::new(roots);
    let builder = || WebPkiClientVerifier::builder_with_provider(Arc::clone(&roots), provider());
    if lists.is_empty() {
        return Ok(vec![builder().build()?]);
    }
    let with = |list: &CertificateRevocationListDer<'static>| -> anyhow::Result<_> {
        // If an intermediate authority has no CRL, none of its certificates are revoked.
        Ok(builder().with_crls([list.clone()]).allow_unknown_revocation_status().build()?)
    };
    lists.iter().map(with).collect()
}

/// The CRLs of each authority, and when the first of all of them should have been replaced.
fn by_authority(
    path: &Path,
    authorities: &[Authority],
    before: Option<&Trust>,
) -> anyhow::Result<(Vec<Lists>, Option<Instant>)> {
    let mut lists = vec![Lists::new(); authorities.len()];
    let (mut foreign, mut ends) = (Vec::new(), None);
    for list in files::lists(path, REVOKED)? {
        let list = List::read(list)
            .with_context(|| format!("{REVOKED}: expected lists of revoked certificates in {}", path.display()))?;
        let mut is_known = false;
        for (authority, lists) in authorities.iter().zip(&mut lists) {
            if authority.signed(&list) {
                lists.push(list.whole.clone());
                is_known = true;
            }
        }
        if is_known {
            ends = [ends, list.ends].into_iter().flatten().min();
        } else if authorities.iter().any(|authority| authority.subject == list.issuer) {
            bail!(
                "{REVOKED}: expected lists of the authorities of {AUTHORITIES} in {}; one says to be signed by {} and is not",
                path.display(),
                list.called
            );
        } else {
            foreign.push(list);
        }
    }
    for list in foreign {
        // It would be ignored silently, and the certificates that it revokes would be accepted. But it must
        // be possible to remove an authority that is no longer trusted while its CRL is still there, provided
        // that every remaining authority that had a CRL before still has one.
        let listed: HashSet<&Vec<u8>> = listed(authorities, &lists).map(|authority| &authority.key).collect();
        let is_left = before.is_some_and(|before| {
            let still = authorities.iter().filter(|authority| before.listed.contains(&authority.key));
            before.subjects.contains(&list.issuer) && still.into_iter().all(|one| listed.contains(&one.key))
        });
        ensure!(
            is_left,
            "{REVOKED}: expected lists of the authorities of {AUTHORITIES} in {}; one is signed by {}, which is none of them",
            path.display(),
            list.called
        );
        tracing::warn!(
            "{REVOKED}: {} is no authority of {AUTHORITIES} any more; take its list out of {} as well, or the server \
             will not start again",
            list.called,
            path.display()
        );
    }
    Ok((lists, ends))
}

/// The authorities that have a CRL.
fn listed<'a>(authorities: &'a [Authority], lists: &'a [Lists]) -> impl Iterator<Item = &'a Authority> {
    authorities.iter().zip(lists).filter(|(_, lists)| !lists.is_empty()).map(|(authority, _)| authority)
}
