//! The table of permissions: the reach of each role.
use super::AccessLevel::{Any, Nothing, Organization, Own};
use super::{AccessLevel, Capability};
use crate::Role;

/// The role's reach with this capability.
#[must_use]
pub const fn reach(capability: Capability, role: Role) -> AccessLevel {
    let [member, manager, org_admin, support, super_admin] = match capability {
        Capability::ViewFigures => [Organization, Organization, Organization, Any, Any],
        Capability::ViewSessions => [Own, Organization, Organization, Any, Any],
        Capability::ViewUsers => [Own, Organization, Organization, Any, Any],
        Capability::Export => [Nothing, Organization, Organization, Any, Any],
        Capability::ManageOrganization => [Nothing, Nothing, Organization, Nothing, Any],
        Capability::SwitchOrganization => [Nothing, Nothing, Nothing, Any, Any],
        Capability::OperatePlatform => [Nothing, Nothing, Nothing, Nothing, Any],
    };
    match role {
        Role::Member => member,
        Role::Manager => manager,
        Role::OrgAdmin => org_admin,
        Role::Support => support,
        Role::SuperAdmin => super_admin,
    }
}

/// Whether one scope can cover everything that a role may see: a scope restricts sessions and people alike.
#[must_use]
pub const fn one_scope_serves(role: Role) -> bool {
    reach(Capability::ViewSessions, role) as u8 == reach(Capability::ViewUsers, role) as u8
}

const _: () = assert!(
    one_scope_serves(Role::Member)
        && one_scope_serves(Role::Manager)
        && one_scope_serves(Role::OrgAdmin)
        && one_scope_serves(Role::Support)
        && one_scope_serves(Role::SuperAdmin),
    "a scope that narrows sessions and people differently has to be invented first"
);
