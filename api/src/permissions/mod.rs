//! What asks for what: [`fields`] says which field and which file asks for which capability; how far each role
//! reaches with it says [`domain::permission`]. The printed page is made of both.

pub mod fields;
mod page;

pub use page::page;
