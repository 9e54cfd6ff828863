//! How much memory this process has, and has had at most. Each test has a process of its own.
use testkit::Result;

/// A field of `/proc/self/status`, in bytes.
fn field(name: &str) -> Result<usize> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("the field is there");
    Ok(line.trim_start_matches(':').trim().trim_end_matches(" kB").parse::<usize>()? * 1024)
}

/// What it has now.
pub(crate) fn now() -> Result<usize> {
    field("VmRSS")
}

/// What it has now, from where the most that it has is told anew.
pub(crate) fn mark() -> Result<usize> {
    std::fs::write("/proc/self/clear_refs", "5")?;
    now()
}

/// The most that it has had since the last mark.
pub(crate) fn peak() -> Result<usize> {
    field("VmHWM")
}

pub(crate) const MEGABYTE: usize = 1024 * 1024;
