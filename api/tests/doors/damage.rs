//! `/readyz` reports database damage once any request has hit it, including a GraphQL query.
use api::AppOptions;
use domain::Role;
use serde_json::Value;
use std::os::unix::fs::FileExt as _;
use testkit::events::run_completed;
use testkit::{App, Database, Engine, Result, on_both_engines};

/// Damages the table of sessions.
async fn damage(db: &Database) -> Result<()> {
    let store = db.store();
    if db.store().engine() == Engine::Postgres {
        // The error is simulated; the database files are intact.
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
    App::on(&db).await?.store_events([run_completed("s", "r").id("e")]).await?;
    damage(&db).await?;
    let app = App::alone(db.open_again().await?, AppOptions { dev: true, ..AppOptions::default() }).await?;
    assert_eq!(app.get("/readyz", None).await?.status, 200, "a probe writes elsewhere");
    let answer = app.as_role(Role::Manager).gql("{ organization { session(id: \"s\") { id } } }").await?;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "INTERNAL", "{answer}");
    let ready = app.get("/readyz", None).await?;
    assert!(ready.status == 503 && ready.text().contains("the database file is damaged"), "{ready:?}");
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
