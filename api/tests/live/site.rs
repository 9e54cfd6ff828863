//! A listening server, and clients that are authenticated.
use crate::client::Client;
use api::AppOptions;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Instant, Role};
use serde_json::{Value, json};
use std::ops::Deref;
use std::time::Duration;
use store::Store;
use testkit::app::Server;
use testkit::{App, Database, Result};
use tokio::time::{sleep, timeout};

/// The timeout for everything that should happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A server in this process, whose internals tests inspect.
pub(crate) struct Site(Server);

impl Deref for Site {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

impl Site {
    pub(crate) async fn new(db: &Database) -> Result<Self> {
        Self::with(db.store().clone(), AppOptions::default()).await
    }

    pub(crate) async fn with(store: Store, options: AppOptions) -> Result<Self> {
        Ok(Self(Server::start(App::alone(store, AppOptions { dev: true, ..options }).await?).await?))
    }

    /// An authenticated client.
    pub(crate) async fn client(&self, user: &str, role: Role) -> Result<Client> {
        let token = self.as_role(role).user(user).token().await?;
        let mut client = Client::open(self.address, &[]).await?;
        client.introduce(json!({"Authorization": format!("Bearer {token}")})).await?;
        Ok(client)
    }

    /// Waits for a condition.
    pub(crate) async fn until(&self, what: &str, condition: impl Fn(&App) -> bool) {
        let app: &App = self;
        let holds = async {
            while !condition(app) {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, holds).await.expect(what);
    }

    /// Sets the clock to this many seconds after a token stops being accepted: half a minute after it expires,
    /// because clocks differ.
    pub(crate) fn at_token_end(&self, token: &str, seconds: i64) {
        let claims = token.split('.').nth(1).expect("claims");
        let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).expect("base64")).expect("JSON");
        let end = claims["exp"].as_i64().expect("an end");
        self.clock().set(Instant((end + 30 + seconds) * 1_000_000));
    }
}
