//! What a model call costs whose agent does not say so: list prices by model and day.
//!
//! ```text
//! plain input = max(0, input - cache read - cache write)
//! cost        = plain input × input price + cache read × cache read price + cache write × cache write price
//!             + output × output price
//! ```
//!
//! Tokens and prices are those of the event contract and of [`list.csv`](PriceList::builtin): input includes what was
//! read from and written to a cache, output includes reasoning, and prices are in USD per million tokens. The sum is
//! rounded once, to the nano-USD, half to even; no float is involved.
//!
//! - A price holds for a model from a day on, until its next one begins. The day is that of the call, in UTC.
//! - Some prices depend on the length of the prompt. They are chosen by all input tokens of the call, caches included,
//!   and cover all its tokens.
//! - A part that a price does not name costs what the next simpler part costs: a cache write of one hour what one of
//!   five minutes costs, that and a cache read what input costs. A write of unknown lifetime is one of five minutes.
//! - [`name`] says which spellings of a model's name mean the same model. A name never stands for a longer or a shorter
//!   one: a model without a price of its own is unpriced, and its calls are counted as such.
//! - Prices of the settings file ([`PriceOverride`]) come before the list.

mod csv;
mod list;
pub mod name;
mod price;
mod setting;
mod usage;

pub use csv::ListError;
pub use list::{Entry, Origin, PriceList};
pub use price::{Price, Tier};
pub use setting::{OverrideError, PriceOverride};
pub use usage::Usage;
