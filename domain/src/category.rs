//! Why a run did not succeed.
use crate::RunStatus;
use crate::codes::coded_enum;

coded_enum! {
    /// The category of a run that did not succeed (cancelled and timed out ones included).
    pub enum ErrorCategory {
        /// A tool of the agent failed.
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
    /// The category of a run with this outcome; `None` for a success. `error_type` decides where it
    /// is `tool_error`, `model_error` or `timeout`; else a timed out run is TIMEOUT; else OTHER.
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
