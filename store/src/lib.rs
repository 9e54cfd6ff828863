//! The two storage engines behind one interface: connections, transactions, set-based statements, the clock,
//! and the wake-ups between the stages of the pipeline.
//!
//! [`Store`] and [`Tx`] are `SeaORM` connections, for entities and selects. What the query builder cannot
//! express is written out once, with `$1` for its parameters ([`Engine::statement`]), and its rows are read
//! by column name. [`rows::Rows`] carries whole sets of rows, which `PostgreSQL` receives as arrays and
//! `SQLite` as VALUES.

pub mod backlog;
mod backup;
pub mod clock;
pub mod cluster;
pub mod columns;
pub mod connect;
mod disk;
pub mod engine;
pub mod error;
pub mod file_lock;
mod held;
mod integrity;
pub mod lane_lock;
pub mod models;
mod open;
pub mod pressure;
mod probe;
pub mod read;
pub mod retention;
mod row;
pub mod row_scope;
pub mod rows;
pub mod signal;
mod statement;
pub mod timer;
pub mod tx;

pub use clock::{Clock, Moment};
pub use connect::{Options, Store};
pub use engine::Engine;
pub use error::StoreError;
pub use lane_lock::JobLock;
pub use row_scope::RowScope;
pub use rows::Rows;
pub use signal::{Projected, Signals};
pub use statement::{display_row, row_bytes};
pub use tx::Tx;
