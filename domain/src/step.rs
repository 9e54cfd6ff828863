//! The words with which agents describe the steps of a run: model calls and tool uses.
use crate::codes::coded_enum;

coded_enum! {
    /// Whether a person sits in front of the agent.
    pub enum Mode {
        /// Nobody does: the agent was started with a task and works alone.
        Headless = 1 => "headless",
        /// A person types prompts and answers the agent's questions.
        Interactive = 2 => "interactive",
    }
}

coded_enum! {
    /// Which part of the agent took a step.
    pub enum StepRole {
        /// The agent itself.
        Main = 1 => "main",
        /// An agent that it started.
        Subagent = 2 => "subagent",
        /// Work beside the task, such as a title or a summary; it decides neither end nor outcome of a run.
        Utility = 3 => "utility",
    }
}

coded_enum! {
    /// How a model call ended.
    pub enum CallStatus {
        /// The model answered.
        Ok = 1 => "ok",
        /// It did not.
        Error = 2 => "error",
    }
}

coded_enum! {
    /// How far a tool use is.
    pub enum ToolStatus {
        /// It began.
        Started = 1 => "started",
        /// It ended, and the tool did what it was asked.
        Ok = 2 => "ok",
        /// It ended with an error.
        Error = 3 => "error",
        /// It was not allowed.
        Rejected = 4 => "rejected",
    }
}

coded_enum! {
    /// Who did not allow a tool use.
    pub enum RejectedBy {
        /// The person.
        User = 1 => "user",
        /// A rule.
        Policy = 2 => "policy",
    }
}

coded_enum! {
    /// Where a cost comes from. The values are in ascending order of trust: a sum is as good as the least of its
    /// parts.
    pub enum CostSource {
        /// Nowhere: the model's price is not known, so the cost is missing.
        Unknown = 1 => "unknown",
        /// Computed from a list of prices.
        Priced = 2 => "priced",
        /// The agent reported it.
        Reported = 3 => "reported",
    }
}
