//! Progress reports of long-running work.

/// Receives the progress of a rebuild or a verification; the unit is events.
pub trait Progress: Send {
    /// Called with the number of events that will be read.
    fn expect(&mut self, events: u64);
    /// Called when this many more events have been read.
    fn advance(&mut self, events: u64);
}

/// Ignores progress.
impl Progress for () {
    fn expect(&mut self, _events: u64) {}
    fn advance(&mut self, _events: u64) {}
}
