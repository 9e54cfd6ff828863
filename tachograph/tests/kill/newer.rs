//! Next to a newer version: this one keeps running after the newer one has applied its migrations, but refuses
//! to start on an unknown schema.
use crate::ask::{lately, organization, tachograph};
use crate::check::Checked;
use crate::load::Load;
use crate::process::Process;
use anyhow::{Result, ensure};
use store::Store;
use testkit::Engine;

const ENOUGH: usize = 400;

/// Migrations of a future version: columns in tables that are in use, and a new table.
async fn expand(store: &Store) -> Result<()> {
    for table in entities::tenant_tables().map(|table| table.name) {
        store.run(format!("ALTER TABLE {table} ADD COLUMN later_text TEXT"), []).await?;
        store.run(format!("ALTER TABLE {table} ADD COLUMN later_sum BIGINT NOT NULL DEFAULT 7"), []).await?;
    }
    store.run("CREATE TABLE later_things (org_id TEXT NOT NULL PRIMARY KEY, thing TEXT)", []).await?;
    store.run("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)", []).await?;
    Ok(())
}

testkit::on_both_engines!(what_a_newer_version_adds_disturbs_nobody, |db| async {
    let mut server = Process::serve(db.url()).await?;
    let load = Load::start(server.address());
    load.acknowledged(ENOUGH).await?;
    expand(db.store()).await?;
    load.acknowledged(ENOUGH).await?;
    let period = lately();
    let fields =
        format!("sessions{period} {{ totalCount nodes {{ id runs {{ id }} }} }} users{period} {{ nodes {{ id }} }}");
    let read = organization(server.address(), "ada", &fields).await?;
    ensure!(read["sessions"]["totalCount"].as_i64() > Some(0), "{read}");
    ensure!(server.is_running()?, "the server ended");
    let acknowledged = load.stop().await?;
    // verify and rebuild of this version ignore what it does not know.
    worker::rebuild(db.store(), &worker::WorkerOptions::default(), None, &mut ()).await?;
    while testkit::number(db.store(), "/* test */ SELECT count(*) AS number FROM events_queue").await? > 0 {
        tokio::task::yield_now().await;
    }
    let report = worker::verify(db.store(), &worker::WorkerOptions::default(), None, &mut ()).await?;
    ensure!(report.differences == 0 && report.dead_letters == 0, "{report:#?}");
    Checked { url: db.url(), acknowledged }.stored().await
});

testkit::on_both_engines!(a_newer_database_is_refused_and_an_older_one_is_told_apart, |db| async {
    let refused = |command: &str, expected: &str| -> Result<()> {
        let mut arguments = vec![command, "--database-url", db.url()];
        if command == "serve" {
            arguments.extend(["--listen", "127.0.0.1:0"]);
        }
        let output = tachograph(&arguments)?;
        let said = String::from_utf8(output.stderr)?;
        ensure!(output.status.code() == Some(1) && said.contains(expected), "{command}: {said}");
        Ok(())
    };
    db.store().run("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)", []).await?;
    for command in ["serve", "worker", "migrate", "verify", "rebuild"] {
        refused(command, "the database is newer than this program, which does not know its migration m9999_later")?;
    }
    db.store().run("DELETE FROM seaql_migrations WHERE version IN ('m9999_later', 'm0012_retention')", []).await?;
    for command in ["verify", "rebuild"] {
        refused(command, "the database lacks the migration m0012_retention; apply it with `tachograph migrate`")?;
    }
    ensure!(matches!(db.engine(), Engine::Sqlite | Engine::Postgres));
    Ok(())
});
