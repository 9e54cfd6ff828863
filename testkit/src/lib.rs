//! What all test suites of this workspace use: a database per test on either engine, events to send, and a
//! second, naive implementation of the rules of the read models.
//!
//! A test reads: arrange, send events, drain the worker, check. It has its own database, clock and ids, so that
//! tests never wait for each other:
//!
//! ```text
//! testkit::on_both_engines!(a_run_counts_once, |db| async {
//!     // .. ingest into db.store(), drain a worker on it ..
//!     testkit::naive::assert_same(&expected, &testkit::naive::load(db.store()).await?);
//!     Ok(())
//! });
//! ```

pub mod app;
pub mod authority;
pub mod both;
mod cluster;
pub mod database;
pub mod events;
pub mod naive;
pub mod packages;
pub mod pair;
pub mod postgres;
pub mod random;
pub mod statements;
mod submit;
mod told;

pub use anyhow::Result;
pub use app::App;
pub use database::Database;
pub use store::Engine;
pub use submit::{producer, submit};
pub use told::{number, texts, texts_within};
