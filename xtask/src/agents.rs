//! `agents`: real coding agents, against a scripted model and the built binary; what it says about them must be what
//! the model served.
use crate::languages;
use crate::process::{cargo, must, root};
use anyhow::{Context as _, Result};
use std::path::PathBuf;
use std::process::Command;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only these agents
    #[arg(value_parser = ["claude-code", "codex", "gemini-cli"])]
    agent: Vec<String>,
    /// A built binary, instead of one that is built now
    #[arg(long, value_name = "PATH")]
    binary: Option<PathBuf>,
}

/// Plays every scenario; true if nothing differs. Agents that cannot be installed are skipped.
pub(crate) fn run(args: &Args) -> Result<bool> {
    languages::ensure_node()?;
    // This program was built into the same folder.
    let own = std::env::current_exe().context("cannot tell where this program is")?;
    let binary = if let Some(binary) = &args.binary {
        std::path::absolute(binary).context("cannot tell where the binary is")?
    } else {
        must(&mut cargo(["build", "--locked", "--package", "tachograph"]))?;
        own.with_file_name("tachograph")
    };
    let target = own.ancestors().nth(2).context("cannot tell where cargo builds")?;
    let mut play = Command::new("node");
    play.arg(root().join("e2e/agents/main.mjs")).arg(binary).arg(target.join("agents")).args(&args.agent);
    Ok(play.status().context("cannot run node")?.success())
}
