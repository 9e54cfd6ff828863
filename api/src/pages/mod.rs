//! The pages for people. They need no other origin than this server, and their policies say so.

pub mod assets;
pub mod dashboard;
pub mod files;
pub mod graphiql;
pub mod rest;
