//! Lists as files: `GET /export/{org}/sessions.csv`, `.json`, `users.csv`, `.json`.
//!
//! They contain what the lists of the contract contain, read by the same functions, page by page, each page
//! written as soon as it is read: however many sessions there are, only one page of them is in memory. Users
//! are first sorted by their metrics, a few hundred bytes each. An export that fails halfway is cut off, so
//! that it cannot be mistaken for a complete one.

mod cell;
mod format;
mod handler;
mod parameters;
mod sessions;
mod users;

pub(crate) use handler::take;
