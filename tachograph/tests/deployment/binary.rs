//! What the binary says about itself.
use anyhow::{Result, ensure};
use std::process::Command;

/// The help of one command.
pub(crate) struct Help {
    command: String,
    text: String,
}

impl Help {
    /// The help of a command that exists.
    pub(crate) fn of(command: &str) -> Result<Self> {
        let output = Command::new(env!("CARGO_BIN_EXE_tachograph")).args([command, "--help"]).output()?;
        ensure!(output.status.success(), "there is no command {command}");
        Ok(Self { command: command.to_owned(), text: String::from_utf8(output.stdout)? })
    }

    /// Checks that the command has each of these flags.
    pub(crate) fn takes(&self, words: &[&str]) -> Result<()> {
        for flag in words.iter().filter(|word| word.starts_with("--")) {
            let known = self.text.lines().any(|line| line.trim_start().split([' ', '=']).any(|word| word == *flag));
            ensure!(known, "{} has no flag {flag}", self.command);
        }
        Ok(())
    }

    /// Is this variable one of its settings?
    pub(crate) fn knows_variable(&self, name: &str) -> bool {
        self.text.contains(&format!("[env: {name}=")) || self.text.contains(&format!("[env: {name}]"))
    }
}
