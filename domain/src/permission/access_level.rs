//! How far a permission reaches.

/// Whose data a role may access; each level includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccessLevel {
    /// Nobody's data.
    Nothing,
    /// The person's own data.
    Own,
    /// The data of the person's organization.
    Organization,
    /// The data of every organization.
    Any,
}

impl AccessLevel {
    /// As printed in the documentation.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Nothing => "no",
            Self::Own => "own",
            Self::Organization => "own organization",
            Self::Any => "any organization",
        }
    }
}
