//! Why a run did not succeed.
use crate::RunStatus;
use crate::codes::coded_enum;

coded_enum! {
    /// The failure category of a run that did not succeed (canceled and timed-out runs included).
    pub enum ErrorCategory {
        /// One of the agent's tools failed.
        Tool = 1 => "TOOL",
        /// The model failed.
        Model = 2 => "MODEL",
        /// Something took too long.
        Timeout = 3 => "TIMEOUT",
        /// Anything else.
        Other = 4 => "OTHER",
    }
}

impl ErrorCategory {
    /// The category of a run with this outcome; `None` for a success. `error_type` decides if it is
    /// `tool_error`, `model_error` or `timeout`; otherwise a timed-out run is TIMEOUT, and anything else OTHER.
    #[must_use]
    pub fn of(status: RunStatus, error_type: Option<&str>) -> Option<Self> {
        if status == RunStatus::Success {
            return None;
        }
        Some(match (error_type, status) {
            (Some("tool_error"), _) => Self::Tool,
            (Some("model_error"), _) => Self::Model,
            (Some("timeout"), _) | (_, RunStatus::Timeout) => Self::Timeout,
            _ => Self::Other,
        })
    }
}
