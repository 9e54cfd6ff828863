//! The root fields for writing: one file per noun, merged into one object.

pub mod dead_letters;
pub mod directory;
pub mod ingest;
pub mod ingest_keys;

use crate::graphql::mutation::dead_letters::DeadLetterMutation;
use crate::graphql::mutation::directory::DirectoryMutation;
use crate::graphql::mutation::ingest::IngestMutation;
use crate::graphql::mutation::ingest_keys::IngestKeyMutation;
use async_graphql::MergedObject;

/// All mutations.
#[derive(Default, MergedObject)]
pub struct Mutation(IngestMutation, DirectoryMutation, IngestKeyMutation, DeadLetterMutation);
