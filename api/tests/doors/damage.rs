//! Damage of the database is told by `/readyz`, once anybody has met it: a question over GraphQL included.
use api::{App, AppOptions};
use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde_json::{Value, json};
use std::os::unix::fs::FileExt as _;
use testkit::events::run_completed;
use testkit::{Database, Engine, Result, on_both_engines};
use tower::ServiceExt as _;

async fn ask(app: &App, request: Request<Body>) -> Result<(u16, String)> {
    let response = api::router(app.clone()).oneshot(request).await?;
    let status = response.status().as_u16();
    Ok((status, String::from_utf8_lossy(&to_bytes(response.into_body(), usize::MAX).await?).into_owned()))
}

async fn ready(app: &App) -> Result<(u16, String)> {
    ask(app, Request::get("/readyz").body(Body::empty())?).await
}

async fn post(app: &App, path: &str, bearer: &str, body: &Value) -> Result<Value> {
    let request = Request::post(path).header("content-type", "application/json");
    let request = request.header("authorization", format!("Bearer {bearer}"));
    Ok(serde_json::from_str(&ask(app, request.body(Body::from(body.to_string()))?).await?.1)?)
}

/// Damages what the sessions are kept in.
async fn damage(db: &Database) -> Result<()> {
    let store = db.store();
    if db.store().engine() == Engine::Postgres {
        // Its files are its own; the failure that it tells of them is not.
        let raise = "CREATE FUNCTION damaged() RETURNS boolean LANGUAGE plpgsql AS $$ \
                     BEGIN RAISE EXCEPTION 'invalid page in block 7' USING ERRCODE = 'XX001'; END $$";
        store.run(raise, []).await?;
        store.run("CREATE POLICY damage ON session_stats AS RESTRICTIVE USING (damaged())", []).await?;
        return Ok(());
    }
    let roots =
        "SELECT CAST(rootpage AS TEXT) AS text FROM sqlite_schema WHERE tbl_name = 'session_stats' AND rootpage > 0";
    let roots = testkit::texts(store, roots).await?;
    store.select::<Value>("PRAGMA wal_checkpoint(TRUNCATE)", []).await?;
    let path = db.url().trim_start_matches("sqlite://").split('?').next().unwrap_or_default().to_owned();
    let file = std::fs::OpenOptions::new().write(true).open(path)?;
    for root in roots {
        let page = root.parse::<u64>()? - 1;
        file.write_all_at(&[0xa5; 4_096], page * 4_096)?;
    }
    Ok(())
}

on_both_engines!(a_server_whose_question_met_damage_is_not_ready, |db| async {
    if db.is_cluster_where("the damage is made by a policy, and there are none on its tables") {
        return Ok(());
    }
    testkit::App::on(&db).await?.post_events([run_completed("s", "r").org("acme").id("e")]).await?;
    worker::Worker::new(db.store().clone(), worker::WorkerOptions::default())?.drain().await?;
    damage(&db).await?;
    let app = App::new(db.open_again().await?, AppOptions { dev: true, ..AppOptions::default() }).await?;
    let person = json!({"sub": "ada", "org_id": "acme", "role": "MANAGER"});
    let token = post(&app, "/dev/token", "none", &person).await?["access_token"].clone();
    assert_eq!(ready(&app).await?.0, 200, "a probe writes elsewhere");
    let query = json!({"query": "{ organization { session(id: \"s\") { id } } }"});
    let answer = post(&app, "/graphql", token.as_str().expect("a token"), &query).await?;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "INTERNAL", "{answer}");
    let (status, body) = ready(&app).await?;
    assert!(status == 503 && body.contains("the database file is damaged"), "{status} {body}");
    Ok(())
});

async fn of_a_worker(db: Database) -> Result<()> {
    damage(&db).await?;
    let other = db.open_again().await?;
    assert!(other.select_as_worker::<Value>("SELECT damaged()", []).await.is_err_and(|error| error.is_corrupt()));
    assert!(other.is_damaged());
    Ok(())
}

#[test]
fn what_a_worker_meets_on_a_connection_of_its_own_counts_as_well() -> Result<()> {
    testkit::both::run(Engine::Postgres, of_a_worker)
}
