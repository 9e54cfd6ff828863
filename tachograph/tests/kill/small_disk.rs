//! A small in-memory file system, which can be filled without affecting anything else.
use anyhow::{Context as _, Result, ensure};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A mounted file system; unmounted when dropped.
#[derive(Debug)]
pub(crate) struct SmallDisk(TempDir);

impl SmallDisk {
    pub(crate) fn mount(megabytes: u32) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("tachograph-disk-").tempdir()?;
        let output = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={megabytes}m,mode=0755"), "tmpfs"])
            .arg(folder.path())
            .output()
            .context("this test needs the program mount")?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        ensure!(output.status.success(), "this test mounts a small file system, which takes root's rights: {said}");
        Ok(Self(folder))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Fills it up to the last byte available to unprivileged users.
    pub(crate) fn fill(&self) -> Result<()> {
        self.take(u64::MAX)
    }

    /// Takes up this many bytes, or all there are.
    pub(crate) fn take(&self, bytes: u64) -> Result<()> {
        let mut ballast = File::create(self.path().join("ballast"))?;
        let block = vec![0_u8; 1 << 16];
        let mut taken = 0;
        while taken < bytes {
            match ballast.write(&block) {
                Ok(written) => taken += written as u64,
                Err(error) if error.kind() == std::io::ErrorKind::StorageFull => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Frees the space that was taken up.
    pub(crate) fn give_back(&self) -> Result<()> {
        Ok(fs::remove_file(self.path().join("ballast"))?)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily, because processes with open files on it are about to exit.
        let _status = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}
