//! No secret is in any log, at any log level: the built binary logs everything that it and its libraries
//! report, while every kind of credential is used, and none is found in the log, neither in plain text nor in
//! the usual encodings. Nor is what agents tell of conversations, and that is in no table and no trace either.

#[path = "../../../api/tests/auth/support/browser.rs"]
mod browser;
#[expect(dead_code, reason = "spans are not looked up by name here")]
#[path = "../telemetry/collector.rs"]
mod collector;
mod disguises;
mod logged;
mod said;
mod telling;
#[path = "../kill/until.rs"]
mod until;
mod used;

use anyhow::{Result, ensure};
use disguises::disguises;
use logged::Logged;
use reqwest::Url;
use std::process::{Command, Stdio};
use testkit::{Database, on_both_engines};

/// The password in the database URL.
const PASSWORD: &str = "pw-Jx81kQzRw0-of-the-database";

/// The URL with a password, which a server without authentication ignores. Files have none.
fn with_password(db: &Database) -> Result<String> {
    let mut url = Url::parse(db.url())?;
    if url.scheme() != "sqlite" && url.password().is_none() {
        ensure!(url.set_password(Some(PASSWORD)).is_ok(), "no password fits into {url}");
    }
    Ok(url.into())
}

/// The secrets that a text contains.
fn told<'s>(text: &str, secrets: &'s [(&'static str, String)]) -> Vec<&'s str> {
    let tells = |secret: &str| disguises(secret).iter().any(|disguise| text.contains(disguise));
    secrets.iter().filter(|(_, secret)| tells(secret)).map(|(name, _)| *name).collect()
}

on_both_engines!(a_server_that_logs_everything_tells_no_secret, |db| async {
    let url = with_password(&db)?;
    let server = Logged::start(&url).await?;
    let mut secrets = used::all(&server).await?;
    ensure!(secrets.len() > 10, "every kind of credential was used: {secrets:?}");
    if let Some(password) = Url::parse(&url)?.password() {
        secrets.push(("the password of the database", password.to_owned()));
    }
    let log = server.end()?;
    ensure!(log.contains("\"level\":\"TRACE\""), "everything is logged, not only this:\n{log}");
    let told = told(&log, &secrets);
    let line = |name: &&str| {
        let secret = secrets.iter().find(|(known, _)| known == name).map(|(_, secret)| disguises(secret));
        let line = log.lines().find(|line| secret.iter().flatten().any(|disguise| line.contains(disguise)));
        format!("{name}: {}", line.unwrap_or_default())
    };
    ensure!(told.is_empty(), "the log tells:\n{}", told.iter().map(line).collect::<Vec<_>>().join("\n"));
    Ok(())
});

#[test]
fn a_database_out_of_reach_is_no_reason_to_tell_its_password() -> Result<()> {
    let secrets = [("the password", PASSWORD.to_owned())];
    let mut running = Vec::new();
    // Nothing listens on this port; there is no such scheme; this URL is invalid.
    for url in ["postgres://me:PW@127.0.0.1:1/db", "mysql://me:PW@127.0.0.1:1/db", "postgres://me:PW@[/db"] {
        for command in ["serve", "migrate", "verify"] {
            let child = Command::new(env!("CARGO_BIN_EXE_tachograph"))
                .args([command, "--log", "trace", "--database-url", &url.replace("PW", PASSWORD)])
                .env_remove("TACHOGRAPH_LOG")
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()?;
            running.push((command, url, child));
        }
    }
    for (command, url, child) in running {
        let output = child.wait_with_output()?;
        ensure!(!output.status.success(), "{command} {url}: there is no such database");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        ensure!(said.len() > 20, "{command} {url} says why: {said}");
        ensure!(told(&said, &secrets).is_empty(), "{command} {url} tells the password:\n{said}");
    }
    Ok(())
}
