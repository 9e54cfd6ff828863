//! `token`: an access token from a development server, for curl and scripts.
use crate::options::ServerArgs;
use crate::terminal::say;
use anyhow::bail;
use clap::ValueEnum;
use domain::Role;
use generator::{Claims, PRESETS};
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    server: ServerArgs,
    /// One of the preset people: alice, bob, carol, dan, eve, frank
    #[arg(long = "as", env = "TACHOGRAPH_TOKEN_AS", value_name = "NAME", required_unless_present = "sub", conflicts_with_all = ["sub", "role", "org", "name", "email"])]
    preset: Option<String>,
    /// The person's id
    #[arg(long, env = "TACHOGRAPH_TOKEN_SUB", value_name = "ID", requires = "role")]
    sub: Option<String>,
    /// The person's role
    #[arg(long, env = "TACHOGRAPH_TOKEN_ROLE", value_enum)]
    role: Option<RoleName>,
    /// The organization, for organization roles
    #[arg(long, env = "TACHOGRAPH_TOKEN_ORG", value_name = "ID")]
    org: Option<String>,
    /// The person's name
    #[arg(long, env = "TACHOGRAPH_TOKEN_NAME")]
    name: Option<String>,
    /// The person's email address
    #[arg(long, env = "TACHOGRAPH_TOKEN_EMAIL")]
    email: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "SCREAMING_SNAKE_CASE")]
enum RoleName {
    Member,
    Manager,
    OrgAdmin,
    Support,
    SuperAdmin,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let claims = claims(&args)?;
    say(generator::sign_in(args.server.server()?, &claims).await?);
    Ok(ExitCode::SUCCESS)
}

fn claims(args: &Args) -> anyhow::Result<Claims> {
    if let Some(id) = &args.preset {
        let Some(preset) = PRESETS.iter().find(|preset| preset.id.eq_ignore_ascii_case(id)) else {
            bail!("--as: there is no `{id}`; choose from alice, bob, carol, dan, eve, frank");
        };
        return Ok(Claims::from(preset));
    }
    let (Some(sub), Some(role)) = (args.sub.clone(), args.role) else { bail!("expected --as, or --sub and --role") };
    let role = Role::from(role);
    if role.is_platform() == args.org.is_some() {
        let needs = if role.is_platform() { "must not have an" } else { "needs an" };
        bail!("--org: the role {} {needs} organization", role.wire());
    }
    Ok(Claims { sub, name: args.name.clone(), email: args.email.clone(), org_id: args.org.clone(), role })
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Member => Self::Member,
            RoleName::Manager => Self::Manager,
            RoleName::OrgAdmin => Self::OrgAdmin,
            RoleName::Support => Self::Support,
            RoleName::SuperAdmin => Self::SuperAdmin,
        }
    }
}
