//! The state that every handler shares.
use crate::graphql::documents::Documents;
use crate::graphql::{ApiSchema, build_schema};
use crate::http::readiness::Readiness;
use crate::live::Live;
use crate::options::AppOptions;
use crate::pages::dashboard::Page;
use crate::services::Services;
use auth::Auth;
use axum::extract::FromRef;
use std::ops::Deref;
use std::sync::Arc;
use store::Store;
use telemetry::Measures;
use telemetry::look::Looks;
use web::TrustForwarded;
use web::intake::Intake;

/// One API over one store; clones share everything.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    services: Services,
    live: Live,
    schema: ApiSchema,
    documents: Documents,
    dashboard: Page,
    readiness: Readiness,
    measures: Measures,
    looks: Looks,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("services", &self.0.services).finish_non_exhaustive()
    }
}

/// An app is its services, and what is built on top of them.
impl Deref for App {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.0.services
    }
}

impl App {
    /// An API over a store whose migrations have run.
    ///
    /// # Errors
    /// When the store cannot be read or holds a damaged signing key.
    pub async fn new(store: Store, options: AppOptions) -> anyhow::Result<Self> {
        // Before any metric handle is created.
        let measures = telemetry::install();
        let services = Services::start(store, options).await?;
        Ok(Self(Arc::new(Inner {
            dashboard: Page::below(services.auth().base_path()),
            live: Live::new(services.store(), services.reader(), services.options().patience()),
            schema: build_schema(&services.options().graphql),
            documents: Documents::default(),
            readiness: Readiness::default(),
            measures,
            looks: Looks::default(),
            services,
        })))
    }

    /// The live connections and what they share.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.0.live
    }

    /// The GraphQL schema.
    #[must_use]
    pub fn schema(&self) -> &ApiSchema {
        &self.0.schema
    }

    /// The cached documents.
    #[must_use]
    pub fn documents(&self) -> &Documents {
        &self.0.documents
    }

    /// The page of the dashboard.
    #[must_use]
    pub fn dashboard(&self) -> &Page {
        &self.0.dashboard
    }

    /// Whether the store is usable.
    #[must_use]
    pub fn readiness(&self) -> &Readiness {
        &self.0.readiness
    }

    /// The metrics of this process.
    #[must_use]
    pub fn measures(&self) -> &Measures {
        &self.0.measures
    }

    /// The metrics of the store.
    #[must_use]
    pub fn looks(&self) -> &Looks {
        &self.0.looks
    }
}

impl FromRef<App> for Arc<Auth> {
    fn from_ref(app: &App) -> Self {
        Self::clone(app.auth())
    }
}

impl FromRef<App> for Arc<Intake> {
    fn from_ref(app: &App) -> Self {
        Self::clone(app.ingest().intake())
    }
}

impl FromRef<App> for TrustForwarded {
    fn from_ref(app: &App) -> Self {
        Self(app.options().auth.trust_forwarded_for)
    }
}
