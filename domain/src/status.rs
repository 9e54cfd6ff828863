//! How a run ended.
use crate::codes::coded_enum;

coded_enum! {
    /// The outcome that a `run_completed` event reports. RUNNING and LOST are no outcomes: they are
    /// judged when a run without a terminal event is read.
    pub enum RunStatus {
        /// The agent finished what it was asked.
        Success = 1 => "success",
        /// The agent failed.
        Fail = 2 => "fail",
        /// The run took longer than it was allowed to.
        Timeout = 3 => "timeout",
        /// Someone cancelled it.
        Cancelled = 4 => "cancelled",
    }
}
