//! The exports of lists as files.
use super::describe::{COOKIE, Describing, Route, TOKEN, get, plain};
use utoipa::openapi::schema::Type;

const TAG: &str = "Exports";

pub(super) fn routes() -> Vec<Route> {
    let by_path = get(TAG, "/export/{org}/{file}", "Export a list").part("org", "The organization.");
    let by_query = get(TAG, "/export/{file}", "Export a list of an organization with any id")
        .needs("organization", "The organization; an id of `.` or `..` cannot be part of a path.");
    [by_path, by_query].map(list).into()
}

fn list(route: Describing) -> Route {
    let sessions = "For sessions: ";
    let of_sessions = |text: &str| format!("{sessions}{text}");
    route
        .tells(
            "The whole filtered list as a file, for MANAGER, ORG_ADMIN and platform roles. Parameters mean the same \
                 as the fields with the same names in the GraphQL schema; unknown ones are refused.",
        )
        .by([TOKEN, COOKIE])
        .part("file", "sessions.csv, sessions.json, users.csv or users.json.")
        .needs("from", "The first day, YYYY-MM-DD, in UTC.")
        .needs("to", "The last day; at most 400 days.")
        .may("orderBy", Type::String, "A value of SessionOrderField or UserOrderField.")
        .may("direction", Type::String, "ASC or DESC.")
        .may("byteOrderMark", Type::Boolean, "For CSV: start with a byte order mark, so that Excel recognizes UTF-8.")
        .may("search", Type::String, "For users: id, name or email contains this.")
        .may("idContains", Type::String, &of_sessions("the id contains this."))
        .may("userId", Type::String, &of_sessions("they belong to this user."))
        .may("hasFailures", Type::Boolean, &of_sessions("a run did not succeed; false: every run did."))
        .may("hasHandoff", Type::Boolean, &of_sessions("they have a handoff."))
        .may("hasPostHandoff", Type::Boolean, &of_sessions("a run ended within 4 hours after a handoff."))
        .may("minLifespanMs", Type::Integer, &of_sessions("minimum lifespan, in milliseconds."))
        .may("maxLifespanMs", Type::Integer, &of_sessions("maximum lifespan, in milliseconds."))
        .may("minCostUsd", Type::Number, &of_sessions("minimum cost, in USD."))
        .may("maxCostUsd", Type::Number, &of_sessions("maximum cost, in USD."))
        .answers("200", "The file", "text/csv", plain(Type::String))
        .refuses("400", "BAD_USER_INPUT: the message names the parameter")
        .refuses("404", "NOT_FOUND: no such file, or an organization that the caller may not know of")
        .guarded()
        .done()
}
