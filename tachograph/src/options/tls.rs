//! Settings of HTTPS, and of client certificates.
use anyhow::anyhow;
use api::{Tls, TlsClientOptions, TlsOptions};
use clap::Args;
use std::path::PathBuf;
use store::Clock;

#[derive(Clone, Debug, Args)]
pub(crate) struct TlsArgs {
    /// Serve HTTPS with the certificate in this file (PEM), followed by its intermediates; reloaded on change
    #[arg(long, env = "TACHOGRAPH_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Private key of the certificate (PEM, not encrypted); reloaded on change
    #[arg(long, env = "TACHOGRAPH_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Also accept events from clients with a certificate issued by a CA in this file (PEM)
    #[arg(long, env = "TACHOGRAPH_INGEST_CLIENT_CA", value_name = "FILE", requires = "tls_cert")]
    ingest_client_ca: Option<PathBuf>,
    /// Certificate revocation lists of these CAs (PEM); reloaded on change
    #[arg(long, env = "TACHOGRAPH_INGEST_CLIENT_CRL", value_name = "FILE", requires = "ingest_client_ca")]
    ingest_client_crl: Option<PathBuf>,
    /// Organizations of client certificates without a SAN tachograph:org:.., by subject or SAN; * is the platform
    #[arg(
        long,
        env = "TACHOGRAPH_INGEST_CLIENTS",
        value_name = "NAME=ORG",
        value_delimiter = ';',
        value_parser = pair,
        requires = "ingest_client_ca"
    )]
    ingest_clients: Vec<(String, String)>,
}

impl TlsArgs {
    /// Whether the server speaks HTTPS.
    pub(crate) const fn is_on(&self) -> bool {
        self.tls_cert.is_some()
    }

    /// Reads the files; `None` for plain HTTP.
    pub(crate) fn open(&self) -> anyhow::Result<Option<Tls>> {
        let (Some(cert), Some(key)) = (&self.tls_cert, &self.tls_key) else { return Ok(None) };
        let clients = self.ingest_client_ca.clone().map(|authorities| TlsClientOptions {
            authorities,
            revoked: self.ingest_client_crl.clone(),
            names: self.ingest_clients.clone(),
        });
        Tls::start(TlsOptions { clients, ..TlsOptions::new(cert, key) }, Clock::system()).map(Some)
    }
}

/// Subjects contain equals signs; the id of an organization comes after the last one.
fn pair(text: &str) -> anyhow::Result<(String, String)> {
    let (name, org) = text.rsplit_once('=').ok_or_else(|| anyhow!("expected NAME=ORG, as in CN=agent,O=Acme=acme"))?;
    Ok((name.trim().to_owned(), org.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_organization_comes_after_the_last_sign() {
        let read = |text: &str| pair(text).map(|(name, org)| format!("{name} -> {org}")).ok();
        assert_eq!(read("CN=agent,O=Acme=acme").as_deref(), Some("CN=agent,O=Acme -> acme"));
        assert_eq!(read("agent.example = *").as_deref(), Some("agent.example -> *"));
        assert_eq!(read("agent.example"), None);
    }
}
