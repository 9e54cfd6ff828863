//! The state that every handler shares.
use crate::graphql::documents::Documents;
use crate::graphql::{ApiSchema, build_schema};
use crate::http::readiness::Readiness;
use crate::live::Live;
use crate::options::AppOptions;
use crate::pages::dashboard::Page;
use auth::Auth;
use axum::extract::FromRef;
use ingest::Ingest;
use query::fair::{Party, Shares};
use query::read::Reader;
use std::sync::Arc;
use store::sight::READER_ROLE;
use store::{Clock, Engine, Store};
use telemetry::Measures;
use telemetry::look::Looks;
use web::TrustForwarded;
use web::intake::Intake;

/// One API over one store; clones share everything.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    options: AppOptions,
    auth: Arc<Auth>,
    ingest: Ingest,
    reader: Reader,
    shares: Arc<Shares>,
    live: Live,
    schema: ApiSchema,
    documents: Documents,
    dashboard: Page,
    measures: Measures,
    looks: Looks,
    readiness: Readiness,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("options", &self.0.options).finish_non_exhaustive()
    }
}

impl App {
    /// An API over a store whose migrations have run.
    ///
    /// # Errors
    /// When the store cannot be read or holds a damaged signing key.
    pub async fn new(store: Store, options: AppOptions) -> anyhow::Result<Self> {
        // Before anybody takes a handle.
        let measures = telemetry::install();
        let auth = Auth::start(&store, &options.auth, options.dev, &options.public_url).await?;
        let shares =
            Arc::new(Shares::new(options.graphql.max_operations, options.graphql.max_complexity, store.readers()));
        let reader = Reader::new(store.clone()).shared(Arc::clone(&shares));
        if store.is_distributed().await? {
            tracing::warn!(
                "reading without row-level security, which tables that are spread over machines do not have: the \
                 API's own checks keep organizations apart"
            );
        } else if store.engine() == Engine::Postgres && !store.is_walled().await? {
            tracing::error!(
                "reading without row-level security: the database user can neither create nor take the role \
                 {READER_ROLE}, so only the API's own checks keep organizations apart. As a superuser: CREATE ROLE \
                 {READER_ROLE} NOLOGIN; GRANT {READER_ROLE} TO the user; then start again"
            );
        }
        let ingest = Ingest::start(store.clone(), options.ingest.clone());
        Ok(Self(Arc::new(Inner {
            dashboard: Page::below(auth.base_path()),
            auth: Arc::new(auth),
            ingest,
            live: Live::new(&store, &reader, options.lost_after),
            reader,
            shares,
            schema: build_schema(&options.graphql),
            documents: Documents::default(),
            measures,
            looks: Looks::default(),
            readiness: Readiness::default(),
            options,
            store,
        })))
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

    /// Who calls.
    #[must_use]
    pub fn auth(&self) -> &Auth {
        &self.0.auth
    }

    /// Ingest.
    #[must_use]
    pub fn ingest(&self) -> &Ingest {
        &self.0.ingest
    }

    /// The only way to read, for the server itself.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.0.reader
    }

    /// The way to read for a party, out of its share.
    #[must_use]
    pub fn reader_of(&self, party: &Party) -> Reader {
        self.0.reader.of(party)
    }

    /// What callers share.
    #[must_use]
    pub fn shares(&self) -> &Shares {
        &self.0.shares
    }

    /// What reaches clients by itself.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.0.live
    }

    /// The GraphQL schema.
    #[must_use]
    pub fn schema(&self) -> &ApiSchema {
        &self.0.schema
    }

    /// The documents that were answered before.
    #[must_use]
    pub fn documents(&self) -> &Documents {
        &self.0.documents
    }

    /// The page of the dashboard.
    #[must_use]
    pub fn dashboard(&self) -> &Page {
        &self.0.dashboard
    }

    /// Whether the store can be used.
    #[must_use]
    pub fn readiness(&self) -> &Readiness {
        &self.0.readiness
    }

    /// What is measured about this process.
    #[must_use]
    pub fn measures(&self) -> &Measures {
        &self.0.measures
    }

    /// What the store says about itself.
    #[must_use]
    pub fn looks(&self) -> &Looks {
        &self.0.looks
    }
}

impl FromRef<App> for Arc<Auth> {
    fn from_ref(app: &App) -> Self {
        Self::clone(&app.0.auth)
    }
}

impl FromRef<App> for Arc<Intake> {
    fn from_ref(app: &App) -> Self {
        Self::clone(app.0.ingest.intake())
    }
}

impl FromRef<App> for TrustForwarded {
    fn from_ref(app: &App) -> Self {
        Self(app.0.options.auth.trust_forwarded_for)
    }
}
