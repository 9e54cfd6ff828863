//! How far something is allowed.

/// Whose things a role reaches; each reaches what the one before it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccessLevel {
    /// Nobody's.
    Nothing,
    /// One's own.
    Own,
    /// Those of one's organization.
    Organization,
    /// Those of every organization.
    Any,
}

impl AccessLevel {
    /// As it is printed.
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
