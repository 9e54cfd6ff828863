//! What an agent does in a session, step by step, whatever it reports by: prompts, model calls, tool uses.
//!
//! [`play`] writes a script, [`truth`] says what has to be known of it in the end, and [`crate::otlp`] and
//! [`contract`] report it as agents do.

pub mod agent;
mod contract;
mod play;
pub mod truth;

pub use agent::Agent;
pub use contract::events;
pub(crate) use play::write;

use domain::{ActivityCounted, Instant, Mode, NanoUsd, RejectedBy, StepRole};

/// One session of one agent.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    /// The agent.
    pub agent: Agent,
    /// The organization.
    pub org_id: String,
    /// The session.
    pub session_id: String,
    /// The person.
    pub user_id: String,
    /// The person's team.
    pub team_id: String,
    /// The repository.
    pub repo_id: String,
    /// The branch.
    pub branch: String,
    /// One turn for each prompt, one after the other.
    pub turns: Vec<Turn>,
}

/// A prompt, and what the agent does about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// The id of its run, for agents that report one.
    pub run_id: String,
    /// When the person asks.
    pub at: Instant,
    /// What the person asks for.
    pub text: String,
    /// Whether somebody sits in front of the agent.
    pub mode: Mode,
    /// The steps, in the order in which they begin.
    pub steps: Vec<Step>,
    /// How it ends.
    pub ending: Ending,
    /// What it changes, and how long both sides are active.
    pub activity: ActivityCounted,
}

/// How a turn ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The last answer asks for no tool.
    Answered,
    /// The model cannot be called.
    Failed,
    /// The model does not answer in time.
    TimedOut,
    /// The person rejects a tool use, and with it the turn.
    Rejected,
    /// The person or a signal stops the agent in the middle of a step. Nothing reports it.
    Interrupted,
}

/// A step of a turn.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A model call.
    Call(Call),
    /// A tool use.
    Tool(Tool),
}

/// A model call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Its id.
    pub id: String,
    /// Which part of the agent calls.
    pub role: StepRole,
    /// The model.
    pub model: &'static str,
    /// When it begins.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// Why it fails, if it does.
    pub failure: Option<Failure>,
    /// Tokens that the model reads, caches included.
    pub input_tokens: i64,
    /// Those of them that come from a cache.
    pub cache_read_tokens: i64,
    /// Those of them that are written to a cache.
    pub cache_write_tokens: i64,
    /// Tokens that the model writes, reasoning included.
    pub output_tokens: i64,
    /// Those of them that are reasoning.
    pub reasoning_tokens: i64,
    /// The cost, if the agent reports it.
    pub cost: Option<NanoUsd>,
    /// From the request to the first token, in milliseconds.
    pub first_token_ms: i64,
    /// Whether the answer asks for tools.
    pub asks_tools: bool,
}

/// Why a model call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The provider answers with this status of HTTP.
    Status(i64),
    /// The provider does not answer.
    Timeout,
}

/// A tool use.
#[derive(Clone, Debug, PartialEq)]
pub struct Tool {
    /// Its id.
    pub id: String,
    /// The model call that asks for it.
    pub call_id: String,
    /// Which part of the agent uses it.
    pub role: StepRole,
    /// The tool.
    pub name: &'static str,
    /// When it is decided whether it is allowed.
    pub decided: Instant,
    /// How long a person took to decide, in milliseconds; `None` if a rule did.
    pub waited_ms: Option<i64>,
    /// How it ends.
    pub end: ToolEnd,
}

/// How a tool use ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToolEnd {
    /// It ended at this instant.
    Done {
        /// When.
        at: Instant,
        /// Whether it did what it was asked.
        ok: bool,
    },
    /// It was not allowed.
    Rejected(RejectedBy),
    /// It was interrupted.
    Never,
}

impl Step {
    /// Which part of the agent takes it.
    #[must_use]
    pub const fn role(&self) -> StepRole {
        match self {
            Self::Call(call) => call.role,
            Self::Tool(tool) => tool.role,
        }
    }

    /// When it is last reported.
    #[must_use]
    pub const fn last(&self) -> Instant {
        match self {
            Self::Call(call) => call.end,
            Self::Tool(tool) => tool.last(),
        }
    }
}

impl Tool {
    /// When it is last reported.
    #[must_use]
    pub const fn last(&self) -> Instant {
        match self.end {
            ToolEnd::Done { at, .. } => at,
            ToolEnd::Rejected(_) | ToolEnd::Never => self.decided,
        }
    }
}

impl Call {
    /// How long it takes, in milliseconds.
    #[must_use]
    pub const fn duration_ms(&self) -> i64 {
        self.end.millis_since(self.start)
    }
}

impl Turn {
    /// The model calls.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        self.steps.iter().filter_map(|step| match step {
            Step::Call(call) => Some(call),
            Step::Tool(_) => None,
        })
    }

    /// When its last step is last reported, utility steps included; the prompt's time where it has none.
    #[must_use]
    pub fn last(&self) -> Instant {
        self.steps.iter().map(Step::last).max().unwrap_or(self.at)
    }
}
