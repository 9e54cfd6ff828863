//! What an operator can configure about authentication.
use domain::Person;
use domain::Role;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::Duration;

/// Settings of [`crate::Auth`].
#[derive(Clone, Debug)]
pub struct AuthOptions {
    /// The issuer of people's tokens; without one nobody can sign in, except in development mode.
    pub issuer: Option<IssuerOptions>,
    /// The names of the claims.
    pub claims: ClaimNames,
    /// What the issuer's own role names mean here, in addition to the role names of the contract.
    pub role_map: BTreeMap<String, Role>,
    /// How far the clocks of the issuer and the server may differ.
    pub leeway: Duration,
    /// Whether the last address in `X-Forwarded-For` is trusted: only behind a proxy that sets it.
    pub trust_forwarded_for: bool,
    /// How many requests per second a person may make; `None` means unlimited.
    pub person_rate: Option<NonZeroU32>,
    /// How many requests per second an ingest key may make; `None` means unlimited.
    pub key_rate: Option<NonZeroU32>,
    /// The preset people of the development issuer.
    pub dev_people: Vec<Person>,
    /// Where this process reaches its own development issuer; `None` means at the public URL.
    pub dev_url: Option<String>,
}

/// A token issuer.
#[derive(Clone, Debug)]
pub struct IssuerOptions {
    /// Its name, as in the tokens' `iss` claim.
    pub issuer: String,
    /// The audience that tokens must have.
    pub audience: String,
    /// Its published keys: a URL or a file path.
    pub jwks: String,
    /// How long fetching its keys may take.
    pub fetch_timeout: Duration,
    /// The minimum time between two fetches for an unknown key.
    pub fetch_interval: Duration,
    /// How browsers sign in with it; `None` if they cannot.
    pub client: Option<ClientOptions>,
}

/// This server's registration as a client of the issuer.
#[derive(Clone)]
pub struct ClientOptions {
    /// The client id.
    pub id: String,
    /// The client secret; `None` for a public client, which is protected by PKCE alone.
    pub secret: Option<String>,
    /// The scopes to request in addition to `openid`.
    pub scopes: Vec<String>,
}

impl std::fmt::Debug for ClientOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientOptions").field("id", &self.id).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

/// The names of the claims that are read. A name that is not a claim itself is read as a path, with dots
/// between its parts.
#[derive(Clone, Debug)]
pub struct ClaimNames {
    /// The person's id.
    pub sub: String,
    /// The person's email address.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The person's organization.
    pub org_id: String,
    /// The person's role: a name, or a list of which the most powerful one counts.
    pub role: String,
}

impl Default for ClaimNames {
    fn default() -> Self {
        let [sub, email, name, org_id, role] = ["sub", "email", "name", "org_id", "role"].map(str::to_owned);
        Self { sub, email, name, org_id, role }
    }
}

impl Default for AuthOptions {
    fn default() -> Self {
        Self {
            issuer: None,
            claims: ClaimNames::default(),
            role_map: BTreeMap::new(),
            leeway: Duration::from_secs(30),
            trust_forwarded_for: false,
            person_rate: None,
            key_rate: None,
            dev_people: Vec::new(),
            dev_url: None,
        }
    }
}
