//! What asks for what. A field that is not listed asks for nothing beyond what its parent asked; the
//! fields of the three roots are all listed. A test asks every field of the built schema as everybody
//! and compares.
use domain::Capability;

/// What a field asks of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A person who signed in.
    SignedIn,
    /// A person whose role may do this.
    May(Capability),
    /// An ingest key.
    Producer,
}

use Capability::{ManageOrganization, OperatePlatform, ViewFigures, ViewSessions, ViewUsers};
use Rule::{May, Producer, SignedIn};

/// Every field with a guard of its own.
pub const FIELDS: &[(&str, Rule)] = &[
    ("Query.viewer", SignedIn),
    ("Query.organizations", SignedIn),
    ("Query.organization", SignedIn),
    ("Query.platformIngestKeys", May(OperatePlatform)),
    ("Query.global", May(OperatePlatform)),
    ("Query.deadLetters", May(OperatePlatform)),
    ("Query.pipeline", May(OperatePlatform)),
    ("Organization.metrics", May(ViewFigures)),
    ("Organization.trends", May(ViewFigures)),
    ("Organization.failureCategories", May(ViewFigures)),
    ("Organization.live", May(ViewFigures)),
    ("Organization.sessions", May(ViewSessions)),
    ("Organization.session", May(ViewSessions)),
    ("Organization.users", May(ViewUsers)),
    ("Organization.user", May(ViewUsers)),
    ("Organization.ingestKeys", May(ManageOrganization)),
    ("Mutation.ingestEvents", Producer),
    ("Mutation.upsertOrganization", May(OperatePlatform)),
    ("Mutation.upsertMember", May(ManageOrganization)),
    ("Mutation.removeMember", May(ManageOrganization)),
    ("Mutation.createIngestKey", May(ManageOrganization)),
    ("Mutation.revokeIngestKey", May(ManageOrganization)),
    ("Mutation.replayDeadLetters", May(OperatePlatform)),
    ("Subscription.liveRunCounts", May(ViewFigures)),
    ("Subscription.globalLiveRunCounts", May(OperatePlatform)),
    ("Subscription.sessionEvents", May(ViewSessions)),
];

/// The rule of a field, `Type.field`; none where it asks for no more than its parent.
#[must_use]
pub fn rule(field: &str) -> Option<Rule> {
    FIELDS.iter().find(|(name, _)| *name == field).map(|(_, rule)| *rule)
}
