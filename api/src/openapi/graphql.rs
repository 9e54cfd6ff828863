//! The three GraphQL endpoints.
use super::describe::{COOKIE, Describing, KEY, Route, TOKEN, get, named, plain, post};
use super::schemas::{GraphQlRequest, GraphQlResponse};
use utoipa::openapi::schema::Type;

const TAG: &str = "GraphQL";

pub(super) fn routes() -> Vec<Route> {
    vec![
        get(TAG, "/graphql", "GraphiQL")
            .tells("A page to try out operations and to browse the schema.")
            .answers("200", "The page", "text/html", plain(Type::String))
            .done(),
        post(TAG, "/graphql", "Run an operation")
            .tells("Errors of a well-formed request are in errors, with status 200.")
            .by([TOKEN, COOKIE, KEY])
            .takes(&[("application/json", named::<GraphQlRequest>())])
            .answers("200", "The answer", "application/json", named::<GraphQlResponse>())
            .refuses("400", "BAD_USER_INPUT or TOO_COMPLEX: there is no operation to run")
            .refuses("408", "BODY_TOO_SLOW: the body did not arrive in time")
            .refuses("413", "BODY_TOO_LARGE")
            .refuses("415", "BAD_USER_INPUT: expected Content-Type: application/json")
            .guarded()
            .done(),
        get(TAG, "/graphql/ws", "Subscribe over a websocket")
            .tells(
                "The protocol graphql-transport-ws. The payload of connection_init may contain Authorization: Bearer .. \
                 or token; the cookie works from pages of this server.",
            )
            .by([TOKEN, COOKIE])
            .ends("101", "The websocket is open")
            .refuses("400", "BAD_USER_INPUT: expected a websocket with the protocol graphql-transport-ws")
            .guarded()
            .done(),
        streamed(get(TAG, "/graphql/stream", "Subscribe over server-sent events"))
            .needs("query", "The document; mutations are not allowed.")
            .may("operationName", Type::String, "The operation to run.")
            .may("variables", Type::String, "Its variables, as JSON.")
            .refuses("405", "METHOD_NOT_ALLOWED: send a mutation with POST")
            .done(),
        streamed(post(TAG, "/graphql/stream", "Subscribe over server-sent events"))
            .takes(&[("application/json", named::<GraphQlRequest>())])
            .refuses("408", "BODY_TOO_SLOW: the body did not arrive in time")
            .refuses("413", "BODY_TOO_LARGE")
            .done(),
    ]
}

fn streamed(route: Describing) -> Describing {
    route
        .tells("One operation per connection: a next event for each result, then complete. Requires Accept: text/event-stream.")
        .by([TOKEN, COOKIE])
        .answers("200", "The results, one after the other", "text/event-stream", plain(Type::String))
        .refuses("400", "BAD_USER_INPUT: not a GraphQL request")
        .refuses("406", "BAD_USER_INPUT: expected Accept: text/event-stream")
        .guarded()
}
