//! One batch: load what it touches, fold, write, all in one transaction.

mod activity_row;
pub mod batch;
pub mod claim;
mod daily_row;
pub(crate) mod days;
mod decode;
pub(crate) mod directory;
mod error;
pub(crate) mod facts;
mod handoff_row;
mod prompt_row;
mod run_row;
mod session_row;
mod steps;
mod stored;

pub use batch::project;
pub use claim::{StoredEvent, claim};
pub use decode::decode;
pub use error::ProjectError;
