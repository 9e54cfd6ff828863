//! The endpoints for signing in with a browser.
use super::describe::{COOKIE, Route, get, plain, post};
use utoipa::openapi::schema::Type;

const TAG: &str = "Sign-in";

pub(super) fn routes() -> Vec<Route> {
    vec![
        get(TAG, "/auth/login", "Start a sign-in")
            .may("return_to", Type::String, "A path of this server to return to; / if omitted.")
            .may("moved", Type::Boolean, "Set by this server when it sends a browser to its public address first.")
            .ends("303", "Redirect to the provider, with the state of the sign-in in a cookie")
            .refuses("400", "BAD_USER_INPUT: return_to is not a path of this server")
            .refuses("404", "NOT_FOUND: no provider is configured")
            .done(),
        get(TAG, "/auth/callback", "Return from the provider")
            .may("code", Type::String, "The authorization code.")
            .may("state", Type::String, "The state of the sign-in.")
            .may("error", Type::String, "The provider's error, if any.")
            .ends("303", "Signed in: a cookie is set, and the browser is redirected to where it was going")
            .answers(
                "400",
                "A page: this sign-in was not started here, or was refused",
                "text/html",
                plain(Type::String),
            )
            .answers("403", "A page: the role or organization is unknown here", "text/html", plain(Type::String))
            .refuses("404", "NOT_FOUND: no provider is configured")
            .answers("503", "A page: the provider does not answer", "text/html", plain(Type::String))
            .done(),
        post(TAG, "/auth/refresh", "Refresh the cookie")
            .by([COOKIE])
            .ends("204", "The cookie was replaced")
            .refuses("401", "UNAUTHENTICATED: there is nothing to refresh; sign in again")
            .refuses("403", "FORBIDDEN: the request came from a foreign page")
            .refuses("404", "NOT_FOUND: no provider is configured")
            .refuses("503", "UNAVAILABLE: the provider does not answer")
            .done(),
        post(TAG, "/auth/logout", "Sign out")
            .by([COOKIE])
            .ends("204", "The cookies were deleted")
            .refuses("403", "FORBIDDEN: the request came from a foreign page")
            .done(),
        get(TAG, "/auth/page.css", "The style sheet of small pages")
            .answers("200", "The style sheet", "text/css", plain(Type::String))
            .done(),
    ]
}
