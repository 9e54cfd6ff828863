//! The commands in the documentation: all commands, flags, services and profiles in them exist.
use crate::binary::{accepts, commands};
use crate::files::{Compose, compose, root, text, words};
use crate::shell;
use anyhow::{Context as _, Result, bail, ensure};
use std::collections::BTreeSet;
use std::path::Path;

/// The subcommands of `docker compose` with their flags: first those without, then those with a value.
const COMPOSE: [(&str, &[&str], &[&str]); 11] = [
    ("up", &["--detach", "--build", "--wait"], &["--scale"]),
    ("run", &["--rm", "-T"], &["--env"]),
    ("exec", &["-T"], &["--env"]),
    ("down", &["--volumes"], &[]),
    ("build", &["--pull"], &[]),
    ("logs", &["--follow"], &["--since"]),
    ("restart", &[], &[]),
    ("stop", &[], &[]),
    ("ps", &[], &[]),
    ("port", &[], &[]),
    ("cp", &[], &[]),
];

/// All pages for people.
fn pages() -> Result<Vec<String>> {
    let mut pages = ["README.md", "CONTRIBUTING.md", "frontend-static/README.md"].map(str::to_owned).to_vec();
    let mut folders = vec!["docs".to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root().join(&folder))? {
            let entry = entry?;
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            match entry.file_type()?.is_dir() {
                true => folders.push(name),
                false if Path::new(&name).extension().is_some_and(|kind| kind == "md") => pages.push(name),
                false => {}
            }
        }
    }
    Ok(pages)
}

/// The commands on a page: those in shell and systemd code blocks, and those in sentences.
fn told(page: &str) -> Vec<Vec<String>> {
    let (mut all, mut sentences) = (Vec::new(), String::new());
    for (at, part) in page.split("```").enumerate() {
        let language = part.lines().next().unwrap_or_default();
        match at % 2 {
            0 => sentences.push_str(part),
            _ if ["sh", "bash", "ini"].contains(&language) => all.extend(shell::commands(&part[language.len()..])),
            _ => {}
        }
    }
    let spans = sentences.split('`').skip(1).step_by(2);
    let spans = spans.filter(|span| span.starts_with("tachograph ") || span.starts_with("docker compose "));
    // A code span may continue on the next line.
    all.extend(spans.flat_map(|span| shell::commands(&span.replace('\n', " "))));
    all
}

/// Checks a command if it is one of ours; returns whether it was.
fn check(command: &[String], compose: &Compose) -> Result<bool> {
    let is_before = |word: &str| {
        word == "sudo"
            || word.split_once('=').is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
    };
    let words: Vec<&str> = command.iter().map(String::as_str).skip_while(|word| is_before(word)).collect();
    match words.as_slice() {
        [program, rest @ ..] if is_ours(program) => ours(rest),
        ["cargo", "run", rest @ ..] => ours(rest.split(|word| *word == "--").nth(1).unwrap_or_default()),
        ["docker", "compose", rest @ ..] => in_compose(rest, compose),
        ["docker", "run", rest @ ..] => {
            let image = rest.iter().position(|word| is_ours(word)).context("another image")?;
            ours(&rest[image + 1..])
        }
        _ => Ok(false),
    }
}

fn is_ours(program: &str) -> bool {
    let program = program.strip_prefix("ExecStart=").unwrap_or(program);
    let is_a_program = !program.contains(['=', ':']);
    program == "tachograph_here" || (is_a_program && program.rsplit('/').next() == Some("tachograph"))
}

/// Checks the words after the program's name, up to any redirection.
fn ours(words: &[&str]) -> Result<bool> {
    let words = words.split(|word| ["<", ">"].contains(word)).next().unwrap_or_default();
    match words {
        ["help", "COMMAND"] | [] | ["$@"] => {}
        _ => accepts(words)?,
    }
    Ok(true)
}

/// Checks the words after `docker compose`.
fn in_compose(mut words_left: &[&str], compose: &Compose) -> Result<bool> {
    let profiles: BTreeSet<&str> =
        compose.services()?.into_iter().flat_map(|(_, service)| words(&service["profiles"])).collect();
    while let ["--profile", profile, rest @ ..] = words_left {
        ensure!(profiles.contains(profile), "there is no profile {profile}");
        words_left = rest;
    }
    let (verb, mut rest) = words_left.split_first().context("no command of compose")?;
    let (_, flags, valued) = COMPOSE.iter().find(|one| one.0 == *verb).with_context(|| format!("{verb} is unknown"))?;
    let service = |name: &str| -> Result<bool> {
        let service = compose.service(name);
        ensure!(service.is_object(), "there is no service {name}");
        Ok(service["image"] == "tachograph:latest")
    };
    while let [flag, after @ ..] = rest {
        match flag {
            flag if flags.contains(flag) => rest = after,
            flag if valued.contains(flag) => {
                let (value, after) = after.split_first().context("a value")?;
                if *flag == "--scale" {
                    service(value.split('=').next().unwrap_or_default())?;
                }
                rest = after;
            }
            flag if flag.starts_with('-') => bail!("compose {verb} has no flag {flag} that is known here"),
            _ => break,
        }
    }
    match (*verb, rest) {
        ("exec", [name, "tachograph", command @ ..]) => ensure!(service(name)? && ours(command)?, "{name}"),
        ("run", [name, command @ ..]) => ensure!(service(name)? && ours(command)?, "{name} is not the program"),
        ("exec" | "port", [name, ..]) => _ = service(name)?,
        (_, names) => {
            for name in names.iter().take_while(|name| !["<", ">"].contains(name)) {
                service(name)?;
            }
        }
    }
    Ok(true)
}

#[tokio::test]
async fn every_command_of_the_pages_is_there() -> Result<()> {
    let (compose, mut checked) = (compose().await?, 0);
    for page in pages()? {
        for command in told(&text(&page)?) {
            checked += usize::from(check(&command, &compose).with_context(|| format!("{page}: {command:?}"))?);
        }
    }
    // The comments at the top of the compose file: commands on the left, what they do on the right.
    for line in text("docker-compose.yml")?.lines().chain(text(".env.compose")?.lines()) {
        let Some(line) = line.strip_prefix('#') else { continue };
        let line = line.trim_start().split("  ").next().unwrap_or_default();
        for command in shell::commands(line) {
            checked += usize::from(check(&command, &compose).with_context(|| line.to_owned())?);
        }
    }
    ensure!(checked > 80, "only {checked} commands were found");
    Ok(())
}

#[tokio::test]
async fn commands_that_are_not_there_are_found() -> Result<()> {
    let compose = compose().await?;
    for wrong in [
        "tachograph start",
        "sudo X=1 /usr/local/bin/tachograph verify --organization acme",
        "KEY=$(docker compose exec -T api tachograph ingest-key make)",
        "docker compose exec apis tachograph status",
        "docker compose up --detach nothing",
        "docker compose up --detach --scale workers=3",
        "docker compose --profile test up --detach",
        "docker compose run --rm postgres status",
        "cargo run --release -- demonstration",
    ] {
        let found = shell::commands(wrong).iter().any(|command| check(command, &compose).is_err());
        ensure!(found, "{wrong}");
    }
    Ok(())
}

#[test]
fn the_table_of_commands_is_whole() -> Result<()> {
    let page = text("docs/OPERATIONS.md")?;
    let table = page.split("## Subcommands").nth(1).context("the section")?;
    let cells = table.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next()).skip(1);
    let spans = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    let mut named: BTreeSet<String> = spans.filter_map(|span| span.split(' ').next()).map(str::to_owned).collect();
    // Subcommands of `ingest-key`.
    named.remove("list");
    named.remove("revoke");
    assert_eq!(named, commands()?);
    Ok(())
}
