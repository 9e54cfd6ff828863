//! The pages for people. They load nothing from other origins, and their content security policies say so.

pub mod assets;
pub mod dashboard;
pub mod files;
pub mod graphiql;
pub mod rest;
