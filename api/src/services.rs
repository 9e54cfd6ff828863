//! The services behind every kind of request: the store, authentication, and what callers share.
use crate::options::AppOptions;
use auth::Auth;
use ingest::Ingest;
use query::fair::{Party, Shares};
use query::read::Reader;
use std::sync::Arc;
use store::row_scope::READER_ROLE;
use store::{Clock, Engine, Store};

/// The services of one process; clones share everything.
#[derive(Clone)]
pub struct Services(Arc<Inner>);

struct Inner {
    store: Store,
    options: AppOptions,
    auth: Arc<Auth>,
    ingest: Ingest,
    reader: Reader,
    shares: Arc<Shares>,
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Services").field("options", &self.0.options).finish_non_exhaustive()
    }
}

impl Services {
    /// Services over a store whose migrations have run.
    ///
    /// # Errors
    /// When the store cannot be read or holds a damaged signing key.
    pub async fn start(store: Store, options: AppOptions) -> anyhow::Result<Self> {
        let auth = Auth::start(&store, &options.auth, options.dev, &options.public_url).await?;
        let shares =
            Arc::new(Shares::new(options.graphql.max_operations, options.graphql.max_complexity, store.readers()));
        let reader = Reader::new(store.clone()).shared(Arc::clone(&shares));
        if store.is_distributed().await? {
            tracing::warn!(
                "reading without row-level security, which distributed tables do not support: the \
                 API's own checks keep organizations apart"
            );
        } else if store.engine() == Engine::Postgres && !store.is_rls_enforced().await? {
            tracing::error!(
                "reading without row-level security: the database user can neither create nor take the role \
                 {READER_ROLE}, so only the API's own checks keep organizations apart. As a superuser: CREATE ROLE \
                 {READER_ROLE} NOLOGIN; GRANT {READER_ROLE} TO the user; then start again"
            );
        }
        let ingest = Ingest::start(store.clone(), options.ingest.clone());
        Ok(Self(Arc::new(Inner { auth: Arc::new(auth), ingest, reader, shares, options, store })))
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.0.store.clock()
    }

    /// The settings.
    #[must_use]
    pub fn options(&self) -> &AppOptions {
        &self.0.options
    }

    /// Authentication.
    #[must_use]
    pub fn auth(&self) -> &Arc<Auth> {
        &self.0.auth
    }

    /// Ingestion.
    #[must_use]
    pub fn ingest(&self) -> &Ingest {
        &self.0.ingest
    }

    /// The reader for the server itself, the only way to read.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.0.reader
    }

    /// The reader for a party, within its share.
    #[must_use]
    pub fn reader_of(&self, party: &Party) -> Reader {
        self.0.reader.of(party)
    }

    /// What callers share.
    #[must_use]
    pub fn shares(&self) -> &Shares {
        &self.0.shares
    }
}
