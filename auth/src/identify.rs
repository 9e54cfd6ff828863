//! From the headers of a request to its caller.
use crate::AuthError;
use crate::cookies::{Cookies, Kind};
use crate::dev::DevIssuer;
use crate::directory_sync::DirectorySync;
use crate::ingest_keys::IngestKeys;
use crate::limits::Limits;
use crate::options::AuthOptions;
use crate::signin::{Renewals, SignIn};
use crate::start;
use crate::token_memory::TokenMemory;
use crate::verify::{TokenError, Verifier};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use domain::Caller;
use domain::Identified;
use domain::Instant;
use domain::Person;
use domain::Producer;
use query::audit::Audit;
use query::ingest_secret;
use query::installation::Secret;
use std::sync::Arc;
use store::{Clock, Store};

/// The development ingest key; it may write to every organization.
pub const DEV_INGEST_KEY: &str = "dev-ingest-key";

/// Checks credentials.
pub struct Auth {
    store: Store,
    audit: Audit,
    dev_people: Vec<Person>,
    public_url: String,
    cookies: Cookies,
    secret: Secret,
    dev_issuer: Option<DevIssuer>,
    verifier: Option<Verifier>,
    sign_in: Option<Arc<SignIn>>,
    renewals: Renewals,
    keys: IngestKeys,
    limits: Limits,
    directory_sync: DirectorySync,
    tokens: TokenMemory,
}

impl Auth {
    /// Checks credentials against this store.
    ///
    /// # Errors
    /// When the installation's keys cannot be read, or the settings contradict each other.
    pub async fn start(store: &Store, options: &AuthOptions, is_dev: bool, public_url: &str) -> anyhow::Result<Self> {
        let secret = Secret::load(store).await?;
        let public_url = public_url.trim_end_matches('/').to_owned();
        let start::Issuers { dev_issuer, verifier, sign_in } =
            start::issuers(store, options, is_dev, &public_url).await?;
        Ok(Self {
            store: store.clone(),
            audit: Audit::new(store.clone()),
            dev_people: options.dev_people.clone(),
            cookies: Cookies::of(&public_url, parts(&public_url).1),
            dev_issuer,
            verifier,
            sign_in: sign_in.map(Arc::new),
            renewals: Renewals::new(store.clock().clone()),
            keys: IngestKeys::new(secret.clone()),
            limits: Limits::new(options, store.clock()),
            directory_sync: DirectorySync::default(),
            tokens: TokenMemory::default(),
            secret,
            public_url,
        })
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.store.clock()
    }

    /// The audit log.
    #[must_use]
    pub const fn audit(&self) -> &Audit {
        &self.audit
    }

    /// The preset people that anyone can sign in as, in development mode.
    #[must_use]
    pub fn dev_people(&self) -> &[Person] {
        &self.dev_people
    }

    /// Logs who can sign in.
    pub fn announce(&self) {
        match (&self.dev_issuer, &self.verifier) {
            (Some(_), _) => {
                tracing::warn!("development mode: anybody who can reach this server can sign in as anybody");
            }
            (None, Some(_)) => {}
            (None, None) => tracing::warn!("no token issuer is configured: people cannot sign in"),
        }
    }

    /// The development issuer, in development mode.
    #[must_use]
    pub const fn dev_issuer(&self) -> Option<&DevIssuer> {
        self.dev_issuer.as_ref()
    }

    /// Whether tokens of any issuer are accepted.
    #[must_use]
    pub const fn takes_tokens(&self) -> bool {
        self.verifier.is_some()
    }

    /// How browsers sign in; `None` if they cannot.
    #[must_use]
    pub const fn sign_in(&self) -> Option<&Arc<SignIn>> {
        self.sign_in.as_ref()
    }

    /// Token renewals for browsers.
    #[must_use]
    pub const fn renewals(&self) -> &Renewals {
        &self.renewals
    }

    /// The cookies of browsers.
    #[must_use]
    pub const fn cookies(&self) -> &Cookies {
        &self.cookies
    }

    /// The secret of the installation.
    #[must_use]
    pub const fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Ingest keys.
    #[must_use]
    pub const fn keys(&self) -> &IngestKeys {
        &self.keys
    }

    /// The public URL of this server, without a trailing slash.
    #[must_use]
    pub fn public_url(&self) -> &str {
        &self.public_url
    }

    /// The origin of that URL, as browsers report it for their pages.
    #[must_use]
    pub fn public_origin(&self) -> &str {
        parts(&self.public_url).0
    }

    /// The path of that URL, without a trailing slash: empty unless a proxy forwards a path below its root to
    /// this server.
    #[must_use]
    pub fn base_path(&self) -> &str {
        parts(&self.public_url).1
    }

    /// Where the provider redirects browsers after signing in.
    #[must_use]
    pub fn callback_url(&self) -> String {
        format!("{}/auth/callback", self.public_url)
    }

    /// The caller identified by the headers, with a bearer token or else a browser's cookie; `None` without a
    /// credential. Counts as a request of that caller.
    ///
    /// # Errors
    /// When a credential is presented and not valid, or its caller exceeds the rate limit.
    pub async fn identify(&self, headers: &HeaderMap) -> Result<Option<Identified>, AuthError> {
        match headers.get(AUTHORIZATION) {
            Some(header) => self.credential(bearer(header).ok_or(AuthError::Header)?).await.map(Some),
            None => match self.cookies.get(headers, Kind::Session) {
                Some(token) => self.admit(self.by_token(token).await?).map(Some),
                None => Ok(None),
            },
        }
    }

    /// The caller to whom an access token or an ingest key belongs, however it was presented. Counts as a
    /// request of that caller.
    ///
    /// # Errors
    /// When it is not valid, or its caller exceeds the rate limit.
    pub async fn credential(&self, credential: &str) -> Result<Identified, AuthError> {
        let identified = if credential.starts_with(ingest_secret::PREFIX) {
            let (producer, expires_at) =
                Box::pin(self.keys.find(&self.store, credential)).await?.ok_or(AuthError::Key)?;
            Identified { caller: Caller::Producer(producer), expires_at }
        } else if self.dev_issuer.is_some() && same(credential, DEV_INGEST_KEY) {
            let producer = Producer { key_id: Arc::from("dev"), org_id: None };
            Identified { caller: Caller::Producer(producer), expires_at: None }
        } else if is_token(credential) {
            self.by_token(credential).await?
        } else if credential == DEV_INGEST_KEY {
            return Err(AuthError::DevKey);
        } else {
            return Err(AuthError::Neither);
        };
        self.admit(identified)
    }

    /// The person identified by a token, and when it expires. The first time, the person is added to the
    /// directory.
    ///
    /// # Errors
    /// When the token is not valid.
    pub async fn person(&self, token: &str) -> Result<(Person, Instant), AuthError> {
        let verifier = self.verifier.as_ref().ok_or(TokenError::NoIssuer)?;
        let (hash, clock) = (TokenMemory::hash(token), self.store.clock());
        if let Some(known) = self.tokens.recall(&hash, clock) {
            return Ok(known);
        }
        let moment = clock.moment();
        // Boxed because this is rare, and its large futures must not enlarge every request's.
        let (person, end) = Box::pin(verifier.verify(token, clock.now())).await?;
        match Box::pin(self.directory_sync.provision(&self.store, &person)).await {
            // Reads must still work; a later check of a token will add the entry.
            Err(error) if error.is_disk_full() => {
                tracing::warn!(%error, "a new person could not be added to the directory yet");
            }
            greeted => greeted?,
        }
        self.tokens.remember(hash, &person, moment, end);
        Ok((person, end))
    }

    async fn by_token(&self, token: &str) -> Result<Identified, AuthError> {
        let (person, end) = self.person(token).await?;
        Ok(Identified { caller: Caller::Person(person), expires_at: Some(end) })
    }

    /// Counts another request of a caller who was identified before, for example over a WebSocket.
    ///
    /// # Errors
    /// When the caller exceeds the rate limit.
    pub fn count(&self, caller: &Caller) -> Result<(), AuthError> {
        self.limits.count(caller).map_err(AuthError::TooMany)
    }

    pub(super) fn admit(&self, identified: Identified) -> Result<Identified, AuthError> {
        self.limits.count(&identified.caller).map_err(AuthError::TooMany)?;
        Ok(identified)
    }
}

/// Whether a credential looks like a signed token: three parts separated by dots.
fn is_token(credential: &str) -> bool {
    credential.split('.').count() == 3
}

fn same(left: &str, right: &str) -> bool {
    verify_slices_are_equal(left.as_bytes(), right.as_bytes()).is_ok()
}

/// The bearer credential of an Authorization header; `None` if it has another scheme.
///
/// The specification of OpenTelemetry has the space written as `%20` where agents are told their headers, and some
/// agents send it as it stands. No credential begins with it.
pub fn bearer(header: &HeaderValue) -> Option<&str> {
    let (scheme, after) = header.to_str().ok()?.trim().split_at_checked("bearer".len())?;
    let mut credential = after;
    while let Some(rest) = [" ", "\t", "%20"].into_iter().find_map(|space| credential.strip_prefix(space)) {
        credential = rest;
    }
    let is_apart = credential.len() < after.len();
    (scheme.eq_ignore_ascii_case("bearer") && is_apart && !credential.is_empty()).then_some(credential)
}

/// The origin and the path of a URL.
fn parts(url: &str) -> (&str, &str) {
    let authority = url.find("://").map_or(0, |at| at + 3);
    let path = url.get(authority..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| authority + at);
    url.split_at(path)
}

#[cfg(test)]
mod tests {
    use super::bearer;
    use axum::http::HeaderValue;

    #[test]
    fn a_bearer_is_told_apart_from_its_scheme() {
        let bearer = |text: &'static str| bearer(&HeaderValue::from_static(text)).map(str::to_owned);
        for header in [
            "Bearer tgk_a",
            "bearer tgk_a",
            "BEARER   tgk_a  ",
            "  Bearer \t tgk_a",
            "Bearer%20tgk_a",
            "bearer%20%20tgk_a",
            "Bearer %20 tgk_a",
        ] {
            assert_eq!(bearer(header).as_deref(), Some("tgk_a"), "{header}");
        }
        for header in
            ["", "Bearer", "Bearer ", "Bearer%20", "Bearer%20 ", "Bearertgk_a", "Basic tgk_a", "Bearer%2tgk_a"]
        {
            assert_eq!(bearer(header), None, "{header}");
        }
        // Nothing else is decoded.
        assert_eq!(bearer("Bearer%20a%20b").as_deref(), Some("a%20b"));
    }
}
