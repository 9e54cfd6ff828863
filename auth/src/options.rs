//! What an operator may set about who comes in.
use domain::Person;
use domain::Role;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::Duration;

/// Settings of [`crate::Auth`].
#[derive(Clone, Debug)]
pub struct AuthOptions {
    /// Who issues the tokens of people; none: nobody, unless in development.
    pub issuer: Option<IssuerOptions>,
    /// Which claims say what.
    pub claims: ClaimNames,
    /// What the issuer's own words for roles mean here, beside the words of the contract.
    pub role_map: BTreeMap<String, Role>,
    /// How far the clocks of issuer and server may differ.
    pub leeway: Duration,
    /// Whether the last address of `X-Forwarded-For` is believed: only behind a proxy that sets it.
    pub trust_forwarded_for: bool,
    /// How many requests a second a person may make; none: as many as they like.
    pub person_rate: Option<NonZeroU32>,
    /// How many requests a second an ingest key may make; none: as many as it likes.
    pub key_rate: Option<NonZeroU32>,
    /// Whom the development issuer offers to be.
    pub dev_people: Vec<Person>,
    /// Where this process reaches its own development issuer; none: at the public address.
    pub dev_url: Option<String>,
}

/// An issuer of tokens.
#[derive(Clone, Debug)]
pub struct IssuerOptions {
    /// Its name, as tokens tell it.
    pub issuer: String,
    /// The audience that tokens must be for.
    pub audience: String,
    /// Its published keys: an address, or the path of a file.
    pub jwks: String,
    /// How long fetching its keys may take.
    pub fetch_timeout: Duration,
    /// How long to wait after fetching its keys, before an unknown one has them fetched again.
    pub fetch_interval: Duration,
    /// How browsers sign in with it; none: they do not.
    pub client: Option<ClientOptions>,
}

/// What the issuer knows this server as.
#[derive(Clone)]
pub struct ClientOptions {
    /// The id of the client.
    pub id: String,
    /// Its secret; none for a public client, which PKCE alone protects.
    pub secret: Option<String>,
    /// What to ask for beside `openid`.
    pub scopes: Vec<String>,
}

impl std::fmt::Debug for ClientOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientOptions").field("id", &self.id).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

/// The names of the claims that are read. A name that is no claim itself is read as a path, its
/// parts separated by dots.
#[derive(Clone, Debug)]
pub struct ClaimNames {
    /// The person's id.
    pub sub: String,
    /// The person's address.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The person's organization.
    pub org_id: String,
    /// The person's role: a word, or a list of which the mightiest counts.
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
