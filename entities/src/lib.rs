//! One `SeaORM` entity a table, as the migrations leave it.
//!
//! Times are microseconds since 1970 in UTC, days are days since 1970, money is nano-USD: plain
//! integers, so that both engines store, compare and sum alike whatever the server's time zone is.
//!
//! To add a table: write its migration in `migration/`, its entity here, and list it in [`TENANT`] when its
//! rows belong to an organization; the structure test of `migration` then holds all three against each other.

pub mod audit_entry;
pub mod dead_letter;
pub mod handoff_fact;
pub mod ingest_key;
pub mod installation;
pub mod org;
pub mod org_member;
pub mod org_retention;
pub mod org_stats_daily;
pub mod org_stats_monthly;
pub mod org_user;
pub mod projection_state;
pub mod queue;
pub mod raw_event;
pub mod run_crossing;
pub mod run_fact;
pub mod run_repeat;
pub mod session_stats;
pub mod team;
mod totals;
pub mod user;
pub mod user_stats_daily;
pub mod user_stats_monthly;

use sea_orm::sea_query::Iden as _;
use sea_orm::{EntityTrait, Iterable as _};

/// The columns of a read model, or of what retention keeps of one, joined by commas: those that this
/// program knows, whatever a newer one has added. `None` for other tables.
#[must_use]
pub fn columns(table: &str) -> Option<String> {
    fn of<E: EntityTrait>(_: E) -> String {
        E::Column::iter().map(|column| column.unquoted().to_owned()).collect::<Vec<String>>().join(", ")
    }
    let shaped_like = KEPT.iter().find(|(kept, _)| *kept == table).map_or(table, |(_, totals)| totals);
    Some(match shaped_like {
        "handoff_facts" => of(handoff_fact::Entity),
        "org_stats_daily" => of(org_stats_daily::Entity),
        "org_stats_monthly" => of(org_stats_monthly::Entity),
        "org_users" => of(org_user::Entity),
        "run_crossings" => of(run_crossing::Entity),
        "run_facts" => of(run_fact::Entity),
        "run_repeats" => of(run_repeat::Entity),
        "session_stats" => of(session_stats::Entity),
        "user_stats_daily" => of(user_stats_daily::Entity),
        "user_stats_monthly" => of(user_stats_monthly::Entity),
        _ => return None,
    })
}

/// The tables whose rows belong to an organisation: `org_id` is first in their primary key.
pub const TENANT: &[&str] = &[
    "events_dead_letter",
    "events_queue",
    "events_raw",
    "handoff_facts",
    "kept_org_daily",
    "kept_org_monthly",
    "kept_user_daily",
    "kept_user_monthly",
    "org_members",
    "org_retention",
    "org_stats_daily",
    "org_stats_monthly",
    "org_users",
    "orgs",
    "projection_state",
    "run_crossings",
    "run_facts",
    "run_repeats",
    "session_stats",
    "teams",
    "user_stats_daily",
    "user_stats_monthly",
];

/// What retention keeps of each table of totals, and that table: they have one shape, and one entity.
pub const KEPT: &[(&str, &str)] = &[
    ("kept_org_daily", "org_stats_daily"),
    ("kept_org_monthly", "org_stats_monthly"),
    ("kept_user_daily", "user_stats_daily"),
    ("kept_user_monthly", "user_stats_monthly"),
];

/// The tables that every organisation shares.
pub const SHARED: &[&str] = &["audit_log", "ingest_keys", "installation", "users"];

/// The tables that every machine of a distributed installation holds a copy of, because rows of any
/// organisation refer to them; the other tables of [`TENANT`] are spread by organisation.
pub const REFERENCE: &[&str] = &["orgs", "users", "ingest_keys"];

/// The read models: the tables that are a pure function of the stored events.
pub const READ_MODELS: &[&str] = &[
    "handoff_facts",
    "org_stats_daily",
    "org_stats_monthly",
    "run_crossings",
    "run_facts",
    "run_repeats",
    "session_stats",
    "user_stats_daily",
    "user_stats_monthly",
];
