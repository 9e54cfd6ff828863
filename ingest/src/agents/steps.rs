//! Steps of which nothing is known yet but the least that every step has.
use domain::{CallStatus, ModelCalled, RejectedBy, StepRole, ToolStatus, ToolUsed};

/// The name of a model or a tool that the agent does not name. The step is counted all the same.
const UNKNOWN: &str = "unknown";

/// A model call without tokens.
pub(super) fn model_called(role: StepRole, status: CallStatus, model: Option<&str>) -> ModelCalled {
    ModelCalled {
        role,
        status,
        error_type: None,
        model: model.unwrap_or(UNKNOWN).to_owned(),
        input_tokens: 0,
        cache_read_tokens: None,
        cache_write_tokens: None,
        output_tokens: 0,
        reasoning_tokens: None,
        cost: None,
        duration_ms: None,
        first_token_ms: None,
        call_id: None,
        asked_tools: None,
    }
}

/// A tool use without times.
pub(super) fn tool_used(tool: Option<&str>, role: Option<StepRole>, status: ToolStatus) -> ToolUsed {
    ToolUsed {
        tool: tool.unwrap_or(UNKNOWN).to_owned(),
        role,
        status,
        rejected_by: None,
        model_call_id: None,
        duration_ms: None,
        waited_ms: None,
        call_id: None,
    }
}

/// Who rejected a tool use.
pub(super) const fn rejected_by(is_person: bool) -> RejectedBy {
    if is_person { RejectedBy::User } else { RejectedBy::Policy }
}

/// The status of a tool use that ended.
pub(super) const fn ended(is_ok: bool) -> ToolStatus {
    if is_ok { ToolStatus::Ok } else { ToolStatus::Error }
}
