//! Lists as files.
use super::describe::{COOKIE, Route, TOKEN, get, plain};
use utoipa::openapi::schema::Type;

const TAG: &str = "Exports";

pub(super) fn routes() -> Vec<Route> {
    let sessions = "For sessions: ";
    let of_sessions = |text: &str| format!("{sessions}{text}");
    vec![
        get(TAG, "/export/{org}/{file}", "Take a list away")
            .tells(
                "The whole filtered list as a file, for MANAGER, ORG_ADMIN and the platform's roles. What a parameter \
                 means is told by the field of the same name in the GraphQL schema; unknown ones are refused.",
            )
            .by([TOKEN, COOKIE])
            .part("org", "The organization.")
            .part("file", "sessions.csv, sessions.json, users.csv or users.json.")
            .needs("from", "The first day, YYYY-MM-DD, in UTC.")
            .needs("to", "The last day; at most 400 days.")
            .may("orderBy", Type::String, "A word of SessionOrderField or UserOrderField.")
            .may("direction", Type::String, "ASC or DESC.")
            .may("search", Type::String, "For users: id, name or email contains this.")
            .may("idContains", Type::String, &of_sessions("the id contains this."))
            .may("userId", Type::String, &of_sessions("they belong to this user."))
            .may("hasFailures", Type::Boolean, &of_sessions("a run did not succeed; false: every one did."))
            .may("hasHandoff", Type::Boolean, &of_sessions("they have a handoff."))
            .may("hasPostHandoff", Type::Boolean, &of_sessions("a run ended within 4 hours after a handoff."))
            .may("minLifespanMs", Type::Integer, &of_sessions("the least lifespan, in milliseconds."))
            .may("maxLifespanMs", Type::Integer, &of_sessions("the greatest lifespan, in milliseconds."))
            .may("minCostUsd", Type::Number, &of_sessions("the least cost, in USD."))
            .may("maxCostUsd", Type::Number, &of_sessions("the greatest cost, in USD."))
            .answers("200", "The file", "text/csv", plain(Type::String))
            .refuses("400", "BAD_USER_INPUT: the message names the parameter")
            .refuses("404", "NOT_FOUND: no such file, or an organization that the caller may not know of")
            .guarded()
            .done(),
    ]
}
