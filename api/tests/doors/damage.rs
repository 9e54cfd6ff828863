//! A damaged file is told by `/readyz`, once anybody has met it. `SQLite` alone: `PostgreSQL`'s files are its own.
use api::{App, AppOptions};
use axum::body::{Body, to_bytes};
use axum::http::Request;
use std::os::unix::fs::FileExt as _;
use testkit::events::run_completed;
use testkit::{Database, Engine, Result};
use tower::ServiceExt as _;

async fn ready(app: &App) -> Result<(u16, String)> {
    let response = api::router(app.clone()).oneshot(Request::get("/readyz").body(Body::empty())?).await?;
    let status = response.status().as_u16();
    Ok((status, String::from_utf8_lossy(&to_bytes(response.into_body(), usize::MAX).await?).into_owned()))
}

async fn scenario(db: Database) -> Result<()> {
    let events = (0..2_000).map(|n| run_completed(&format!("s{n}"), &format!("r{n}")).id(&format!("e{n}")));
    testkit::App::on(&db).await?.post_events(events).await?;
    db.store().fetch("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    let path = db.url().trim_start_matches("sqlite://").split('?').next().unwrap_or_default().to_owned();
    let file = std::fs::OpenOptions::new().write(true).open(path)?;
    let pages = file.metadata()?.len() / 4_096;
    // The second half of the file is the events'.
    for page in pages / 2..pages / 2 + 20 {
        file.write_all_at(&[0xa5; 4_096], page * 4_096)?;
    }
    let other = db.open_again().await?;
    let app = App::new(other.clone(), AppOptions::default()).await?;
    assert_eq!(ready(&app).await?.0, 200, "a probe writes elsewhere");
    let read = other.fetch("/* test */ SELECT sum(length(payload)) FROM events_raw NOT INDEXED").await;
    assert!(read.is_err_and(|error| error.is_corrupt()));
    let (status, body) = ready(&app).await?;
    assert!(status == 503 && body.contains("the file of the database is damaged"), "{status} {body}");
    Ok(())
}

#[test]
fn a_server_that_met_a_damaged_file_is_not_ready() -> Result<()> {
    testkit::both::run(Engine::Sqlite, scenario)
}
