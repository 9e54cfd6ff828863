//! The endpoints of the development issuer.
use super::describe::{Route, get, named, plain, post};
use super::schemas::{TokenAnswer, TokenRequest};
use utoipa::openapi::schema::Type;

const TAG: &str = "Development";

pub(super) fn routes() -> Vec<Route> {
    vec![
        post(TAG, "/dev/token", "Get a token for anybody")
            .takes(&[("application/json", named::<TokenRequest>())])
            .answers("200", "A token", "application/json", named::<TokenAnswer>())
            .refuses("400", "BAD_USER_INPUT: field names the invalid field")
            .done(),
        get(TAG, "/dev/authorize", "Choose a person to sign in as")
            .tells("The authorization endpoint of OpenID Connect, with the parameters of the code flow with PKCE.")
            .may("person", Type::String, "The chosen person; if omitted, a page lets you choose.")
            .answers("200", "The page", "text/html", plain(Type::String))
            .ends("303", "Redirect back to the client")
            .refuses("400", "BAD_USER_INPUT: the client or its redirect URI is unknown")
            .done(),
        post(TAG, "/dev/token-endpoint", "Exchange a code for tokens")
            .takes(&[("application/x-www-form-urlencoded", plain(Type::Object))])
            .answers("200", "Tokens, as defined by OAuth 2", "application/json", plain(Type::Object))
            .answers("400", "An error, as defined by OAuth 2", "application/json", plain(Type::Object))
            .done(),
        get(TAG, "/dev/jwks.json", "The issuer's public keys")
            .answers("200", "A JWK set", "application/json", plain(Type::Object))
            .done(),
        get(TAG, "/dev/.well-known/openid-configuration", "The issuer's discovery document")
            .answers("200", "Its metadata", "application/json", plain(Type::Object))
            .done(),
    ]
}
