//! Why a sign-in failed, and what the user sees of it. The log has the details.
use crate::AuthError;
use crate::signin::client::SignInError;
use crate::verify::TokenError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use web::answer::failure;
use web::layout::{escape, page};

/// Why a sign-in failed.
#[derive(Debug)]
pub(super) enum Problem {
    /// Sign-in with browsers is not set up.
    Absent,
    /// The callback does not belong to a sign-in from this browser, or the provider refused.
    Refused(&'static str),
    /// The provider cannot be reached, or its response is invalid.
    Failed(SignInError),
    /// The provider identified the person, but the token does not say what they may do here.
    Unknown(AuthError),
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        match self {
            Self::Absent => {
                failure(StatusCode::NOT_FOUND, "NOT_FOUND", "browser sign-in is not configured on this server")
            }
            Self::Refused(why) => shown(StatusCode::BAD_REQUEST, why),
            Self::Failed(error) if error.is_transient() => {
                tracing::error!(%error, "the identity provider does not respond correctly");
                let why = "The identity provider does not respond. Try again in a moment.";
                shown(StatusCode::SERVICE_UNAVAILABLE, why)
            }
            Self::Failed(error) => {
                tracing::warn!(%error, "a sign-in was refused");
                shown(StatusCode::BAD_REQUEST, "The provider's response could not be used. Try again.")
            }
            Self::Unknown(error @ (AuthError::Token(TokenError::Unavailable) | AuthError::Store(_))) => {
                tracing::error!(%error, "a sign-in cannot be checked");
                shown(StatusCode::SERVICE_UNAVAILABLE, "Your sign-in cannot be checked now. Try again in a moment.")
            }
            Self::Unknown(error) => {
                tracing::warn!(%error, "a signed-in person has no access here");
                shown(StatusCode::FORBIDDEN, &format!("You signed in, but have no access here: {error}."))
            }
        }
    }
}

fn shown(status: StatusCode, why: &str) -> Response {
    let body = format!(
        "<p class=\"eyebrow\">Sign-in</p>\n<h1>That did not work</h1>\n<p>{}</p>\n\
         <p><a href=\"../auth/login\">Try again</a></p>\n",
        escape(why)
    );
    let mut response = page("Sign in · Tachograph", &body);
    *response.status_mut() = status;
    response
}
