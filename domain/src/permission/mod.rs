//! Who may do what, defined in one place: the reach of each role for each capability. Guards, scopes, exports,
//! `Viewer.permissions` and the printed page all use it.

mod access_level;
mod capability;
mod table;

pub use access_level::AccessLevel;
pub use capability::Capability;
pub use table::{one_scope_serves, reach};

use crate::Person;

impl Person {
    /// The person's reach with this capability.
    #[must_use]
    pub const fn reach(&self, capability: Capability) -> AccessLevel {
        reach(capability, self.role)
    }

    /// Whether the person may do this anywhere at all; the scope decides where.
    ///
    /// # Errors
    /// Returns the capability if the role does not have it.
    pub const fn may(&self, capability: Capability) -> Result<(), Capability> {
        match self.reach(capability) {
            AccessLevel::Nothing => Err(capability),
            AccessLevel::Own | AccessLevel::Organization | AccessLevel::Any => Ok(()),
        }
    }
}
