//! The actions that the audit log records.

/// An action that is recorded in the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Signed in with a browser.
    SignIn,
    /// Signed out with a browser.
    SignOut,
    /// Registered or renamed an organization.
    UpsertOrganization,
    /// Created or changed a directory entry.
    UpsertMember,
    /// Removed a person from the directory.
    RemoveMember,
    /// Created an ingest key.
    CreateIngestKey,
    /// Revoked an ingest key.
    RevokeIngestKey,
    /// Downloaded data as a file.
    Export,
    /// Set how long an organization's events are kept.
    SetRetention,
    /// Retried dead letters.
    ReplayDeadLetters,
}

impl Action {
    /// The word that is stored for it.
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
