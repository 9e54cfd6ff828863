//! Every statement that reads. Each requires a scope, and there is no other way to reach a table.

pub mod activity;
pub mod agents;
pub mod counts;
pub mod dead_letters;
pub mod directory;
pub mod global_days;
pub mod global_parts;
pub mod global_sums;
pub mod handoffs;
pub mod ingest_keys;
pub mod live;
pub mod org_daily;
pub mod organizations;
pub mod orgs_daily;
pub mod orgs_live;
pub mod pipeline;
pub mod plain_events;
pub mod reader;
pub mod run_marks;
pub mod runs;
pub mod search;
pub mod select;
pub mod session_activity;
pub mod session_count;
pub mod session_page;
pub mod session_summary;
pub mod sessions;
pub mod steps;
pub mod user_daily;
pub mod user_sessions;
pub mod user_sums;

pub use reader::Reader;
