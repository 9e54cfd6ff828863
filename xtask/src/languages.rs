//! Other languages in whose words the tests speak to the server: foreign clients, the examples of the
//! guide, an independent provider of identities.
use crate::debian;
use crate::process::works;
use anyhow::Result;
use std::process::Command;

/// A command that shows that something is there, and the package that brings it.
const NEEDED: [(&str, &[&str], &str); 5] = [
    ("node", &["--version"], "nodejs"),
    ("npm", &["--version"], "npm"),
    ("python3", &["--version"], "python3"),
    ("python3", &["-c", "import ensurepip, venv"], "python3-venv"),
    ("curl", &["--version"], "curl"),
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
    debian::install(&missing, &format!("some tests need Node, Python or curl; missing: {}", missing.join(", ")))
}
