//! The HTTP side: ingest, GraphQL and everything around them.

pub mod ingest;
