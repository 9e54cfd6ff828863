//! Which spellings of a model's name mean the same model.

pub mod name;
