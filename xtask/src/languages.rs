//! The languages in which tests use the server: foreign clients, the examples in the guide, an independent
//! identity provider; and the browser in which tests open the dashboard.
use crate::debian;
use crate::process::works;
use anyhow::Result;
use std::process::Command;

/// A command that shows that a program is installed, and the package that contains it.
const NEEDED: [(&str, &[&str], &str); 6] = [
    ("node", &["--version"], "nodejs"),
    ("npm", &["--version"], "npm"),
    ("python3", &["--version"], "python3"),
    ("python3", &["-c", "import ensurepip, venv"], "python3-venv"),
    ("curl", &["--version"], "curl"),
    ("chromium", &["--version"], "chromium"),
];

/// Installs missing packages if allowed.
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
