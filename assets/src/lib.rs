//! The files for browsers, as part of the program: each as it is, and packed with brotli and with gzip
//! where that makes it smaller. They are packed once, when this crate is compiled, and never at run time.
use rust_embed_for_web::RustEmbed;
pub use rust_embed_for_web::{EmbedableFile, EmbeddedFile, RustEmbed as Folder};

/// The dashboard, as `frontend-static` builds it. Files below `assets/` carry a hash in their names.
#[derive(Debug, RustEmbed)]
#[folder = "../frontend-static/dist"]
pub struct Dashboard;

/// GraphiQL, as `graphiql` builds it. Not packed with gzip: browsers that take nothing else are those that reach a
/// server over plain HTTP, and half a megabyte in every program is much for them.
#[derive(Debug, RustEmbed)]
#[folder = "../graphiql/dist"]
#[gzip = false]
pub struct GraphiQl;
