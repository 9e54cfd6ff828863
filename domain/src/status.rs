//! How a run ended.
use crate::codes::coded_enum;

coded_enum! {
    /// The outcome reported by a `run_completed` event. RUNNING and LOST are not outcomes: they are derived
    /// when a run without a terminal event is read.
    pub enum RunStatus {
        /// The agent finished the task.
        Success = 1 => "success",
        /// The agent failed.
        Fail = 2 => "fail",
        /// The run exceeded its time limit.
        Timeout = 3 => "timeout",
        /// The run was canceled.
        Cancelled = 4 => "cancelled",
    }
}
