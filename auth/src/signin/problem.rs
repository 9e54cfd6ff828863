//! Why somebody could not sign in, and what they see of it. The log knows more.
use crate::AuthError;
use crate::signin::client::SignInError;
use crate::verify::TokenError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use web::answer::failure;
use web::layout::{escape, page};

/// Why somebody could not sign in.
#[derive(Debug)]
pub(super) enum Problem {
    /// Browsers do not sign in here.
    Absent,
    /// Whoever came back did not come back from here, or the provider said no.
    Refused(&'static str),
    /// The provider cannot be spoken to, or does not say what it should.
    Failed(SignInError),
    /// The provider knows the person, but we do not know what the person may do.
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
