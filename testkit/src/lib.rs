//! What every test suite of this workspace stands on: a database of one's own on either engine,
//! events to send, and the law of the read models written down a second time, plainly.
//!
//! A test reads: arrange, send events, drain the worker, look. It owns its database, its clock and
//! its ids, so that tests never wait for one another:
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
