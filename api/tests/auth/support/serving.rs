//! A server on a port of its own.
use api::{App, AppOptions};
use auth::AuthOptions;
use domain::Person;
use domain::{OrgId, Role, UserId};
use testkit::{Database, Result};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

/// A server that ends with the test.
pub(crate) struct Serving {
    pub(crate) url: String,
    pub(crate) app: App,
    _stop: DropGuard,
}

impl Serving {
    /// In development, with one person to choose from.
    pub(crate) async fn development(db: &Database) -> Result<Self> {
        let alice = Person {
            sub: UserId::from("alice"),
            name: Some("Alice <Moreau>".to_owned()),
            email: None,
            org_id: Some(OrgId::from("acme")),
            role: Role::Member,
        };
        let auth = AuthOptions { dev_people: vec![alice], ..AuthOptions::default() };
        Self::with(db, |_| AppOptions { dev: true, auth: auth.clone(), ..AppOptions::default() }).await
    }

    /// With settings that may depend on its address.
    pub(crate) async fn with(db: &Database, options: impl FnOnce(&str) -> AppOptions) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        Self::on(listener, db, options).await
    }

    pub(crate) async fn on(
        listener: TcpListener,
        db: &Database,
        options: impl FnOnce(&str) -> AppOptions,
    ) -> Result<Self> {
        let url = format!("http://{}", listener.local_addr()?);
        let options = AppOptions { public_url: url.clone(), ..options(&url) };
        let app = App::new(db.store().clone(), options).await?;
        let stop = CancellationToken::new();
        tokio::spawn(api::serve(listener, api::router(app.clone()), stop.clone()));
        Ok(Self { url, app, _stop: stop.drop_guard() })
    }
}
