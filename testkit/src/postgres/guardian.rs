//! Makes sure that no server or folder outlives its tests, however they end.
use anyhow::{Context, Result};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Stops the server in the folder `$1` as a crash would, and removes the folder.
const REMOVE: &str = r#"
remove() {
    pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
    if [ -n "$pid" ]; then
        kill -QUIT "$pid" 2>/dev/null
        tries=0
        while kill -0 "$pid" 2>/dev/null && [ $tries -lt 100 ]; do sleep 0.05; tries=$((tries + 1)); done
    fi
    rm -rf "$1"
}
"#;

/// Waits for the end of its input, which comes when the test process closes it or dies.
const WITH_ITS_PROCESS: &str = r#"
read -r word
[ "$word" = leave ] || remove "$1"
"#;

/// Waits until no process has held the lease for a moment, and prevents starts meanwhile. The pause keeps the
/// server running between consecutive test processes.
const WITH_ITS_LEASE: &str = r#"
while :; do
    flock -x "$2/lease" true
    sleep 3
    exec 9>"$2/start"
    flock -x 9
    if flock -n -x "$2/lease" true; then
        rm -f "$2/server"
        remove "$1"
        exit
    fi
    exec 9>&-
done
"#;

/// A small separate process that ends with the process that started it.
#[derive(Debug)]
pub(super) struct Guardian(Child);

impl Guardian {
    pub(super) fn watch(folder: &Path) -> Result<Self> {
        spawn(WITH_ITS_PROCESS, &[folder], Stdio::piped()).map(Self)
    }

    /// Hands the server and its folder over to a guardian that watches the lease in `leases`.
    pub(super) fn hand_over(mut self, folder: &Path, leases: &Path) -> Result<()> {
        spawn(WITH_ITS_LEASE, &[folder, leases], Stdio::null())?;
        if let Some(input) = &mut self.0.stdin {
            input.write_all(b"leave\n")?;
        }
        Ok(())
    }
}

impl Drop for Guardian {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _status = self.0.wait();
    }
}

/// Starts the script in its own process group, so that interrupting the tests does not end it.
fn spawn(script: &str, arguments: &[&Path], input: Stdio) -> Result<Child> {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{REMOVE}{script}")).arg("guardian").args(arguments);
    command.stdin(input).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    command.spawn().context("cannot start a shell to watch over the server")
}
