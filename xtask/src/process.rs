//! Runs other programs.
use anyhow::{Context as _, Result, bail};
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Write as _, stderr};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The cargo that runs this, in the root folder.
pub(crate) fn cargo<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Prompts cannot be answered here, and the workspace's toolchain is meant, not xtask's.
    command.current_dir(root()).stdin(Stdio::null()).args(arguments);
    for variable in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "CARGO_PKG_VERSION"] {
        command.env_remove(variable);
    }
    command
}

/// Runs a program, and fails if it does.
pub(crate) fn must(command: &mut Command) -> Result<()> {
    eprintln!("+ {}", shown(command));
    let status = command.status().with_context(|| format!("cannot run {}", shown(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", shown(command));
    }
    Ok(())
}

/// Whether the program runs and succeeds; its output is discarded.
pub(crate) fn works(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs a program and passes on every line of its output, which is also printed as it arrives.
pub(crate) fn listen(command: &mut Command, mut hear: impl FnMut(&str)) -> Result<ExitStatus> {
    eprintln!("+ {}", shown(command));
    let (reader, writer) = std::io::pipe().context("cannot make a pipe")?;
    let also = writer.try_clone().context("cannot share a pipe")?;
    let mut child =
        command.stdout(also).stderr(writer).spawn().with_context(|| format!("cannot run {}", shown(command)))?;
    // The command holds write ends of the pipe; unless they are closed, the reader never ends.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    for line in BufReader::new(reader).split(b'\n') {
        let line = line.context("cannot read what the program says")?;
        let line = String::from_utf8_lossy(&line);
        let _ = writeln!(stderr(), "{line}");
        hear(&line);
    }
    child.wait().context("the program was lost")
}

fn shown(command: &Command) -> String {
    let arguments = command.get_args().map(OsStr::to_string_lossy);
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy();
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}
