//! The fields of types that refer to each other. The types themselves are in [`super::types`], where none
//! knows of another, so that a session may lead to its runs and a run back to its session.

mod global;
mod handoff;
mod organization;
mod run;
mod session;
mod user;
