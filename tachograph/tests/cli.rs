//! The binary from outside: what it prints, how it reports errors, how it exits.
#![expect(clippy::expect_used, clippy::panic, reason = "helpers of tests may fail like tests")]

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdout, Command, Output, Stdio};

fn tachograph(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tachograph"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TACHOGRAPH_")) {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    tachograph(arguments).output().expect("the binary runs")
}

/// Runs a command that must fail with exit code 1 and a single line, which is returned.
fn refusal(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let text = String::from_utf8(output.stderr).expect("text");
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('{')).collect();
    assert_eq!(lines.len(), 1, "{text}");
    lines[0].to_owned()
}

/// A process that is stopped at the end of the test, whatever happens.
struct Running(Child);

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut command = tachograph(arguments);
        Self(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts"))
    }

    fn stdout(&mut self) -> BufReader<ChildStdout> {
        BufReader::new(self.0.stdout.take().expect("a pipe"))
    }

    fn stderr(&mut self) -> BufReader<ChildStderr> {
        BufReader::new(self.0.stderr.take().expect("a pipe"))
    }

    /// Sends it a signal to stop, and returns its exit code.
    fn stop(mut self, signal: &str) -> Option<i32> {
        let told = Command::new("kill").args([signal, &self.0.id().to_string()]).status().expect("kill runs");
        assert!(told.success());
        self.0.wait().expect("it ends").code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Reads until a line contains `word`, and returns all lines up to it.
fn until(reader: &mut impl std::io::BufRead, word: &str) -> Vec<String> {
    let mut seen = Vec::new();
    for line in reader.lines() {
        seen.push(line.expect("text"));
        if seen.last().is_some_and(|line| line.contains(word)) {
            return seen;
        }
    }
    panic!("it ended before it said `{word}`: {seen:#?}");
}

fn path(folder: &Path) -> &str {
    folder.to_str().expect("a path in UTF-8")
}

#[test]
fn development_mode_stays_on_this_machine() {
    let line = refusal(&["serve", "--dev", "--listen", "0.0.0.0:0"]);
    assert!(line.contains("0.0.0.0:0") && line.contains("--dev-allow-any-address"), "{line}");
    assert_eq!(line, refusal(&["demo", "--listen", "0.0.0.0:0"]));
}

#[test]
fn a_taken_port_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let folder = tempfile::tempdir().expect("a folder");
    let line = refusal(&["serve", "--listen", &address, "--data-dir", path(folder.path())]);
    assert!(line.contains(&address) && line.contains("--listen"), "{line}");
}

#[test]
fn an_unwritable_folder_is_named() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let line = refusal(&["serve", "--listen", "127.0.0.1:0", "--data-dir", path(file.path())]);
    assert!(line.contains(path(file.path())) && line.contains("--data-dir"), "{line}");
}

#[test]
fn looking_into_data_makes_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = folder.path().join("wrong");
    let url = format!("sqlite://{}/own.db?mode=rwc", path(&wrong));
    for command in [&["verify"][..], &["rebuild"], &["ingest-key", "create", "--name", "first"]] {
        let line = refusal(&[command, &["--data-dir", path(&wrong)]].concat());
        assert!(line.contains("wrong/tachograph.db") && line.contains("--data-dir"), "{line}");
        let line = refusal(&[command, &["--database-url", &url]].concat());
        assert!(line.contains("wrong/own.db") && line.contains("--database-url"), "{line}");
        assert!(!wrong.exists(), "{command:?} made the folder");
    }
}

#[test]
fn a_wrong_address_of_a_database_is_named() {
    let line = refusal(&["migrate", "--database-url", "mysql://somewhere"]);
    assert!(line.contains("--database-url") && line.contains("postgres://"), "{line}");
}

#[test]
fn a_public_address_that_is_none_is_refused() {
    for wrong in ["nonsense", "ftp://x", "https://x/y?z=1"] {
        let output = run(&["serve", "--public-url", wrong]);
        let text = String::from_utf8(output.stderr).expect("text");
        assert!(output.status.code() == Some(2) && text.contains("--public-url"), "{text}");
        assert!(text.contains("expected a URL such as https://"), "{text}");
    }
}

#[test]
fn a_dry_run_counts_and_sends_nothing() {
    let arguments = ["generate", "--dry-run", "--from", "2026-03-02", "--to", "2026-03-08", "--orgs", "globex-cloud"];
    let output = run(&arguments);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains("globex-cloud") && text.contains("7 days") && !text.contains("acme-robotics"), "{text}");
}

#[test]
fn a_switch_is_a_variable_with_any_usual_word() {
    for (word, sends_nothing) in [("1", true), ("true", true), ("no", false)] {
        let mut command = tachograph(&["generate", "--days", "1", "--server", "http://127.0.0.1:1"]);
        let output = command.env("TACHOGRAPH_DRY_RUN", word).output().expect("the binary runs");
        assert_eq!(output.status.success(), sends_nothing, "{word}: {output:?}");
    }
}

#[test]
fn a_server_signs_people_in_and_ends_when_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Running::start(&["serve", "--dev", "--listen", "127.0.0.1:0", "--data-dir", path(folder.path())]);
    let mut logs = server.stderr();
    let seen = until(&mut logs, "\"serving\"");
    let address = seen.last().and_then(|line| line.split("\"address\":\"").nth(1)?.split('"').next());
    let url = format!("http://{}", address.expect("the address that it serves"));
    let output = run(&["token", "--as", "alice", "--server", &url]);
    assert_eq!(String::from_utf8(output.stdout).expect("text").trim().split('.').count(), 3);
    let line = refusal(&["token", "--as", "mallory", "--server", &url]);
    assert!(line.contains("mallory"), "{line}");
    assert_eq!(server.stop("-TERM"), Some(0));
}

#[test]
fn figures_are_proved_with_the_window_that_they_are_counted_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let window = ["--post-handoff-minutes", "10"];
    let serve = [&["serve", "--dev", "--listen", "127.0.0.1:0", "--data-dir", path(&data)], &window[..]].concat();
    let mut server = Running::start(&serve);
    until(&mut server.stderr(), "\"serving\"");
    // The worker records it asynchronously.
    let refuses = || !run(&["verify", "--data-dir", path(&data)]).stderr.is_empty();
    let noted = (0..500).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        refuses()
    });
    assert!(noted, "the worker noted nothing within ten seconds");
    for command in ["verify", "rebuild"] {
        let line = refusal(&[command, "--data-dir", path(&data)]);
        assert!(line.contains("for 10 minutes") && line.contains("`--post-handoff-minutes 10`"), "{line}");
        assert!(run(&[&[command, "--data-dir", path(&data)], &window[..]].concat()).status.success());
        let line = refusal(&[command, "--data-dir", path(&data), "--org", "nobody"]);
        assert!(line.contains("--org: there is no organization with this id, `nobody`"), "{line}");
    }
    // Only the owner may read what people wrote.
    let mode = |path: &Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    let files = ["tachograph.db", "tachograph.db-wal", "tachograph.db.worker.lock"].map(|file| mode(&data.join(file)));
    assert_eq!((mode(&data), files), (0o700, [0o600; 3]));
    assert_eq!(server.stop("-TERM"), Some(0));
}

#[test]
fn a_demo_fills_the_past_once_and_its_figures_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    // A whole week, because small organizations are idle on some days.
    let arguments = ["demo", "--days", "7", "--no-live", "--listen", "127.0.0.1:0", "--data-dir", path(folder.path())];
    for (expected, signal) in [("events,", "-TERM"), ("already there", "-INT")] {
        let mut demo = Running::start(&arguments);
        let mut output = demo.stdout();
        let seen = until(&mut output, "Ctrl-C").join("\n");
        assert!(seen.contains(expected), "{seen}");
        for word in ["Start page", "GraphiQL", "Alice", "Frank"] {
            assert!(seen.contains(word), "{seen}");
        }
        assert_eq!(demo.stop(signal), Some(0));
    }
    let output = run(&["verify", "--data-dir", path(folder.path())]);
    let line = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success() && line.starts_with("equal: organizations=3 "), "{line}");
    assert!(line.trim().ends_with("queued=0 dead_letters=0"), "{line}");
}

#[test]
fn lines_that_connect_an_agent_hold_the_key_and_the_server() {
    let arguments = ["connect", "claude-code", "--key", "tgk_x", "--url", "https://x.test", "--user", "ada@x.test"];
    let output = run(&arguments);
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success(), "{text}");
    let variables =
        ["OTEL_EXPORTER_OTLP_ENDPOINT=https://x.test", "tachograph.user_id=ada@x.test", "Authorization=Bearer tgk_x"];
    assert!(variables.iter().all(|part| text.contains(part)), "{text}");
    // A shell reads all of it.
    let shell = Command::new("sh").args(["-euc", &format!("{text}\necho \"$OTEL_EXPORTER_OTLP_HEADERS\"")]).output();
    let shell = String::from_utf8(shell.expect("a shell").stdout).expect("text");
    assert_eq!(shell.trim(), "Authorization=Bearer tgk_x");
    let output = run(&["connect", "codex", "--as", "settings"]);
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains("Bearer YOUR_INGEST_KEY") && text.contains("ingest-key create"), "{text}");
    for (arguments, told) in [
        (&["connect", "claude"][..], "[possible values: claude-code, codex,"),
        (&["connect", "codex", "--as", "telegram"], "[possible values: shell, settings, container, managed]"),
        (&["connect", "codex", "--url", "x.test"], "expected a URL such as https://tachograph.example"),
    ] {
        let output = run(arguments);
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && text.contains(told), "{text}");
    }
}

#[test]
fn prices_are_shown_with_their_days_and_those_of_the_settings() {
    let folder = tempfile::tempdir().expect("a folder");
    let prices = "own=input:0.5,output:2;gpt-5=input:1,output:8,from:2026-09-01";
    let shown = |day: &str| {
        let here = ["--data-dir", path(folder.path())];
        let output = run(&[&["prices", "--prices", prices, "--day", day], &here[..]].concat());
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).expect("text");
        let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.collect::<Vec<_>>()
    };
    let before = shown("2026-08-31");
    let has = |lines: &[String], line: &str| assert!(lines.iter().any(|other| other == line), "{line}: {lines:#?}");
    has(&before, "gpt-5 2025-08-07 1.25 0.125 - - 10.00 list");
    has(&before, "own always 0.50 - - - 2.00 setting");
    has(&before, "gemini-2.5-pro 2025-10-31 200 000 2.50 0.25 - - 15.00 list");
    has(&before, "no database here: name it with --database-url or --data-dir to see its models without a price");
    has(&shown("2026-09-01"), "gpt-5 2026-09-01 1.00 - - - 8.00 setting, not list");
    let migrated = run(&["migrate", "--data-dir", path(folder.path())]);
    assert!(migrated.status.success(), "{migrated:?}");
    has(&shown("2026-09-01"), "Models without a price 0 stored calls without a cost");
}

#[test]
fn a_database_that_cannot_be_distributed_says_what_is_missing() -> testkit::Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path().to_str().expect("a path of text");
    let line = refusal(&["migrate", "--distribute", "citus", "--data-dir", folder]);
    assert!(line.contains("only PostgreSQL with the extension citus can be distributed"), "{line}");
    let output = run(&["migrate", "--distribute", "mongo", "--data-dir", folder]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("[possible values: citus]"), "{output:?}");
    Ok(())
}
