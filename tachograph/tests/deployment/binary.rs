//! What the binary's help says.
use anyhow::{Context as _, Result, ensure};
use std::collections::BTreeSet;
use std::process::Command;

/// The help of one command.
pub(crate) struct Help {
    command: String,
    text: String,
}

impl Help {
    /// The help of the command at the beginning of these words, such as `ingest-key create --name ci`, and the
    /// words after it.
    pub(crate) fn of<'a, 'b>(words: &'b [&'a str]) -> Result<(Self, &'b [&'a str])> {
        let (first, mut rest) = words.split_first().context("no command")?;
        let mut help = Self::read(&[first])?;
        // A command with subcommands.
        if help.text.contains("\nCommands:\n") {
            let (second, further) = rest.split_first().with_context(|| format!("{first} needs a command"))?;
            (help, rest) = (Self::read(&[first, second])?, further);
        }
        Ok((help, rest))
    }

    fn read(path: &[&str]) -> Result<Self> {
        let output = Command::new(env!("CARGO_BIN_EXE_tachograph")).args(path).arg("--help").output()?;
        ensure!(output.status.success(), "there is no command {path:?}");
        Ok(Self { command: path.join(" "), text: String::from_utf8(output.stdout)? })
    }

    /// Checks that the command has these flags.
    pub(crate) fn takes(&self, words: &[&str]) -> Result<()> {
        for word in words.iter().filter(|word| word.starts_with("--")) {
            let flag = word.split('=').next().unwrap_or_default();
            let known = self.text.lines().any(|line| line.trim_start().split([' ', '=']).any(|word| word == flag));
            ensure!(known, "{} has no flag {flag}", self.command);
        }
        Ok(())
    }

    /// Whether one of its flags has this default.
    pub(crate) fn has_default(&self, value: &str) -> bool {
        self.text.contains(&format!("[default: {value}]"))
    }

    /// Whether this variable is one of its settings.
    pub(crate) fn knows_variable(&self, name: &str) -> bool {
        self.text.contains(&format!("[env: {name}=")) || self.text.contains(&format!("[env: {name}]"))
    }
}

/// Checks all words of a command line after `tachograph`.
pub(crate) fn accepts(words: &[&str]) -> Result<()> {
    let (help, rest) = Help::of(words)?;
    help.takes(rest)
}

/// The binary's commands.
pub(crate) fn commands() -> Result<BTreeSet<String>> {
    let output = Command::new(env!("CARGO_BIN_EXE_tachograph")).arg("--help").output()?;
    let text = String::from_utf8(output.stdout)?;
    let list = text.split("\nCommands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).context("commands")?;
    let words = list.lines().filter_map(|line| line.split_whitespace().next());
    Ok(words.filter(|word| *word != "help").map(str::to_owned).collect())
}

/// The environment variables of its servers.
pub(crate) fn variables() -> Result<BTreeSet<String>> {
    let output = Command::new(env!("CARGO_BIN_EXE_tachograph")).args(["config", "--variables"]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let lines = text.lines().filter_map(|line| line.strip_prefix('#')?.split_once('='));
    Ok(lines.map(|(name, _)| name.to_owned()).collect())
}

#[test]
fn what_it_does_not_have_is_refused() -> Result<()> {
    accepts(&["ingest-key", "create", "--name", "ci"])?;
    for wrong in [&["start"][..], &["ingest-key", "make"], &["status", "--org", "acme"], &["verify", "--dev=true"]] {
        assert!(accepts(wrong).is_err(), "{wrong:?}");
    }
    Ok(())
}
