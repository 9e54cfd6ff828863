//! Measurements of a process by the operating system.
use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use std::fs;

/// Resident memory in MiB.
pub(crate) fn resident_mib(pid: u32) -> Result<f64> {
    Ok(memory_kib(pid, "VmRSS:")? / 1_024.0)
}

/// A memory value of the process in KiB, such as `VmRSS:`.
pub(crate) fn memory_kib(pid: u32, figure: &str) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(figure)).with_context(|| format!("no {figure}"))?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse()?)
}

/// The number of its open files, sockets and the like.
pub(crate) fn handles(pid: u32) -> Result<u64> {
    Ok(fs::read_dir(format!("/proc/{pid}/fd"))?.count() as u64)
}

/// The process and all its descendants.
pub(crate) fn tree(root: u32) -> Result<Vec<u32>> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in fs::read_dir("/proc")? {
        let Some(pid) = entry?.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // It may have exited meanwhile.
        let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { continue };
        let parent = stat.rsplit_once(") ").and_then(|(_, fields)| fields.split(' ').nth(1)?.parse().ok());
        children.entry(parent.unwrap_or_default()).or_default().push(pid);
    }
    let (mut all, mut next) = (vec![root], 0);
    while let Some(pid) = all.get(next) {
        all.extend(children.remove(pid).unwrap_or_default());
        next += 1;
    }
    Ok(all)
}

/// Clock ticks per second, as reported to programs.
const TICKS: f64 = 100.0;

/// User and system time so far, in ticks; these fields come after the name in parentheses.
pub(crate) fn cpu_ticks(pid: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, fields) = stat.rsplit_once(") ").context("no fields")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let tick = |index: usize| fields.get(index).context("too few fields")?.parse::<f64>().context("no number");
    Ok(tick(11)? + tick(12)?)
}

/// User and system time so far, in seconds.
pub(crate) fn cpu_seconds(pid: u32) -> Result<f64> {
    Ok(cpu_ticks(pid)? / TICKS)
}
