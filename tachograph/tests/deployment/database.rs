//! The compose file's database, on a real server: first start, backup and restore, password.
use crate::files::{compose, filled, root, text};
use crate::shell;
use anyhow::{Context as _, Result, bail, ensure};
use std::fs::File;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;
use store::{Options, Store};
use testkit::postgres::{Durability, ThrowAway};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::time::timeout;

/// All characters that have a special meaning in a URL.
const PASSWORD: &str = "a@b/c#d%20 'e\"?f";
const LONG: Duration = Duration::from_secs(60);

/// The binary, with only these settings.
fn tachograph(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tachograph"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TACHOGRAPH_") || name.starts_with("PG")) {
        command.env_remove(name);
    }
    command.args(words);
    command
}

fn printed(command: &mut Command) -> Result<String> {
    let output: Output = command.output()?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A server as the PostgreSQL image initializes it.
fn first_start() -> Result<ThrowAway> {
    let server = ThrowAway::start_with(Durability::None)?;
    sql(&server, "ALTER ROLE postgres PASSWORD 'a password'")?;
    let mut psql = psql(&server);
    printed(psql.arg("--file").arg(root().join("deploy/roles.sql")).env("POSTGRES_PASSWORD", PASSWORD))?;
    Ok(server)
}

/// A server as the previous compose file initialized it: the program's role was the superuser, and there was no
/// other.
fn first_start_of_before() -> Result<ThrowAway> {
    let server = ThrowAway::start_with(Durability::None)?;
    sql(&server, "CREATE ROLE tachograph SUPERUSER LOGIN")?;
    sql(&server, "CREATE DATABASE tachograph OWNER tachograph")?;
    let rename = ["--no-psqlrc", "--command", "ALTER ROLE postgres RENAME TO another", "--dbname"];
    printed(server.tool("psql").args(rename).arg(address(&server, "postgres")))?;
    Ok(server)
}

fn psql(server: &ThrowAway) -> Command {
    let mut psql = server.tool("psql");
    psql.args(["--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--dbname"]).arg(server.url("postgres"));
    psql
}

fn sql(server: &ThrowAway, statement: &str) -> Result<String> {
    printed(psql(server).args(["--tuples-only", "--no-align", "--command", statement]))
}

/// The URL with which the program connects to a database there.
fn address(server: &ThrowAway, database: &str) -> String {
    server.url(database).replace("//postgres@", "//tachograph@")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_owns_its_database_and_is_no_superuser() -> Result<()> {
    let server = first_start()?;
    let roles = sql(
        &server,
        "SELECT rolname, rolsuper, rolcreaterole, rolpassword IS NOT NULL FROM pg_authid \
         WHERE rolname IN ('postgres', 'tachograph') ORDER BY 1",
    )?;
    assert_eq!(roles, "postgres|t|t|f\ntachograph|f|f|t", "name, superuser, makes roles, has a password");
    let url = address(&server, "tachograph");
    printed(&mut tachograph(&["migrate", "--database-url", &url]))?;
    let store = Store::connect(&Options::new(&url)).await?;
    ensure!(store.is_rls_enforced().await?, "organizations are kept apart by the database as well");
    store.close().await;
    Ok(())
}

/// Runs a command from the page: in place of a container, on our server.
fn run(words: &[String], server: &ThrowAway, folder: &Path) -> Result<()> {
    let at = words.iter().position(|word| ["<", ">"].contains(&word.as_str()));
    let (words, file) = words.split_at(at.unwrap_or(words.len()));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut command = match words.as_slice() {
        ["docker", "compose", "exec", rest @ ..] => {
            let rest = rest.strip_prefix(&["-T"]).unwrap_or(rest);
            let [service, tool, rest @ ..] = rest else { bail!("{rest:?}") };
            ensure!(*service == "postgres");
            let mut tool = server.tool(tool);
            let port = server.url("").rsplit(':').next().context("a port")?.trim_end_matches('/').to_owned();
            tool.args(rest).env("PGHOST", "127.0.0.1").env("PGPORT", port);
            tool
        }
        ["docker", "compose", "run", "--rm", rest @ ..] => {
            let (database, rest) = match rest {
                ["--env", variable, rest @ ..] => (variable.rsplit('/').next().context("a database")?, rest),
                _ => ("tachograph", rest),
            };
            let rest = rest.strip_prefix(&["migrate"]).context("the service with the program")?;
            let mut command = tachograph(if rest.is_empty() { &["migrate"] } else { rest });
            command.env("TACHOGRAPH_DATABASE_URL", address(server, database));
            command
        }
        ["docker", "compose", "up" | "stop" | "down", ..] => return Ok(()),
        _ => bail!("{words:?} is not known here"),
    };
    match file {
        [direction, name] if direction == "<" => _ = command.stdin(File::open(folder.join(name))?),
        [direction, name] if direction == ">" => _ = command.stdout(File::create(folder.join(name))?),
        _ => {}
    }
    printed(&mut command).map(drop)
}

/// The commands of a section in the page about data.
fn section(title: &str) -> Result<Vec<Vec<String>>> {
    let page = text("docs/operations/data.md")?;
    let section = page.split(&format!("\n### {title}\n")).nth(1).with_context(|| format!("{title} is not there"))?;
    let blocks = section.split("\n#").next().unwrap_or_default().split("```sh\n").skip(1);
    let blocks: Vec<&str> = blocks.filter_map(|rest| rest.split("```").next()).collect();
    ensure!(!blocks.is_empty(), "{title}: no commands");
    Ok(shell::commands(&blocks.join("\n")))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_the_containers_database_goes_to_another_machine_and_beside_the_old_one() -> Result<()> {
    let (from, to, folder) = (first_start()?, first_start()?, tempfile::tempdir()?);
    let create = ["ingest-key", "create", "--name", "of the old one"];
    printed(tachograph(&["migrate"]).env("TACHOGRAPH_DATABASE_URL", address(&from, "tachograph")))?;
    printed(tachograph(&create).env("TACHOGRAPH_DATABASE_URL", address(&from, "tachograph")))?;
    for command in section("Backing up the Compose database")? {
        run(&command, &from, folder.path())?;
    }
    for (title, server, database) in [
        ("Restore into new containers", &to, "tachograph"),
        ("Restore next to the Compose database", &from, "restored"),
    ] {
        for command in section(title)? {
            run(&command, server, folder.path()).context(title)?;
        }
        let url = address(server, database);
        let keys = printed(&mut tachograph(&["ingest-key", "list", "--database-url", &url]))?;
        ensure!(keys.contains("of the old one"), "{title}: {keys}");
        let store = Store::connect(&Options::new(&url)).await?;
        ensure!(store.is_rls_enforced().await?, "{title}: no wall");
        store.close().await;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_volume_of_an_earlier_version_is_exchanged() -> Result<()> {
    let (old, new, folder) = (first_start_of_before()?, first_start()?, tempfile::tempdir()?);
    let create = ["ingest-key", "create", "--name", "of the old one"];
    for command in [&["migrate"][..], &create] {
        printed(tachograph(command).env("TACHOGRAPH_DATABASE_URL", address(&old, "tachograph")))?;
    }
    let (title, mut now) = ("Volumes from before 0.1.0", None);
    for command in section(title)? {
        if command == ["docker", "volume", "rm", "tachograph_postgres"] {
            now = Some(&new);
        } else {
            run(&command, now.unwrap_or(&old), folder.path()).context(title)?;
        }
    }
    ensure!(now.is_some(), "the volume stays");
    let url = address(&new, "tachograph");
    let keys = printed(&mut tachograph(&["ingest-key", "list", "--database-url", &url]))?;
    ensure!(keys.contains("of the old one"), "{keys}");
    assert_eq!(sql(&new, "SELECT rolsuper FROM pg_roles WHERE rolname = 'tachograph'")?, "f");
    let store = Store::connect(&Options::new(&url)).await?;
    ensure!(store.is_rls_enforced().await?, "no wall");
    store.close().await;
    Ok(())
}

/// The password is given separately from the URL: the server gets exactly its characters, whatever they are.
#[tokio::test]
async fn the_password_of_the_containers_database_may_have_any_characters() -> Result<()> {
    let compose = compose().await?;
    let variables = &compose.service("api")["environment"];
    let (address, names) = filled(variables["TACHOGRAPH_DATABASE_URL"].as_str().context("an address")?);
    ensure!(!names.contains(&"POSTGRES_PASSWORD".to_owned()), "{address}");
    assert_eq!(variables["PGPASSWORD"], "${POSTGRES_PASSWORD:-tachograph}");
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let here = format!("@{}/", listener.local_addr()?);
    let address = address.replace("@postgres:5432/", &here) + "?sslmode=disable";
    ensure!(address.contains(&here), "{address}");
    let mut child = tachograph(&["migrate", "--database-url", &address]).env("PGPASSWORD", PASSWORD).spawn()?;
    let shown = timeout(LONG, password_shown_to(&listener)).await;
    child.kill()?;
    child.wait()?;
    assert_eq!(shown??, PASSWORD);
    Ok(())
}

/// Accepts one connection as a PostgreSQL server that asks for a cleartext password.
async fn password_shown_to(listener: &TcpListener) -> Result<String> {
    let (mut stream, _) = listener.accept().await?;
    let length = stream.read_u32().await?;
    let mut start = vec![0; usize::try_from(length)?.saturating_sub(4)];
    stream.read_exact(&mut start).await?;
    // AuthenticationCleartextPassword.
    stream.write_all(&[b'R', 0, 0, 0, 8, 0, 0, 0, 3]).await?;
    ensure!(stream.read_u8().await? == b'p', "it shows no password");
    let length = stream.read_u32().await?;
    let mut password = vec![0; usize::try_from(length)?.saturating_sub(4)];
    stream.read_exact(&mut password).await?;
    Ok(String::from_utf8(password)?.trim_end_matches('\0').to_owned())
}
