//! Backups taken under load, and their restoration elsewhere.
use crate::ask::{done, printed, tachograph};
use crate::check::Checked;
use crate::load::{Load, Sent};
use crate::process::Process;
use anyhow::{Result, ensure};
use std::fs;
use store::{Options, Store};
use testkit::postgres::ThrowAway;
use testkit::{Database, Engine};

const ENOUGH: usize = 600;

/// The events acknowledged before the backup began, and all acknowledged events.
#[derive(Debug)]
struct Copied {
    before: Vec<Sent>,
    all: Vec<Sent>,
}

/// Takes a backup of a server under load.
async fn under_load(url: &str, copy: impl FnOnce() -> Result<()> + Send + 'static) -> Result<Copied> {
    let server = Process::serve(url).await?;
    let load = Load::start(server.address());
    load.acknowledged(ENOUGH).await?;
    let before = load.so_far();
    tokio::task::spawn_blocking(copy).await??;
    load.acknowledged(ENOUGH).await?;
    Ok(Copied { before, all: load.stop().await? })
}

/// Starts a server on the restored database, and lets the senders send everything again.
async fn goes_on(url: &str, copied: Copied) -> Result<()> {
    Checked { url, acknowledged: copied.before }.stored().await?;
    let said = done(&["verify", "--database-url", url])?;
    ensure!(said.starts_with("equal: "), "{said}");
    let server = Process::serve(url).await?;
    let again = Load::start(server.address());
    again.acknowledged(copied.all.len()).await?;
    let mut acknowledged = again.stop().await?;
    acknowledged.extend(copied.all.into_iter().filter(|sent| sent.1.starts_with("event-0-0-")));
    Checked { url, acknowledged }.all().await?;
    let store = Store::connect(&Options::new(url)).await?;
    let counted = "/* test */ SELECT cast(sum(runs) AS BIGINT) AS number FROM org_stats_daily";
    let counted = testkit::number(&store, counted).await?;
    let runs = "/* test */ SELECT count(DISTINCT run_id) AS number FROM events_raw";
    let runs = testkit::number(&store, runs).await?;
    store.close().await;
    ensure!(counted == runs, "{counted} runs were counted, there are {runs}");
    Ok(())
}

#[test]
fn a_copy_of_sqlite_under_load() -> Result<()> {
    testkit::both::run(Engine::Sqlite, async |db: Database| {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("copy.db");
        let (url, to) = (db.url().to_owned(), file.display().to_string());
        let command = vec!["backup".to_owned(), "--database-url".to_owned(), url, "--to".to_owned(), to];
        let again = command.clone();
        let run = |command: &[String]| tachograph(&command.iter().map(String::as_str).collect::<Vec<_>>());
        let copied = under_load(db.url(), move || {
            let output = run(&command)?;
            ensure!(output.status.success(), "{output:?}");
            ensure!(String::from_utf8(output.stdout)?.starts_with("copied and checked: "));
            Ok(())
        })
        .await?;
        // A backup never overwrites a file, and leaves no others next to it.
        let size = fs::metadata(&file)?.len();
        let output = run(&again)?;
        let said = String::from_utf8(output.stderr)?;
        ensure!(output.status.code() == Some(1) && said.contains("exists"), "{said}");
        ensure!(fs::metadata(&file)?.len() == size && fs::read_dir(folder.path())?.count() == 1);
        // To restore, copy the file into an empty folder, with the name that the server expects.
        let home = tempfile::tempdir()?;
        fs::copy(&file, home.path().join("tachograph.db"))?;
        goes_on(&format!("sqlite://{}?mode=rwc", home.path().join("tachograph.db").display()), copied).await
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_of_postgres_under_load_goes_to_another_server() -> Result<()> {
    let (from, to) = (ThrowAway::start()?, ThrowAway::start()?);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("tachograph.dump");
    let mut dump = from.tool("pg_dump");
    dump.args(["--format=custom", "--file"]).arg(&file).arg(from.url("postgres"));
    let copied = under_load(&from.url("postgres"), move || printed(&mut dump).map(drop)).await?;
    printed(to.tool("createdb").arg("--maintenance-db").arg(to.url("postgres")).arg("restored"))?;
    let mut restore = to.tool("pg_restore");
    restore.args(["--no-owner", "--no-privileges", "--exit-on-error", "--dbname"]).arg(to.url("restored")).arg(&file);
    printed(&mut restore)?;
    let url = to.url("restored");
    // Roles belong to a server, not to a database: this server does not have it yet.
    let store = Store::connect(&Options::new(&url)).await?;
    ensure!(!store.is_rls_enforced().await?, "the role is there already");
    store.close().await;
    done(&["migrate", "--database-url", &url])?;
    let store = Store::connect(&Options::new(&url)).await?;
    ensure!(store.is_rls_enforced().await?, "no wall after migrate");
    store.close().await;
    goes_on(&url, copied).await
}

#[test]
fn postgres_is_told_of_its_own_tools() -> Result<()> {
    testkit::both::run(Engine::Postgres, async |db: Database| {
        let output = tachograph(&["backup", "--database-url", db.url(), "--to", "/nowhere/copy.db"])?;
        let said = String::from_utf8(output.stderr)?;
        ensure!(output.status.code() == Some(1) && said.contains("pg_dump"), "{said}");
        Ok(())
    })
}
