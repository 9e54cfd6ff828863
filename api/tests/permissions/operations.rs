//! Every operation, by the organization it names.

/// The operations, and their names in the table. `ORG` is replaced by the organization, `KEY` by one of its
/// keys, `PLATFORM` by one of the platform's.
pub(crate) const QUERIES: &[(&str, &str)] = &[
    ("viewer", "{ viewer { role permissions } }"),
    ("organizations", "{ organizations { totalCount nodes { id name } } }"),
    ("organization", "{ organization(id: \"ORG\") { id name createdAt } }"),
    ("organization.metrics", "{ organization(id: \"ORG\") { metrics(PERIOD) { runs activeUsers costUsd } } }"),
    ("organization.trends", "{ organization(id: \"ORG\") { trends(PERIOD) { metrics { runs } } } }"),
    ("organization.failureCategories", "{ organization(id: \"ORG\") { failureCategories(PERIOD) { count } } }"),
    ("organization.live", "{ organization(id: \"ORG\") { live { running activeSessions } } }"),
    (
        "organization.sessions",
        "{ organization(id: \"ORG\") { sessions(PERIOD) { totalCount summary { runs costUsd } nodes { id } } } }",
    ),
    ("organization.session, the own", "{ organization(id: \"ORG\") { session(id: \"ORG-mine\") { id runs { id } } } }"),
    ("organization.session, another's", "{ organization(id: \"ORG\") { session(id: \"ORG-yours\") { id } } }"),
    (
        "organization.users",
        "{ organization(id: \"ORG\") { users(PERIOD) { totalCount summary { runs } nodes { id name } } } }",
    ),
    (
        "organization.user, oneself",
        "{ organization(id: \"ORG\") { user(id: \"ada\") { id metrics(PERIOD) { runs } sessions(PERIOD) { totalCount } } } }",
    ),
    (
        "organization.user, another",
        "{ organization(id: \"ORG\") { user(id: \"bob\") { id metrics(PERIOD) { runs } sessions(PERIOD) { totalCount } } } }",
    ),
    ("organization.ingestKeys", "{ organization(id: \"ORG\") { ingestKeys { name } } }"),
    ("platformIngestKeys", "{ platformIngestKeys { name } }"),
    ("global", "{ global(PERIOD) { organizationCount metrics { runs } } }"),
    ("deadLetters", "{ deadLetters { totalCount nodes { eventId } } }"),
    ("pipeline", "{ pipeline { __typename } }"),
    ("upsertOrganization", "mutation { upsertOrganization(id: \"ORG\", name: \"A company\") { id } }"),
    (
        "upsertMember",
        "mutation { upsertMember(organizationId: \"ORG\", member: {userId: \"nora\", role: MEMBER}) { id } }",
    ),
    ("removeMember", "mutation { removeMember(organizationId: \"ORG\", userId: \"nora\") { id } }"),
    ("createIngestKey", "mutation { createIngestKey(organizationId: \"ORG\", name: \"new\") { __typename } }"),
    ("createIngestKey, platform", "mutation { createIngestKey(name: \"new\") { __typename } }"),
    ("revokeIngestKey", "mutation { revokeIngestKey(id: \"KEY\") { __typename } }"),
    ("revokeIngestKey, platform", "mutation { revokeIngestKey(id: \"PLATFORM\") { __typename } }"),
    ("replayDeadLetters", "mutation { replayDeadLetters(organizationId: \"ORG\", eventIds: []) }"),
    ("liveRunCounts", "subscription { liveRunCounts(organizationId: \"ORG\") { __typename } }"),
    ("globalLiveRunCounts", "subscription { globalLiveRunCounts { __typename } }"),
    (
        "sessionEvents, the own",
        "subscription { sessionEvents(organizationId: \"ORG\", sessionId: \"ORG-mine\") { __typename } }",
    ),
    (
        "sessionEvents, another's",
        "subscription { sessionEvents(organizationId: \"ORG\", sessionId: \"ORG-yours\") { __typename } }",
    ),
];

/// The exported files.
pub(crate) const FILES: &[&str] = &["sessions.csv", "sessions.json", "users.csv", "users.json"];

/// An operation with its placeholders replaced.
pub(crate) fn filled(text: &str, org: &str, key: &str, platform: &str) -> String {
    let period = "period: {from: \"2026-03-01\", to: \"2026-03-02\"}";
    text.replace("ORG", org).replace("KEY", key).replace("PLATFORM", platform).replace("PERIOD", period)
}
