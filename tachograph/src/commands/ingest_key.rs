//! `ingest-key`: the credentials of producers, for operators with access to the database.
use crate::options::DatabaseArgs;
use crate::terminal::{faint, say, table};
use anyhow::{Context as _, bail};
use clap::{Subcommand, builder::NonEmptyStringValueParser};
use domain::Person;
use domain::{Instant, OrgId, Place, Role, UserId};
use query::audit::{Action, Entry};
use query::installation::Secret;
use query::read::{Reader, ingest_keys, organizations};
use query::scope::KeyScope;
use query::scope::PersonScopes as _;
use query::write;
use query::write::ingest_keys::NewKey;
use serde_json::json;
use std::process::ExitCode;
use store::Store;

/// The name of this command in the audit log.
const OPERATOR: &str = "command-line";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Create a key and print its secret, which is shown only once
    Create(Create),
    /// List the keys of one organization, or all keys
    List(List),
    /// Revoke a key; within seconds, no process accepts it
    Revoke(Revoke),
}

#[derive(Debug, clap::Args)]
struct Create {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Display name
    #[arg(long, env = "TACHOGRAPH_KEY_NAME", value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    name: String,
    /// The only organization that it may write to [default: all]
    #[arg(long, env = "TACHOGRAPH_KEY_ORG", value_name = "ID")]
    org: Option<String>,
    /// When it expires, as in 2027-01-01T00:00:00Z [default: never]
    #[arg(long, env = "TACHOGRAPH_KEY_EXPIRES_AT", value_name = "TIME", value_parser = time)]
    expires_at: Option<Instant>,
}

#[derive(Debug, clap::Args)]
struct List {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Only keys of this organization [default: all keys]
    #[arg(long, env = "TACHOGRAPH_KEY_ORG", value_name = "ID")]
    org: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Revoke {
    #[command(flatten)]
    database: DatabaseArgs,
    /// The public id of the key
    #[arg(long, env = "TACHOGRAPH_KEY_ID", value_name = "ID")]
    id: String,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    match args.what {
        What::Create(args) => create(&args).await?,
        What::List(args) => list(&args).await?,
        What::Revoke(args) => revoke(&args).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn create(args: &Create) -> anyhow::Result<()> {
    let store = args.database.existing().await?;
    let scope = scope(&store, args.org.as_deref()).await?;
    if args.expires_at.is_some_and(|at| at <= store.clock().now()) {
        bail!("--expires-at: expected a time in the future");
    }
    let secret = Secret::load(&store).await?;
    let key = NewKey { name: args.name.clone(), expires_at: args.expires_at, created_by: UserId::from(OPERATOR) };
    let entry = entry(Action::CreateIngestKey, &scope).detail(json!({"name": key.name}));
    let made = write::ingest_keys::create(&store, &secret, &scope, &key, entry).await?;
    store.close().await;
    say(made.text);
    Ok(())
}

async fn list(args: &List) -> anyhow::Result<()> {
    let store = args.database.existing().await?;
    let reader = Reader::new(store.clone());
    let keys = match &args.org {
        Some(org) => ingest_keys::list(&reader, &scope(&store, Some(org)).await?, ingest_keys::MOST, None).await?,
        None => ingest_keys::every(&reader, operator().operator()?).await?,
    };
    store.close().await;
    if keys.is_empty() {
        say(faint("no keys"));
        return Ok(());
    }
    let told = |at: Option<Instant>, none: &str| {
        at.and_then(Instant::to_chrono).map_or_else(|| none.to_owned(), |at| at.format("%Y-%m-%d %H:%M").to_string())
    };
    let rows: Vec<[String; 7]> = keys
        .into_iter()
        .map(|key| {
            let [used, end] = [told(key.last_used_at, "never"), told(key.expires_at, "-")];
            let whose = key.org_id.map_or_else(|| "all".to_owned(), |org_id| org_id.to_string());
            [key.key_id, key.name, whose, told(Some(key.created_at), ""), used, end, told(key.revoked_at, "-")]
        })
        .collect();
    table(["id", "name", "organizations", "created", "last used", "expires", "revoked"], &rows);
    Ok(())
}

async fn revoke(args: &Revoke) -> anyhow::Result<()> {
    let store = args.database.existing().await?;
    let reader = Reader::new(store.clone());
    let owner = ingest_keys::owner(&reader, operator().operator()?, &args.id).await?;
    let scope = operator().keys(owner.as_ref())?;
    if ingest_keys::find(&reader, &scope, &args.id).await?.is_none() {
        bail!("--id: there is no key `{}`", args.id);
    }
    write::ingest_keys::revoke(&store, &scope, &args.id, entry(Action::RevokeIngestKey, &scope)).await?;
    store.close().await;
    say("the key is revoked; within seconds, every server refuses it");
    Ok(())
}

/// With access to the database, everything is allowed.
fn operator() -> Person {
    Person { sub: UserId::from(OPERATOR), name: None, email: None, org_id: None, role: Role::SuperAdmin }
}

fn entry(action: Action, scope: &KeyScope) -> Entry {
    Entry::new(action, &operator(), Place::default()).of(scope.org_id())
}

async fn scope(store: &Store, org: Option<&str>) -> anyhow::Result<KeyScope> {
    let scope = operator().keys(org.map(OrgId::from).as_ref())?;
    if let KeyScope::Organization(scope) = &scope {
        let found = organizations::find(&Reader::new(store.clone()), scope.read()).await?;
        found.with_context(|| format!("--org: there is no organization with this id, `{}`", scope.org_id()))?;
    }
    Ok(scope)
}

fn time(text: &str) -> Result<Instant, String> {
    Instant::parse(text).map_err(|error| error.to_string())
}
