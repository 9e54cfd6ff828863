//! The people as whom development mode signs in.
use domain::Role;

/// A person to sign in as in development mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The subject of the token.
    pub id: &'static str,
    /// The name.
    pub name: &'static str,
    /// The email address.
    pub email: &'static str,
    /// The organization; `None` for people of the platform.
    pub org_id: Option<&'static str>,
    /// The role.
    pub role: Role,
}

/// All people of development mode, in the order of their roles.
pub const PRESETS: [Preset; 6] = [
    preset("alice", "Alice Moreau", "alice@acme-robotics.example", Some("acme-robotics"), Role::Member),
    preset("bob", "Bob Lindqvist", "bob@acme-robotics.example", Some("acme-robotics"), Role::Manager),
    preset("carol", "Carol Mensah", "carol@acme-robotics.example", Some("acme-robotics"), Role::OrgAdmin),
    preset("dan", "Dan Whitfield", "dan@northwind-labs.example", Some("northwind-labs"), Role::OrgAdmin),
    preset("eve", "Eve Larsen", "eve@tachograph.example", None, Role::Support),
    preset("frank", "Frank Keller", "frank@tachograph.example", None, Role::SuperAdmin),
];

/// The person who may register organizations.
pub const OPERATOR: Preset = PRESETS[5];

const fn preset(
    id: &'static str,
    name: &'static str,
    email: &'static str,
    org_id: Option<&'static str>,
    role: Role,
) -> Preset {
    Preset { id, name, email, org_id, role }
}
