//! What is recorded.

/// Something that somebody may do and that is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Signed in with a browser.
    SignIn,
    /// Signed out with a browser.
    SignOut,
    /// Registered or renamed an organization.
    UpsertOrganization,
    /// Made or changed a directory entry.
    UpsertMember,
    /// Took somebody out of the directory.
    RemoveMember,
    /// Created an ingest key.
    CreateIngestKey,
    /// Revoked an ingest key.
    RevokeIngestKey,
    /// Took data away as a file.
    Export,
    /// Set for how long an organization's events are kept.
    SetRetention,
    /// Had dead letters tried again.
    ReplayDeadLetters,
}

impl Action {
    /// The word under which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SignIn => "SIGN_IN",
            Self::SignOut => "SIGN_OUT",
            Self::UpsertOrganization => "UPSERT_ORGANIZATION",
            Self::UpsertMember => "UPSERT_MEMBER",
            Self::RemoveMember => "REMOVE_MEMBER",
            Self::CreateIngestKey => "CREATE_INGEST_KEY",
            Self::RevokeIngestKey => "REVOKE_INGEST_KEY",
            Self::Export => "EXPORT",
            Self::SetRetention => "SET_RETENTION",
            Self::ReplayDeadLetters => "REPLAY_DEAD_LETTERS",
        }
    }
}
