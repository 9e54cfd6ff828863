//! How long work tells how far it is.

/// Hears about the progress of a rebuild or a verification; the unit is events.
pub trait Progress: Send {
    /// The work will read this many events.
    fn expect(&mut self, events: u64);
    /// It has read so many more.
    fn advance(&mut self, events: u64);
}

/// Nobody looks.
impl Progress for () {
    fn expect(&mut self, _events: u64) {}
    fn advance(&mut self, _events: u64) {}
}
