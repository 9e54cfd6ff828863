//! Signing in with a browser.
use super::describe::{COOKIE, Route, get, plain, post};
use utoipa::openapi::schema::Type;

const TAG: &str = "Signing in";

pub(super) fn routes() -> Vec<Route> {
    vec![
        get(TAG, "/auth/login", "Go to the provider")
            .may("return_to", Type::String, "A path of this server to come back to; / where it is absent.")
            .may("moved", Type::Boolean, "Set by this server when it sends a browser to its public address first.")
            .ends("303", "Off to the provider, with the state of the sign-in in a cookie")
            .refuses("400", "BAD_USER_INPUT: return_to is no path of this server")
            .refuses("404", "NOT_FOUND: no provider is configured")
            .done(),
        get(TAG, "/auth/callback", "Come back from the provider")
            .may("code", Type::String, "What the provider gave.")
            .may("state", Type::String, "What the sign-in began with.")
            .may("error", Type::String, "Why the provider gave nothing.")
            .ends("303", "Signed in: a cookie is set, and the browser goes to where it wanted")
            .answers("400", "A page: this sign-in was not begun here, or was refused", "text/html", plain(Type::String))
            .answers("403", "A page: the role or organization is not known here", "text/html", plain(Type::String))
            .refuses("404", "NOT_FOUND: no provider is configured")
            .answers("503", "A page: the provider does not answer", "text/html", plain(Type::String))
            .done(),
        post(TAG, "/auth/refresh", "Renew the cookie")
            .by([COOKIE])
            .ends("204", "The cookie is new")
            .refuses("401", "UNAUTHENTICATED: there is nothing to renew; sign in again")
            .refuses("403", "FORBIDDEN: a foreign page asked")
            .refuses("404", "NOT_FOUND: no provider is configured")
            .refuses("503", "UNAVAILABLE: the provider does not answer")
            .done(),
        post(TAG, "/auth/logout", "Sign out")
            .by([COOKIE])
            .ends("204", "The cookies are gone")
            .refuses("403", "FORBIDDEN: a foreign page asked")
            .done(),
        get(TAG, "/auth/page.css", "The style of small pages")
            .answers("200", "The style sheet", "text/css", plain(Type::String))
            .done(),
    ]
}
