//! What a role may be allowed to do.
use super::{AccessLevel, reach};
use crate::Role;
use std::fmt::{Display, Formatter, Result};

/// Something that a role may or may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Capability {
    /// See the metrics of a whole organization.
    ViewFigures,
    /// See sessions and their contents.
    ViewSessions,
    /// See people and their metrics.
    ViewUsers,
    /// Export lists.
    Export,
    /// Manage the directory and the ingest keys of an organization.
    ManageOrganization,
    /// Enter an organization other than the person's own.
    SwitchOrganization,
    /// See the whole platform, and operate it.
    OperatePlatform,
}

impl Capability {
    /// All of them, in display order.
    pub const ALL: [Self; 7] = [
        Self::ViewFigures,
        Self::ViewSessions,
        Self::ViewUsers,
        Self::Export,
        Self::ManageOrganization,
        Self::SwitchOrganization,
        Self::OperatePlatform,
    ];

    /// A description for people.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::ViewFigures => "figures, trends, failure categories and live counts of an organization",
            Self::ViewSessions => "sessions and everything in them",
            Self::ViewUsers => "people and their figures",
            Self::Export => "exporting lists as CSV or JSON",
            Self::ManageOrganization => "members and ingest keys of an organization",
            Self::SwitchOrganization => "switching to any organization",
            Self::OperatePlatform => {
                "the whole platform: its figures, its ingest keys, dead letters, registering organizations"
            }
        }
    }

    /// The roles that have it with any reach.
    pub fn roles(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| reach(self, *role) != AccessLevel::Nothing)
    }
}

/// The reason for rejecting a request: which roles are allowed instead.
impl Display for Capability {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str("this needs the role ")?;
        let roles: Vec<&str> = self.roles().map(Role::wire).collect();
        match roles.split_last() {
            Some((last, [])) => f.write_str(last),
            Some((last, others)) => write!(f, "{} or {last}", others.join(", ")),
            None => f.write_str("that nobody has"),
        }
    }
}
