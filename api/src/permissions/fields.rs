//! Which fields require what. A field that is not listed requires nothing beyond what its parent requires;
//! the fields of the three roots are all listed. A test requests every field of the built schema with every
//! kind of caller and compares.
use domain::Capability;

/// What a field requires of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A signed-in person.
    SignedIn,
    /// A person whose role has this capability.
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
    ("Organization.agents", May(ManageOrganization)),
    ("Organization.unknownRecords", May(ManageOrganization)),
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

/// The rule for a field, given as `Type.field`; `None` if it requires no more than its parent.
#[must_use]
pub fn rule(field: &str) -> Option<Rule> {
    FIELDS.iter().find(|(name, _)| *name == field).map(|(_, rule)| *rule)
}
