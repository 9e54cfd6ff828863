//! What can be allowed.
use super::{AccessLevel, reach};
use crate::Role;
use std::fmt::{Display, Formatter, Result};

/// Something that a role may do or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Capability {
    /// See the figures of a whole organization.
    ViewFigures,
    /// See sessions and what is in them.
    ViewSessions,
    /// See people and their figures.
    ViewUsers,
    /// Take lists away.
    Export,
    /// Write the directory and the ingest keys of an organization.
    ManageOrganization,
    /// Enter another organization than one's own.
    SwitchOrganization,
    /// See the whole platform and run it.
    OperatePlatform,
}

impl Capability {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 7] = [
        Self::ViewFigures,
        Self::ViewSessions,
        Self::ViewUsers,
        Self::Export,
        Self::ManageOrganization,
        Self::SwitchOrganization,
        Self::OperatePlatform,
    ];

    /// What it is, for people.
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

    /// The roles that may, at least somewhere.
    pub fn roles(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| reach(self, *role) != AccessLevel::Nothing)
    }
}

/// Why somebody was refused: who may instead.
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
