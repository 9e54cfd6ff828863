//! Creates the token issuers from the settings.
use crate::dev::DevIssuer;
use crate::dev::issuer::CLIENT;
use crate::fetch::Fetcher;
use crate::keys::{KeyCache, KeySource};
use crate::options::AuthOptions;
use crate::options::{ClientOptions, IssuerOptions};
use crate::signin::{OidcHttpClient, Provider, SignIn};
use crate::verify::Verifier;
use anyhow::ensure;
use std::time::Duration;
use store::Store;

/// The timeout of requests from this process to its own development issuer.
const DEV_TIMEOUT: Duration = Duration::from_secs(5);

/// The issuer, the verifier of its tokens, and how browsers get them.
#[derive(Default)]
pub(crate) struct Issuers {
    pub(crate) dev_issuer: Option<DevIssuer>,
    pub(crate) verifier: Option<Verifier>,
    pub(crate) sign_in: Option<SignIn>,
}

/// The issuers that the settings name.
pub(crate) async fn issuers(
    store: &Store,
    options: &AuthOptions,
    is_dev: bool,
    public_url: &str,
) -> anyhow::Result<Issuers> {
    match (&options.issuer, is_dev) {
        (Some(_), true) => anyhow::bail!("development mode has a built-in issuer; do not configure another one"),
        (Some(issuer), false) => configured(store, options, issuer, public_url),
        (None, true) => development(store, options, public_url).await,
        (None, false) => Ok(Issuers::default()),
    }
}

fn configured(
    store: &Store,
    options: &AuthOptions,
    issuer: &IssuerOptions,
    public_url: &str,
) -> anyhow::Result<Issuers> {
    ensure!(!issuer.issuer.is_empty(), "the issuer of tokens must have a name");
    ensure!(!issuer.audience.is_empty(), "the audience of tokens must have a name");
    let fetcher = Fetcher::new(issuer.fetch_timeout)?;
    let source = KeySource::new(&issuer.jwks, fetcher.clone());
    let keys = KeyCache::new(source, store.clock().clone(), issuer.fetch_interval);
    keys.warm();
    let mut audiences = vec![issuer.audience.clone()];
    // The token that a browser gets has the client as its audience.
    audiences.extend(issuer.client.as_ref().map(|client| client.id.clone()));
    let verifier = Verifier::new(keys, vec![issuer.issuer.clone()], audiences, options);
    let sign_in = issuer.client.clone().map(|client| {
        let provider = Provider::new(OidcHttpClient::new(&issuer.issuer, fetcher, None));
        SignIn::new(provider, client, public_url, store.clock().clone())
    });
    Ok(Issuers { dev_issuer: None, verifier: Some(verifier), sign_in: sign_in.transpose()? })
}

async fn development(store: &Store, options: &AuthOptions, public_url: &str) -> anyhow::Result<Issuers> {
    let issuer = DevIssuer::load(store, public_url).await?;
    let here = options.dev_url.as_deref().map(|url| format!("{}/dev", url.trim_end_matches('/')));
    let fetcher = match &here {
        Some(url) if url.starts_with("https://") => Fetcher::here(DEV_TIMEOUT)?,
        _ => Fetcher::new(DEV_TIMEOUT)?,
    };
    let provider = Provider::new(OidcHttpClient::new(issuer.url(), fetcher, here));
    let scopes = ["profile", "email", "offline_access"].map(str::to_owned).to_vec();
    let client = ClientOptions { id: CLIENT.to_owned(), secret: None, scopes };
    let sign_in = SignIn::new(provider, client, public_url, store.clock().clone())?;
    Ok(Issuers { verifier: Some(issuer.verifier(store)), dev_issuer: Some(issuer), sign_in: Some(sign_in) })
}
