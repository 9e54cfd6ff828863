//! The languages in which tests use the server: foreign clients, the examples in the guide, an independent
//! identity provider; and the browser in which tests open the dashboard.
use crate::debian;
use crate::process::works;
use anyhow::Result;
use std::process::Command;

/// A command that shows that a program is installed, and the package that contains it.
type Needed = (&'static str, &'static [&'static str], &'static str);

const NEEDED: [Needed; 6] = [
    ("node", &["--version"], "nodejs"),
    ("npm", &["--version"], "npm"),
    ("python3", &["--version"], "python3"),
    ("python3", &["-c", "import ensurepip, venv"], "python3-venv"),
    ("curl", &["--version"], "curl"),
    ("chromium", &["--version"], "chromium"),
];

/// Installs missing packages if allowed.
pub(crate) fn ensure() -> Result<()> {
    install(&NEEDED, "some tests need Node, Python, curl or Chromium")
}

/// The same for Node and npm alone.
pub(crate) fn ensure_node() -> Result<()> {
    let [node, npm, ..] = NEEDED;
    install(&[node, npm], "this needs Node and npm")
}

fn install(needed: &[Needed], what: &str) -> Result<()> {
    let missing: Vec<&str> = needed
        .iter()
        .filter(|(program, arguments, _)| !works(Command::new(program).args(*arguments)))
        .map(|(.., package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    debian::install(&missing, &format!("{what}; missing: {}", missing.join(", ")))
}
