//! One `SeaORM` entity per table, matching the schema that the migrations create.
//!
//! Times are microseconds since 1970 in UTC, days are days since 1970, money is nano-USD: plain integers, so
//! that both engines store, compare and sum them the same way in any time zone.
//!
//! To add a table: write its migration in `migration/`, its entity here, and its entry in [`TABLES`]; the
//! structure test in `migration` then compares all three.

pub mod activity_fact;
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
pub mod prompt_fact;
pub mod queue;
pub mod raw_event;
pub mod record_count;
pub mod run_crossing;
pub mod run_fact;
pub mod run_repeat;
pub mod session_stats;
mod table;
pub mod team;
mod totals;
pub mod user;
pub mod user_stats_daily;
pub mod user_stats_monthly;

pub use table::{Content, Owner, Placement, Shape, Table};

/// A table whose rows belong to an organization.
macro_rules! tenant {
    ($name:literal, $entity:ident) => {
        Table {
            name: $name,
            owner: Owner::Organization,
            placement: Placement::Spread,
            content: Content::Written,
            is_guarded: true,
            scratch: None,
            shape: Shape::of::<$entity::Entity>,
        }
    };
}

/// A table that all organizations share.
macro_rules! shared {
    ($name:literal, $entity:ident) => {
        Table {
            owner: Owner::Installation,
            placement: Placement::Coordinator,
            is_guarded: false,
            ..tenant!($name, $entity)
        }
    };
}

/// A read model.
macro_rules! read_model {
    ($name:literal, $entity:ident) => {
        Table { content: Content::Recomputed, scratch: Some(concat!("scratch_", $name)), ..tenant!($name, $entity) }
    };
}

/// Retention's `kept_*` twin of a table of totals.
macro_rules! kept {
    ($name:literal, $entity:ident of $totals:literal) => {
        Table { content: Content::Kept { totals: $totals }, ..tenant!($name, $entity) }
    };
}

/// Every table, by name.
pub const TABLES: &[Table] = &[
    read_model!("activity_facts", activity_fact),
    shared!("audit_log", audit_entry),
    tenant!("events_dead_letter", dead_letter),
    tenant!("events_queue", queue),
    tenant!("events_raw", raw_event),
    read_model!("handoff_facts", handoff_fact),
    // Some belong to an organization, others to none.
    Table { placement: Placement::Copied, is_guarded: true, ..shared!("ingest_keys", ingest_key) },
    shared!("installation", installation),
    kept!("kept_org_daily", org_stats_daily of "org_stats_daily"),
    kept!("kept_org_monthly", org_stats_monthly of "org_stats_monthly"),
    kept!("kept_user_daily", user_stats_daily of "user_stats_daily"),
    kept!("kept_user_monthly", user_stats_monthly of "user_stats_monthly"),
    tenant!("org_members", org_member),
    tenant!("org_retention", org_retention),
    read_model!("org_stats_daily", org_stats_daily),
    read_model!("org_stats_monthly", org_stats_monthly),
    Table { content: Content::Numbered, scratch: Some("scratch_org_users"), ..tenant!("org_users", org_user) },
    Table { placement: Placement::Copied, ..tenant!("orgs", org) },
    tenant!("projection_state", projection_state),
    read_model!("prompt_facts", prompt_fact),
    tenant!("record_counts", record_count),
    read_model!("run_crossings", run_crossing),
    read_model!("run_facts", run_fact),
    read_model!("run_repeats", run_repeat),
    read_model!("session_stats", session_stats),
    tenant!("teams", team),
    read_model!("user_stats_daily", user_stats_daily),
    read_model!("user_stats_monthly", user_stats_monthly),
    Table { placement: Placement::Copied, ..shared!("users", user) },
];

/// The table with this name.
#[must_use]
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

/// The tables whose rows belong to an organization: `org_id` is first in their primary key.
pub fn tenant_tables() -> impl DoubleEndedIterator<Item = &'static Table> {
    TABLES.iter().filter(|table| table.is_tenant())
}

/// The tables that all organizations share.
pub fn shared_tables() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| !table.is_tenant())
}

/// The tables that are sharded by organization on a cluster.
pub fn spread_tables() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| table.is_spread())
}

/// The tables that every machine of a cluster has a copy of, because rows of any organization refer to them.
pub fn reference_tables() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| table.placement == Placement::Copied)
}

/// The tables in which row-level security hides the rows of other organizations from readers.
pub fn guarded_tables() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| table.is_guarded)
}

/// The read models: the tables that are a pure function of the stored events.
pub fn read_models() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| table.content == Content::Recomputed)
}

/// The `kept_*` tables, with what retention keeps of the totals.
pub fn kept_tables() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| matches!(table.content, Content::Kept { .. }))
}
