//! Where an event comes from: the agent that took the step, and what it worked on.
use crate::step::Mode;

/// What an event's envelope says besides ids and time. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The coding agent, such as `claude-code`.
    pub agent: Option<String>,
    /// Its version.
    pub agent_version: Option<String>,
    /// Whether a person sits in front of it.
    pub mode: Option<Mode>,
    /// The repository.
    pub repo_id: Option<String>,
    /// The branch.
    pub branch: Option<String>,
    /// The person's team.
    pub team_id: Option<String>,
    /// Where the agent runs, such as `ci` or `production`.
    pub environment: Option<String>,
}

impl Origin {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
