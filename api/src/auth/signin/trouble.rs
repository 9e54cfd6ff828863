//! What somebody sees who could not sign in. The log knows more.
use crate::auth::AuthError;
use crate::auth::signin::client::SignInError;
use crate::auth::verify::TokenError;
use crate::http::answer::failure;
use crate::pages::{escape, page};
use axum::http::StatusCode;
use axum::response::Response;

/// Browsers do not sign in here.
pub(super) fn absent() -> Response {
    failure(StatusCode::NOT_FOUND, "NOT_FOUND", "signing in with a browser is not configured on this server")
}

/// Whoever came back did not come back from here.
pub(super) fn refused(why: &str) -> Response {
    shown(StatusCode::BAD_REQUEST, why)
}

/// The provider cannot be spoken to, or does not say what it should.
pub(super) fn failed(error: &SignInError) -> Response {
    match error {
        SignInError::Provider(_) => {
            tracing::error!(%error, "the provider of identities does not answer as it should");
            shown(StatusCode::SERVICE_UNAVAILABLE, "The provider of identities does not answer. Try again in a moment.")
        }
        SignInError::Exchange(_) | SignInError::Token(_) => {
            tracing::warn!(%error, "a sign-in was refused");
            shown(StatusCode::BAD_REQUEST, "The provider's answer could not be used. Try again.")
        }
    }
}

/// The provider knows the person, but we do not know what the person may do.
pub(super) fn unknown(error: AuthError) -> Response {
    match error {
        AuthError::Token(TokenError::Unavailable) | AuthError::Store(_) => {
            tracing::error!(%error, "a sign-in cannot be checked");
            shown(StatusCode::SERVICE_UNAVAILABLE, "Your sign-in cannot be checked now. Try again in a moment.")
        }
        error => {
            tracing::warn!(%error, "somebody signed in whom we cannot let in");
            shown(StatusCode::FORBIDDEN, &format!("You signed in, but have no access here: {error}."))
        }
    }
}

fn shown(status: StatusCode, why: &str) -> Response {
    let body = format!(
        "<p class=\"eyebrow\">Sign-in</p>\n<h1>That did not work</h1>\n<p>{}</p>\n<p><a href=\"/auth/login\">Try again</a></p>\n",
        escape(why)
    );
    let mut response = page("Sign in · Tachograph", &body);
    *response.status_mut() = status;
    response
}
