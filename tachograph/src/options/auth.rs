//! Settings of authentication: who issues access tokens, and what their claims mean.
use anyhow::{anyhow, bail};
use auth::{AuthOptions, ClaimNames, ClientOptions, IssuerOptions};
use clap::Args;
use clap::builder::BoolishValueParser;
use domain::Person;
use domain::{OrgId, Role, UserId};
use generator::PRESETS;
use std::num::NonZeroU32;
use std::time::Duration;

#[derive(Clone, Args)]
pub(crate) struct AuthArgs {
    /// The issuer's published keys (JWKS): an https URL or a file
    #[arg(long, env = "TACHOGRAPH_AUTH_JWKS", value_name = "URL|FILE", requires = "auth_issuer")]
    auth_jwks: Option<String>,
    /// The issuer of access tokens, exactly as in the claim `iss`; for browser sign-in, also its URL
    #[arg(long, env = "TACHOGRAPH_AUTH_ISSUER", value_name = "URL", requires = "auth_jwks")]
    auth_issuer: Option<String>,
    /// The audience that access tokens must have in the claim `aud`
    #[arg(long, env = "TACHOGRAPH_AUTH_AUDIENCE", value_name = "NAME", default_value = "tachograph")]
    auth_audience: String,
    /// Allowed clock skew between issuer and server, in seconds
    #[arg(long, env = "TACHOGRAPH_AUTH_LEEWAY_SECONDS", value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u64).range(..=600))]
    auth_leeway_seconds: u64,
    /// Timeout for requests to the issuer, in seconds
    #[arg(long, env = "TACHOGRAPH_AUTH_TIMEOUT_SECONDS", value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=60))]
    auth_timeout_seconds: u64,
    /// Minimum seconds between two fetches of the issuer's keys because of an unknown key
    #[arg(long, env = "TACHOGRAPH_AUTH_JWKS_INTERVAL_SECONDS", value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    auth_jwks_interval_seconds: u64,
    /// The claim with a person's id; in all claim settings, dots lead into objects: realm.roles
    #[arg(long, env = "TACHOGRAPH_AUTH_CLAIM_SUB", value_name = "CLAIM", default_value = "sub")]
    auth_claim_sub: String,
    /// The claim with a person's email address
    #[arg(long, env = "TACHOGRAPH_AUTH_CLAIM_EMAIL", value_name = "CLAIM", default_value = "email")]
    auth_claim_email: String,
    /// The claim with a person's name
    #[arg(long, env = "TACHOGRAPH_AUTH_CLAIM_NAME", value_name = "CLAIM", default_value = "name")]
    auth_claim_name: String,
    /// The claim with a person's organization
    #[arg(long, env = "TACHOGRAPH_AUTH_CLAIM_ORG_ID", value_name = "CLAIM", default_value = "org_id")]
    auth_claim_org_id: String,
    /// The claim with a person's role: a name, or a list whose most powerful role applies
    #[arg(long, env = "TACHOGRAPH_AUTH_CLAIM_ROLE", value_name = "CLAIM", default_value = "role")]
    auth_claim_role: String,
    /// Maps the issuer's role names to ours, as in eng-managers=MANAGER, comma-separated
    #[arg(long, env = "TACHOGRAPH_AUTH_ROLE_MAP", value_name = "WORD=ROLE", value_delimiter = ',', value_parser = mapping)]
    auth_role_map: Vec<(String, Role)>,
    /// This server's client id at the issuer; enables browser sign-in
    #[arg(long, env = "TACHOGRAPH_AUTH_CLIENT_ID", value_name = "ID", requires = "auth_issuer")]
    auth_client_id: Option<String>,
    /// The client's secret; none for a public client
    #[arg(
        long,
        env = "TACHOGRAPH_AUTH_CLIENT_SECRET",
        value_name = "SECRET",
        requires = "auth_client_id",
        hide_env_values = true
    )]
    auth_client_secret: Option<String>,
    /// Scopes to request in addition to `openid`, comma-separated
    #[arg(
        long,
        env = "TACHOGRAPH_AUTH_SCOPES",
        value_name = "SCOPES",
        value_delimiter = ',',
        default_value = "profile,email"
    )]
    auth_scopes: Vec<String>,
    /// Trust the last address in X-Forwarded-For; only behind a proxy that sets it
    #[arg(long, env = "TACHOGRAPH_TRUST_FORWARDED_FOR", value_parser = BoolishValueParser::new())]
    trust_forwarded_for: bool,
    /// Rate limit per person, in requests per second [default: no limit]
    #[arg(long, env = "TACHOGRAPH_PERSON_RATE_LIMIT", value_name = "N")]
    person_rate_limit: Option<NonZeroU32>,
    /// Rate limit per ingest key, in requests per second [default: no limit]
    #[arg(long, env = "TACHOGRAPH_KEY_RATE_LIMIT", value_name = "N")]
    key_rate_limit: Option<NonZeroU32>,
}

/// Omits the secret.
impl std::fmt::Debug for AuthArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuthArgs").field("issuer", &self.auth_issuer).finish_non_exhaustive()
    }
}

impl AuthArgs {
    /// The settings of a server that this machine reaches at `url`.
    pub(crate) fn options(&self, url: &str) -> AuthOptions {
        AuthOptions {
            issuer: self.issuer(),
            claims: ClaimNames {
                sub: self.auth_claim_sub.clone(),
                email: self.auth_claim_email.clone(),
                name: self.auth_claim_name.clone(),
                org_id: self.auth_claim_org_id.clone(),
                role: self.auth_claim_role.clone(),
            },
            role_map: self.auth_role_map.iter().cloned().collect(),
            leeway: Duration::from_secs(self.auth_leeway_seconds),
            trust_forwarded_for: self.trust_forwarded_for,
            person_rate: self.person_rate_limit,
            key_rate: self.key_rate_limit,
            ..development(url)
        }
    }

    fn issuer(&self) -> Option<IssuerOptions> {
        let client = self.auth_client_id.clone().map(|id| ClientOptions {
            id,
            secret: self.auth_client_secret.clone(),
            scopes: self.auth_scopes.clone(),
        });
        Some(IssuerOptions {
            issuer: self.auth_issuer.clone()?,
            audience: self.auth_audience.clone(),
            jwks: self.auth_jwks.clone()?,
            fetch_timeout: Duration::from_secs(self.auth_timeout_seconds),
            fetch_interval: Duration::from_secs(self.auth_jwks_interval_seconds),
            client,
        })
    }
}

/// The settings of the development issuer: the people to choose from, and its address.
pub(crate) fn development(url: &str) -> AuthOptions {
    let people = PRESETS.iter().map(|preset| Person {
        sub: UserId::from(preset.id),
        name: Some(preset.name.to_owned()),
        email: Some(preset.email.to_owned()),
        org_id: preset.org_id.map(OrgId::from),
        role: preset.role,
    });
    AuthOptions { dev_people: people.collect(), dev_url: Some(url.to_owned()), ..AuthOptions::default() }
}

fn mapping(text: &str) -> anyhow::Result<(String, Role)> {
    let (word, role) =
        text.rsplit_once('=').ok_or_else(|| anyhow!("expected WORD=ROLE, as in eng-managers=MANAGER"))?;
    match Role::from_wire(role) {
        Some(role) if !word.is_empty() => Ok((word.to_owned(), role)),
        _ => bail!("expected a name, =, and one of MEMBER, MANAGER, ORG_ADMIN, SUPPORT, SUPER_ADMIN"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_roles_are_translated() {
        assert_eq!(mapping("eng-managers=MANAGER").expect("fine"), ("eng-managers".to_owned(), Role::Manager));
        assert_eq!(mapping("cn=a=SUPPORT").expect("fine"), ("cn=a".to_owned(), Role::Support));
        for bad in ["", "x", "=MANAGER", "x=KING", "x=manager"] {
            assert!(mapping(bad).is_err(), "{bad}");
        }
    }
}
