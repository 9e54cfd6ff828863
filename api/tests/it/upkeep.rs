//! What operators of the API rely on: readiness, metrics, and Retry-After.
use axum::body::Body;
use axum::http::{Method, Request};
use entities::installation;
use futures_util::future::try_join_all;
use serde_json::json;
use store::{Engine, Store};
use testkit::{App, on_both_engines};

on_both_engines!(probes_within_a_second_share_one_answer, |db| async {
    let app = App::on(&db).await?;
    let mark = async || -> testkit::Result<Vec<u8>> {
        let mark = "SELECT * FROM installation WHERE name = 'readyz'";
        let mark: Vec<installation::Model> = db.store().select(mark, []).await?;
        Ok(mark.into_iter().next().map(|mark| mark.value).unwrap_or_default())
    };
    for answer in try_join_all((0..8).map(|_| app.get("/readyz", None))).await? {
        assert_eq!(answer.status, 200);
    }
    let first = mark().await?;
    db.store().run("ALTER TABLE installation RENAME TO away", []).await?;
    app.at("2026-03-02T12:00:00.999Z");
    assert_eq!(app.get("/readyz", None).await?.status, 200);
    app.at("2026-03-02T12:00:01Z");
    assert_eq!(app.get("/readyz", None).await?.status, 503);
    db.store().run("ALTER TABLE away RENAME TO installation", []).await?;
    assert_eq!(app.get("/readyz", None).await?.status, 503);
    assert_eq!(mark().await?, first);
    app.at("2026-03-02T12:00:02Z");
    assert_eq!(app.get("/readyz", None).await?.status, 200);
    assert_ne!(mark().await?, first);
    Ok(())
});

/// Makes the database read-only for all existing and future connections.
async fn make_read_only(store: &Store) -> testkit::Result<()> {
    let tx = store.begin().await?;
    let statements: &[&str] = match store.engine() {
        Engine::Sqlite => &["PRAGMA query_only = ON"],
        Engine::Postgres => &[
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$",
            "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        ],
    };
    for statement in statements {
        tx.run(*statement, []).await?;
    }
    Ok(tx.commit().await?)
}

on_both_engines!(a_store_that_takes_no_write_is_named, |db| async {
    let app = App::on(&db).await?;
    assert_eq!(app.get("/readyz", None).await?.status, 200);
    assert!(app.get("/metrics", None).await?.text().contains("\ntachograph_ready 1\n"));
    make_read_only(db.store()).await?;
    app.at("2026-03-02T12:00:05Z");
    let answer = app.get("/readyz", None).await?;
    assert_eq!(answer.status, 503);
    let message = answer.json()?["message"].as_str().map(str::to_owned);
    assert_eq!(message.as_deref(), Some("the store: write failed: the database is read-only"));
    assert!(app.get("/metrics", None).await?.text().contains("\ntachograph_ready 0\n"));
    Ok(())
});

/// `SQLite` itself rolls a transaction back when the disk is full.
#[test]
fn a_disk_that_was_full_is_forgotten_once_there_is_room() -> testkit::Result<()> {
    testkit::both::run(Engine::Sqlite, |db| async move {
        let app = App::on(&db).await?;
        let tx = db.store().begin().await?;
        tx.run("ROLLBACK", []).await?;
        assert!(tx.commit().await.is_err(), "there is nothing left to commit");
        assert_eq!(app.get("/readyz", None).await?.status, 200);
        Ok(())
    })
}

on_both_engines!(keys_that_cannot_be_checked_say_when_to_come_again, |db| async {
    let app = App::on(&db).await?;
    let key = format!("tgk_{}_{}", "a".repeat(12), "b".repeat(40));
    db.store().run("ALTER TABLE ingest_keys RENAME TO away", []).await?;
    let answer = app.post("/v1/events", Some(&key), &json!({"events": []})).await?;
    assert_eq!((answer.status, answer.json()?["code"].as_str()), (503, Some("UNAVAILABLE")));
    assert_eq!(answer.headers["retry-after"], "1");
    db.store().run("ALTER TABLE away RENAME TO ingest_keys", []).await?;
    assert_eq!(app.post("/v1/events", Some(&key), &json!({"events": []})).await?.status, 401);
    Ok(())
});

on_both_engines!(nobody_makes_up_measures, |db| async {
    let app = App::on(&db).await?;
    for (method, path) in [("BREW", "/made-up"), ("BREW", "/healthz"), ("DELETE", "/healthz"), ("get", "/healthz")] {
        let request = Request::builder().method(Method::from_bytes(method.as_bytes())?).uri(path);
        app.send(request, None, Body::empty()).await?;
    }
    let measures = app.get("/metrics", None).await?.text();
    for line in [
        r#"{method="OTHER",route="OTHER",status="404"} 1"#,
        r#"{method="OTHER",route="/healthz",status="405"} 2"#,
        r#"{method="DELETE",route="/healthz",status="405"} 1"#,
    ] {
        assert!(measures.contains(&format!("tachograph_http_requests_total{line}")), "{line}: {measures}");
    }
    assert!(!measures.contains("BREW") && !measures.contains("made-up"));
    Ok(())
});
