//! What can be followed.
use domain::OrgId;

/// What can be followed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// One organization.
    Organization(OrgId),
    /// All of them together.
    Platform,
}
