//! The words of the contract.
use async_graphql::Enum;
use async_graphql::resolver_utils::EnumType;
use domain::Capability;
use domain::permission::AccessLevel;
use domain::permission::reach;

/// What a person may do; MEMBER, MANAGER and ORG_ADMIN belong to an organization, SUPPORT and
/// SUPER_ADMIN to the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::Role")]
pub enum Role {
    /// Sees the organization's figures and their own sessions.
    Member,
    /// Sees everything in the organization.
    Manager,
    /// Also manages its members and ingest keys.
    OrgAdmin,
    /// Reads any organization.
    Support,
    /// May do anything.
    SuperAdmin,
}

/// The status of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum RunStatus {
    /// It has not ended: its first event is less than 6 hours old, or, if its agent reports steps but neither start nor
    /// end of a run, its last step less than 30 minutes.
    Running,
    /// Its start was reported, its end was not, and its first event is older than that. Only the cost and tokens of
    /// its steps count.
    Lost,
    /// Its agent reports steps but neither start nor end of a run, and has been silent for longer than that. Only its
    /// cost, its tokens and its steps count.
    Stopped,
    /// It succeeded.
    Success,
    /// It failed.
    Fail,
    /// It took longer than allowed.
    Timeout,
    /// Someone cancelled it.
    Cancelled,
}

impl From<domain::RunStatus> for RunStatus {
    fn from(status: domain::RunStatus) -> Self {
        match status {
            domain::RunStatus::Success => Self::Success,
            domain::RunStatus::Fail => Self::Fail,
            domain::RunStatus::Timeout => Self::Timeout,
            domain::RunStatus::Cancelled => Self::Cancelled,
        }
    }
}

/// Where a cost comes from. A sum is as good as the least of its parts: UNKNOWN, PRICED, REPORTED.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::CostSource")]
pub enum CostSource {
    /// The agent reports it.
    Reported,
    /// Computed from a list of prices.
    Priced,
    /// The price of a model is not known, so that its part of the cost is missing.
    Unknown,
}

/// Whether a person sits in front of the agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::Mode")]
pub enum AgentMode {
    /// Nobody does: the agent was started with a task and works alone.
    Headless,
    /// A person types prompts and answers the agent's questions.
    Interactive,
}

/// Why a run did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::ErrorCategory")]
pub enum ErrorCategory {
    /// A tool of the agent failed.
    Tool,
    /// The model failed.
    Model,
    /// Something took too long.
    Timeout,
    /// Anything else.
    Other,
}

/// How the work was taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::HandoffMethod")]
pub enum HandoffMethod {
    /// The whole session moved to the person's machine.
    Teleport,
    /// Opened in the command line client.
    OpenInCli,
    /// The files were downloaded.
    Download,
    /// The patch was copied.
    CopyPatch,
    /// Any other method.
    Other,
}

/// The party behind an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::Actor")]
pub enum Actor {
    /// The person who works in the session.
    User,
    /// The coding agent.
    Agent,
    /// The platform that runs the agent.
    System,
}

/// The width of a trend's buckets. The first and the last are clipped to the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "query::metrics::Bucket")]
pub enum Bucket {
    /// A UTC day.
    Day,
    /// Seven days, starting on Monday.
    Week,
    /// A calendar month.
    Month,
}

/// Sort direction; nulls come last in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum Direction {
    /// Ascending.
    Asc,
    /// Descending.
    Desc,
}

impl Direction {
    /// The word of the contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Asc => "ASC",
            Self::Desc => "DESC",
        }
    }
}

/// What the caller may do beyond seeing the organization's figures and their own sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum Permission {
    /// See everybody's sessions.
    ViewAllSessions,
    /// See everybody's figures.
    ViewUsers,
    /// Export lists as CSV or JSON.
    Export,
    /// Manage an organization's directory and ingest keys.
    ManageOrganization,
    /// See any organization.
    SwitchOrganization,
    /// See the whole platform.
    ViewGlobal,
}

impl Permission {
    /// What a role may do.
    #[must_use]
    pub fn of(role: domain::Role) -> Vec<Self> {
        // A permission is told where it reaches beyond the own rows, which everybody sees.
        let all = [
            (Self::ViewAllSessions, Capability::ViewSessions),
            (Self::ViewUsers, Capability::ViewUsers),
            (Self::Export, Capability::Export),
            (Self::ManageOrganization, Capability::ManageOrganization),
            (Self::SwitchOrganization, Capability::SwitchOrganization),
            (Self::ViewGlobal, Capability::OperatePlatform),
        ];
        let granted = all.into_iter().filter(|(_, capability)| reach(*capability, role) > AccessLevel::Own);
        granted.map(|(permission, _)| permission).collect()
    }

    /// The word of the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        <Self as EnumType>::items().iter().find(|item| item.value == self).map_or("?", |item| item.name)
    }
}
