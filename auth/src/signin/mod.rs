//! Signing in with a browser: the code flow of OpenID Connect with PKCE, with any provider.
//!
//! `/auth/login` redirects the browser to the provider, with a [`flow`] in a cookie; `/auth/callback` checks
//! it, exchanges the code and puts the token into a cookie that scripts cannot read.

pub mod callback;
pub mod client;
pub mod flow;
pub mod http_client;
mod id_token;
pub mod login;
pub mod logout;
mod problem;
pub mod provider;
pub mod refresh;
pub mod renewals;
pub mod set_up;

use crate::Auth;
use axum::Router;
use axum::extract::FromRef;
use axum::routing::{get, post};
pub use client::{SignIn, Tokens};
pub use http_client::OidcHttpClient;
pub use provider::Provider;
pub use renewals::Renewals;
use std::sync::Arc;
use web::TrustForwarded;
use web::layout;

/// The sign-in routes.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Arc<Auth>: FromRef<S>,
    TrustForwarded: FromRef<S>,
{
    Router::new()
        .route("/auth/login", get(login::begin))
        .route("/auth/callback", get(callback::finish))
        .route("/auth/logout", post(logout::leave))
        .route("/auth/refresh", post(refresh::renew))
        .route("/auth/page.css", get(layout::style))
}
