//! Builds the schema.
use crate::graphql::limits::Limits;
use crate::graphql::mutation::Mutation;
use crate::graphql::query::Query;
use crate::graphql::subscription::Subscription;
use crate::graphql::types::timeline::TimelineEvent;
use crate::options::GraphQlOptions;
use async_graphql::Schema;

/// The schema with its resolvers.
pub type ApiSchema = Schema<Query, Mutation, Subscription>;

/// The schema, with the limits from the options.
#[must_use]
pub fn build_schema(options: &GraphQlOptions) -> ApiSchema {
    let mut builder = Schema::build(Query, Mutation::default(), Subscription)
        .register_output_type::<TimelineEvent>()
        .extension(Limits::new(options));
    if !options.introspection {
        builder = builder.disable_introspection();
    }
    builder.finish()
}

/// The contract as text: the file schema.graphql.
#[must_use]
pub fn schema_sdl() -> String {
    build_schema(&GraphQlOptions::default()).sdl()
}
