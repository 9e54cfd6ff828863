//! The issuer of development.
use super::describe::{Route, get, named, plain, post};
use super::schemas::{TokenAnswer, TokenRequest};
use utoipa::openapi::schema::Type;

const TAG: &str = "Development";

pub(super) fn routes() -> Vec<Route> {
    vec![
        post(TAG, "/dev/token", "Be anybody")
            .takes(&[("application/json", named::<TokenRequest>())])
            .answers("200", "A token", "application/json", named::<TokenAnswer>())
            .refuses("400", "BAD_USER_INPUT: field names what is at fault")
            .done(),
        get(TAG, "/dev/authorize", "Choose whom to be")
            .tells("The authorization endpoint of OpenID Connect; its parameters are those of the code flow with PKCE.")
            .may("person", Type::String, "The choice; a page offers it where it is absent.")
            .answers("200", "The page", "text/html", plain(Type::String))
            .ends("303", "Back to the client")
            .refuses("400", "BAD_USER_INPUT: the client or its address is not known")
            .done(),
        post(TAG, "/dev/token-endpoint", "Exchange a code for tokens")
            .takes(&[("application/x-www-form-urlencoded", plain(Type::Object))])
            .answers("200", "Tokens, as OAuth 2 has it", "application/json", plain(Type::Object))
            .answers("400", "A refusal, as OAuth 2 has it", "application/json", plain(Type::Object))
            .done(),
        get(TAG, "/dev/jwks.json", "The issuer's public keys")
            .answers("200", "A JWK set", "application/json", plain(Type::Object))
            .done(),
        get(TAG, "/dev/.well-known/openid-configuration", "What the issuer says about itself")
            .answers("200", "Its metadata", "application/json", plain(Type::Object))
            .done(),
    ]
}
