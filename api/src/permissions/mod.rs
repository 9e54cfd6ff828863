//! What requires what: [`fields`] says which field and which file require which capability;
//! [`domain::permission`] says how far each role reaches with it. The printed page is generated from both.

pub mod fields;
mod page;

pub use page::page;
