//! Who may do what, said once: how far each role reaches with each capability. Guards, scopes, exports,
//! `Viewer.permissions` and the printed page all ask here.

mod access_level;
mod capability;
mod table;

pub use access_level::AccessLevel;
pub use capability::Capability;
pub use table::{one_scope_serves, reach};

use crate::Person;

impl Person {
    /// How far the person reaches.
    #[must_use]
    pub const fn reach(&self, capability: Capability) -> AccessLevel {
        reach(capability, self.role)
    }

    /// Whether the person may do this anywhere at all; where, is for the scope to say.
    ///
    /// # Errors
    /// The capability, for roles that may not.
    pub const fn may(&self, capability: Capability) -> Result<(), Capability> {
        match self.reach(capability) {
            AccessLevel::Nothing => Err(capability),
            AccessLevel::Own | AccessLevel::Organization | AccessLevel::Any => Ok(()),
        }
    }
}
