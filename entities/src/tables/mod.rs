//! One `SeaORM` entity a table, as the migrations leave it.
//!
//! Times are microseconds since 1970 in UTC, days are days since 1970, money is nano-USD: plain
//! integers, so that both engines store, compare and sum alike whatever the server's time zone is.

pub mod audit_entry;
pub mod dead_letter;
pub mod handoff_fact;
pub mod ingest_key;
pub mod installation;
pub mod org;
pub mod org_member;
pub mod org_stats_daily;
pub mod org_stats_monthly;
pub mod org_user;
pub mod projection_state;
pub mod queue;
pub mod raw_event;
pub mod run_fact;
pub mod session_stats;
pub mod team;
pub mod user;
pub mod user_stats_daily;
pub mod user_stats_monthly;

/// The tables whose rows belong to an organisation: `org_id` is first in their primary key.
pub const TENANT: &[&str] = &[
    "events_dead_letter",
    "events_queue",
    "events_raw",
    "handoff_facts",
    "org_members",
    "org_stats_daily",
    "org_stats_monthly",
    "org_users",
    "orgs",
    "projection_state",
    "run_facts",
    "session_stats",
    "teams",
    "user_stats_daily",
    "user_stats_monthly",
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
    "run_facts",
    "session_stats",
    "user_stats_daily",
    "user_stats_monthly",
];
