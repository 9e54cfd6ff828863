//! The objects of the contract. The description of a field is its definition: what it counts, in
//! which unit, over what, and what null means.

pub mod agent;
pub mod agent_setup;
pub mod artifacts;
pub mod connection;
pub mod dead_letter;
pub mod enums;
pub mod global;
pub mod handoff;
pub mod ingest_key;
pub mod inputs;
pub mod live;
pub mod metric_counts;
pub mod metrics;
pub mod notable_change;
pub mod organization;
pub mod organization_list;
pub mod organization_ranking;
pub mod organization_trend;
pub mod pipeline;
pub mod place;
pub mod run;
pub mod session;
mod session_cursor;
mod session_fields;
pub mod session_list;
mod session_totals;
pub mod step;
pub mod timeline;
pub mod timeline_list;
pub mod trend;
pub mod user;
pub mod user_list;
pub mod user_order;
mod user_page;
pub mod viewer;
