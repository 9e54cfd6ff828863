//! `retention`: how long each organization's events are kept, for operators with access to the database.
use super::known;
use crate::options::{DatabaseArgs, RetentionArgs};
use crate::terminal::{faint, say, table};
use anyhow::Context as _;
use clap::Subcommand;
use domain::Person;
use domain::{OrgId, Place, Role, UserId};
use entities::org;
use query::audit::{Action, Entry};
use sea_orm::{EntityTrait as _, QueryOrder as _, QuerySelect as _};
use serde_json::json;
use std::process::ExitCode;
use store::retention::{self, Retention};

/// The name of this command in the audit log.
const OPERATOR: &str = "command-line";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show how long events are kept, and since when they are complete
    Show(Show),
    /// Set it for one organization; servers pick it up within seconds, workers delete within the hour
    Set(Set),
}

#[derive(Debug, clap::Args)]
struct Show {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    installation: RetentionArgs,
    /// Only this organization
    #[arg(long, env = "TACHOGRAPH_ORG", value_name = "ID")]
    org: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Set {
    #[command(flatten)]
    database: DatabaseArgs,
    /// The organization
    #[arg(long, env = "TACHOGRAPH_ORG", value_name = "ID")]
    org: String,
    /// Number of days; 0 keeps events forever; `default` uses the installation's setting
    #[arg(long, env = "TACHOGRAPH_ORG_RETENTION_DAYS", value_name = "N", value_parser = days)]
    days: Days,
}

/// The value of an organization's setting.
#[derive(Clone, Copy, Debug)]
struct Days(Option<u32>);

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    match args.what {
        What::Show(args) => show(&args).await?,
        What::Set(args) => set(&args).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(args: &Show) -> anyhow::Result<()> {
    let store = args.database.existing().await?;
    let only = known::organization(&store, args.org.as_deref()).await?;
    let all = retention::load(&store).await?;
    let mut rows = Vec::new();
    let ids = org::Entity::find().select_only().column(org::Column::OrgId).order_by_asc(org::Column::OrgId);
    for id in ids.into_tuple::<String>().all(&store).await? {
        let org_id = OrgId::from(id.as_str());
        if only.as_ref().is_none_or(|only| *only == org_id) {
            rows.push(line(&org_id, all.get(&org_id).copied().unwrap_or_default(), args.installation.retention_days));
        }
    }
    store.close().await;
    if rows.is_empty() {
        say(faint("no organizations"));
    } else {
        table(["organization", "kept for", "set", "complete since"], &rows);
    }
    Ok(())
}

fn line(org_id: &OrgId, retention: Retention, installation: u32) -> [String; 4] {
    let days = retention.days(installation).map_or_else(|| "forever".to_owned(), |days| format!("{days} days"));
    let own = if retention.days.is_some() { "own setting" } else { "installation" };
    let kept_from = retention.kept_from.map_or_else(|| "the beginning".to_owned(), |day| day.to_string());
    [org_id.to_string(), days, own.to_owned(), kept_from]
}

async fn set(args: &Set) -> anyhow::Result<()> {
    let store = args.database.existing().await?;
    let org_id = known::organization(&store, Some(&args.org)).await?.context("an organization")?;
    let Days(days) = args.days;
    let operator =
        Person { sub: UserId::from(OPERATOR), name: None, email: None, org_id: None, role: Role::SuperAdmin };
    let entry = Entry::new(Action::SetRetention, &operator, Place::default()).of(Some(&org_id));
    let mut tx = store.begin().await?;
    retention::set(&mut tx, &org_id, days).await?;
    entry.detail(json!({"days": days})).write(&tx, store.clock().now()).await?;
    tx.commit().await?;
    store.close().await;
    say(match days {
        None => format!("{org_id} uses the installation's retention period"),
        Some(0) => format!("{org_id} keeps its events forever"),
        Some(days) => format!("{org_id} keeps its events for {days} days"),
    });
    Ok(())
}

fn days(text: &str) -> Result<Days, String> {
    match text {
        "default" => Ok(Days(None)),
        number => match number.parse() {
            Ok(days @ 0..=36_500) => Ok(Days(Some(days))),
            _ => Err("expected a number of days from 0 to 36500, or `default`".to_owned()),
        },
    }
}
