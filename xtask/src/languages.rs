//! Other languages in whose words the tests speak to the server: foreign clients, the examples of the
//! guide, an independent provider of identities; and the browser in which they look at the dashboard.
use crate::debian;
use crate::process::works;
use anyhow::Result;
use std::process::Command;

/// A command that shows that something is there, and the package that brings it.
const NEEDED: [(&str, &[&str], &str); 6] = [
    ("node", &["--version"], "nodejs"),
    ("npm", &["--version"], "npm"),
    ("python3", &["--version"], "python3"),
    ("python3", &["-c", "import ensurepip, venv"], "python3-venv"),
    ("curl", &["--version"], "curl"),
    ("chromium", &["--version"], "chromium"),
];

/// Installs what is missing and may be installed.
pub(crate) fn ensure() -> Result<()> {
    let missing: Vec<&str> = NEEDED
        .iter()
        .filter(|(program, arguments, _)| !works(Command::new(program).args(*arguments)))
        .map(|(.., package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    debian::install(
        &missing,
        &format!("some tests need Node, Python, curl or Chromium; missing: {}", missing.join(", ")),
    )
}
