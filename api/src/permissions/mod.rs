//! Who may do what, said once. [`table`] says which role reaches how far, [`fields`] which field and
//! which file asks for what; guards, scopes, exports, `Viewer.permissions` and the printed page all
//! ask here.

mod capability;
pub mod fields;
mod page;
mod reach;
mod table;

pub use capability::Capability;
pub use page::page;
pub use reach::Reach;
pub use table::{one_scope_serves, reach};

use crate::auth::Person;
use crate::error::ApiError;

impl Person {
    /// How far the person reaches.
    #[must_use]
    pub const fn reach(&self, capability: Capability) -> Reach {
        reach(capability, self.role)
    }

    /// Whether the person may do this anywhere at all; where, is for the scope to say.
    ///
    /// # Errors
    /// FORBIDDEN for roles that may not.
    pub const fn may(&self, capability: Capability) -> Result<(), ApiError> {
        match self.reach(capability) {
            Reach::Nothing => Err(ApiError::NotAllowed(capability)),
            Reach::Own | Reach::Organization | Reach::Any => Ok(()),
        }
    }
}
