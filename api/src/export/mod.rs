//! Lists to take away: `GET /export/{org}/sessions.csv`, `.json`, `users.csv`, `.json`.
//!
//! They hold what the lists of the contract hold, read by the same functions, page by page, each
//! written as it is read: however many sessions there are, one page of them is in memory. Users are put
//! into order by their figures first, a few hundred bytes each. An export that fails half-way breaks
//! off, so that nobody takes a part for the whole.

mod cell;
mod format;
mod handler;
mod parameters;
mod sessions;
mod users;

pub(crate) use handler::take;
