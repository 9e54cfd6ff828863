//! The application with people to sign in as, on its own port, with some data of today.
use api::AppOptions;
use auth::AuthOptions;
use domain::Person;
use domain::{OrgId, Role, UserId};
use std::path::{Path, PathBuf};
use store::Clock;
use testkit::app::Server;
use testkit::events::{self, Draft};
use testkit::{App, Database, Result};

/// The demo organization with Alice, Bob and Carol.
pub(crate) const ORG: &str = "acme-robotics";

/// A server with three sessions of today in which runs failed, and one without failures.
pub(crate) async fn with_data(db: &Database) -> Result<Server> {
    let app = app(db, true).await?;
    // For the guide's programs, today is the machine's current day.
    app.clock().set(Clock::system().now());
    let now = chrono::DateTime::from_timestamp_micros(app.clock().now().0).expect("a time").to_rfc3339();
    let at = |event: Draft| event.org(ORG).at(&now);
    let mut sent = Vec::new();
    for number in 1..=4 {
        let (session, run) = (format!("ses-{number}"), format!("run-{number}"));
        let status = if number < 4 { "fail" } else { "success" };
        sent.push(at(events::message(&session)));
        sent.push(at(events::run_started(&session, &run)));
        sent.push(at(events::run_completed(&session, &run)).status(status));
    }
    app.store_events(sent).await?;
    Server::start(app).await
}

/// An application with two people to choose from if it is in development mode.
pub(crate) async fn app(db: &Database, dev: bool) -> Result<App> {
    let person = |id: &str, org: Option<&str>, role| Person {
        sub: UserId::from(id),
        name: Some(format!("{id} <\"Quoted\">")),
        email: None,
        org_id: org.map(OrgId::from),
        role,
    };
    let dev_people = vec![person("bob", Some(ORG), Role::Manager), person("frank", None, Role::SuperAdmin)];
    let auth = AuthOptions { dev_people, ..AuthOptions::default() };
    App::alone(db.store().clone(), AppOptions { dev, auth, ..AppOptions::default() }).await
}

/// A path in the workspace.
pub(crate) fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}
