//! A server on a port of its own, with people to be, a worker at work and some data of today.
use api::{App, AppOptions};
use auth::AuthOptions;
use domain::Person;
use domain::{OrgId, Role, Source, UserId};
use serde_json::value::{RawValue, to_raw_value};
use std::path::{Path, PathBuf};
use store::Clock;
use testkit::events::{self, Draft};
use testkit::{Database, Result};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use worker::{Worker, WorkerOptions};

/// The organization of the demo that has Alice, Bob and Carol.
pub(crate) const ORG: &str = "acme-robotics";

pub(crate) struct Serving {
    pub(crate) url: String,
    _stop: DropGuard,
}

impl Serving {
    /// With three sessions of today in which runs failed, and one in which none did.
    pub(crate) async fn with_data(db: &Database) -> Result<Self> {
        let app = app(db, true).await?;
        // What the programs of the guide call today is the day of this machine.
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
        let texts: Vec<Box<RawValue>> =
            sent.into_iter().map(|event| to_raw_value(&event.json())).collect::<Result<_, _>>()?;
        let texts: Vec<&RawValue> = texts.iter().map(AsRef::as_ref).collect();
        let producer = domain::Producer { key_id: "test".into(), org_id: None };
        let answer = app.ingest().submit(&producer, Source::Rest, &texts).await.expect("taken");
        assert_eq!(answer.errors, [], "every event is well formed");
        Worker::new(db.store().clone(), WorkerOptions::default())?.drain().await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let stop = CancellationToken::new();
        tokio::spawn(api::serve(listener, api::router(app), stop.clone()));
        Ok(Self { url, _stop: stop.drop_guard() })
    }
}

/// An application with two people to choose from, where it is one of development.
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
    App::new(db.store().clone(), AppOptions { dev, auth, ..AppOptions::default() }).await
}

/// A path below the root of the workspace.
pub(crate) fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}
