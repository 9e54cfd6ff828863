//! The current and maximum memory of this process. Each test has its own process.
use testkit::Result;

/// A field of `/proc/self/status`, in bytes.
fn field(name: &str) -> Result<usize> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("the field is there");
    Ok(line.trim_start_matches(':').trim().trim_end_matches(" kB").parse::<usize>()? * 1024)
}

/// The current memory, without the pages of the program's own file, which are read as it runs.
pub(crate) fn now() -> Result<usize> {
    field("RssAnon")
}

/// The current memory, with everything that the maximum includes; also resets the maximum.
pub(crate) fn mark() -> Result<usize> {
    std::fs::write("/proc/self/clear_refs", "5")?;
    field("VmRSS")
}

/// The maximum memory since the last mark.
pub(crate) fn peak() -> Result<usize> {
    field("VmHWM")
}

pub(crate) const MEGABYTE: usize = 1024 * 1024;
