//! What a person may do.
use crate::codes::coded_enum;

coded_enum! {
    /// A role of a person; MEMBER < MANAGER < `ORG_ADMIN` belong to one organization, SUPPORT and
    /// `SUPER_ADMIN` to the platform.
    pub enum Role {
        /// Sees the organization's metrics and the person's own sessions.
        Member = 1 => "MEMBER",
        /// Sees everything in the organization.
        Manager = 2 => "MANAGER",
        /// Also manages its members and ingest keys.
        OrgAdmin = 3 => "ORG_ADMIN",
        /// Sees any organization.
        Support = 4 => "SUPPORT",
        /// May do anything.
        SuperAdmin = 5 => "SUPER_ADMIN",
    }
}

impl Role {
    /// Whether the role belongs to the platform, so that the person has no organization.
    #[must_use]
    pub const fn is_platform(self) -> bool {
        matches!(self, Self::Support | Self::SuperAdmin)
    }
}
