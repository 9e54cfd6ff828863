//! The user who runs the server, because `PostgreSQL` refuses to run as root.
use anyhow::{Context, Result};
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;
use std::process::Command;

/// The user who runs the server.
#[derive(Debug)]
pub(super) enum Owner {
    /// The user who runs the tests.
    Caller,
    /// Another user, because root runs the tests.
    Other { uid: u32, gid: u32 },
}

impl Owner {
    /// The caller, or if that is root, an unprivileged user, who is made the folder's owner.
    pub(super) fn for_folder(folder: &Path) -> Result<Self> {
        // A newly created folder belongs to the effective user.
        if fs::metadata(folder)?.uid() != 0 {
            return Ok(Self::Caller);
        }
        let users = fs::read_to_string("/etc/passwd").context("cannot read /etc/passwd")?;
        let (uid, gid) = ["postgres", "nobody"]
            .iter()
            .find_map(|name| ids_of(&users, name))
            .context("PostgreSQL refuses to run as root, and there is neither a user postgres nor a user nobody")?;
        chown(folder, Some(uid), Some(gid))?;
        Ok(Self::Other { uid, gid })
    }

    pub(super) fn give(&self, folder: &Path) -> Result<()> {
        if let Self::Other { uid, gid } = self {
            chown(folder, Some(*uid), Some(*gid))?;
        }
        Ok(())
    }

    pub(super) fn command(&self, program: &Path) -> Command {
        match self {
            Self::Caller => Command::new(program),
            Self::Other { uid, gid } => {
                let mut command = Command::new("setpriv");
                command.args([format!("--reuid={uid}"), format!("--regid={gid}")]).arg("--clear-groups").arg("--");
                command.arg(program);
                command
            }
        }
    }
}

fn ids_of(users: &str, name: &str) -> Option<(u32, u32)> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next() == Some(name)).then_some(())?;
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some((uid, gid))
    })
}
