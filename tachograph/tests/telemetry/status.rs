//! `tachograph status`: what it prints, and when it reports that something needs attention.
use crate::server::Server;
use crate::until::until;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::process::Command;
use store::Engine;
use testkit::events::{batch, message};
use testkit::{Database, on_both_engines};

/// Its exit code, its output, and its error output.
fn status(url: &str, flags: &[&str]) -> Result<(Option<i32>, String, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tachograph"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TACHOGRAPH_")) {
        command.env_remove(name);
    }
    let output = command.args(["status", "--database-url", url]).args(flags).output()?;
    Ok((output.status.code(), String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?))
}

fn machine(db: &Database) -> Result<(Option<i32>, Value)> {
    let (code, out, complaint) = status(db.url(), &["--json"])?;
    Ok((code, serde_json::from_str(&out).with_context(|| format!("{out}{complaint}"))?))
}

fn codes(status: &Value) -> Vec<&str> {
    status["problems"].as_array().into_iter().flatten().filter_map(|problem| problem["code"].as_str()).collect()
}

on_both_engines!(a_system_at_work_is_well, |db| async {
    let server = Server::start("serve", db.url(), &[]).await?;
    server.send(&batch([message("s1"), message("s2")]), &[]).await?;
    until("all is projected", async || Ok(machine(&db)?.1["projectedAt"].is_string())).await?;
    let (code, told) = machine(&db)?;
    ensure!(code == Some(0) && told["healthy"] == true && codes(&told).is_empty(), "{told}");
    ensure!(told["events"] == 2 && told["organizations"] == 1 && told["queued"] == 0, "{told}");
    ensure!(told["deadLetters"] == 0 && told["oldestQueuedSeconds"].is_null(), "{told}");
    ensure!(told["workers"].as_u64() >= Some(1) && told["databaseBytes"].as_u64() > Some(0), "{told}");
    let (engine, disk) = match db.engine() {
        Engine::Sqlite => ("SQLite", true),
        Engine::Postgres => ("PostgreSQL", false),
    };
    ensure!(told["engine"] == engine && told["diskFreeBytes"].is_u64() == disk, "{told}");
    let (code, people, _) = status(db.url(), &[])?;
    ensure!(code == Some(0), "{people}");
    for word in ["healthy", engine, "2 stored", "0 waiting", "up to date"] {
        ensure!(people.contains(word), "{word}: {people}");
    }
    Ok(())
});

on_both_engines!(what_events_would_be_refused_for_is_named, |db| async {
    ensure!(codes(&machine(&db)?.1).is_empty(), "{}", machine(&db)?.1);
    if db.engine() == Engine::Sqlite {
        let (code, out, _) = status(db.url(), &["--json", "--min-free-disk", "9000000000000000"])?;
        ensure!(code == Some(1) && codes(&serde_json::from_str(&out)?) == ["DISK_LOW"], "{out}");
        return Ok(());
    }
    let read_only = "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on',
                                                current_database()); END $$";
    db.store().run(read_only, []).await?;
    let (code, told) = machine(&db)?;
    ensure!(code == Some(1) && codes(&told) == ["NOT_WRITABLE"], "{told}");
    ensure!(told["problems"][0].to_string().contains("the database is read-only"), "{told}");
    Ok(())
});

on_both_engines!(every_worker_is_counted_once, |db| async {
    let mut workers = vec![Server::start("worker", db.url(), &[]).await?];
    if db.engine() == Engine::Postgres {
        workers.push(Server::start("worker", db.url(), &[]).await?);
    }
    let expected = workers.len();
    until("each is seen", async || Ok(machine(&db)?.1["workers"] == expected)).await?;
    drop(workers);
    until("none is seen", async || Ok(machine(&db)?.1["workers"] == 0)).await
});

on_both_engines!(what_needs_a_person_is_named_with_the_next_step, |db| async {
    // Received long ago by the test's clock, and there is no worker.
    let app = testkit::App::on(&db).await?;
    app.post_events([message("s1")]).await?;
    let dead =
        "INSERT INTO events_dead_letter (org_id, event_id, attempts, dead_at, last_error) VALUES ('o', 'e', 5, 1, 'x')";
    db.store().run(dead, []).await?;
    let (code, told) = machine(&db)?;
    ensure!(code == Some(1) && told["healthy"] == false, "{told}");
    ensure!(codes(&told) == ["QUEUE_OLD", "DEAD_LETTERS"], "{told}");
    ensure!(told["queued"] == 1 && told["oldestQueuedSeconds"].as_u64() > Some(60), "{told}");
    let (_, people, _) = status(db.url(), &[])?;
    ensure!(people.contains("tachograph worker") && people.contains("replayDeadLetters"), "{people}");
    // A migration that is missing, and one that this version does not know.
    let forget = "DELETE FROM seaql_migrations WHERE version = 'm0011_queue_trace'";
    ensure!(db.store().run(forget, []).await? == 1, "the step was taken");
    let (code, told) = machine(&db)?;
    ensure!(code == Some(1) && codes(&told)[0] == "MIGRATIONS_PENDING", "{told}");
    ensure!(told["migrationsPending"][0] == "m0011_queue_trace", "{told}");
    let newer = "UPDATE seaql_migrations SET version = 'm9999_future' WHERE version = 'm0010_row_security'";
    db.store().run(newer, []).await?;
    ensure!(codes(&machine(&db)?.1).contains(&"PROGRAM_TOO_OLD"), "{:?}", machine(&db)?);
    Ok(())
});

#[test]
fn an_unreachable_database_is_told_to_people_and_machines() -> Result<()> {
    let nowhere = "sqlite:///nowhere/at/all.db";
    let (code, _, complaint) = status(nowhere, &[])?;
    ensure!(code == Some(1) && complaint.lines().count() == 1, "{complaint}");
    for url in [nowhere, "postgres://nobody@127.0.0.1:1/none"] {
        let (code, out, _) = status(url, &["--json"])?;
        let told: Value = serde_json::from_str(&out)?;
        ensure!(code == Some(1) && codes(&told) == ["UNREACHABLE"], "{told}");
    }
    Ok(())
}
