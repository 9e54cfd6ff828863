//! Settings of GraphQL: the limits of a request.
use api::GraphQlOptions;
use clap::Args;
use clap::builder::{BoolishValueParser, RangedU64ValueParser};
use std::time::Duration;

/// A limit of 0 would reject everything.
fn positive() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..)
}

#[derive(Clone, Debug, Args)]
pub(crate) struct GraphQlArgs {
    /// Maximum nesting of fields in a query
    #[arg(long, env = "TACHOGRAPH_GRAPHQL_MAX_DEPTH", value_name = "N", default_value_t = GraphQlOptions::default().max_depth, value_parser = positive())]
    graphql_max_depth: usize,
    /// Maximum points that a query may cost: about the number of values that it asks for
    #[arg(long, env = "TACHOGRAPH_GRAPHQL_MAX_COMPLEXITY", value_name = "N", default_value_t = GraphQlOptions::default().max_complexity, value_parser = positive())]
    graphql_max_complexity: usize,
    /// Maximum fields in a query, counting a fragment wherever it is used
    #[arg(long, env = "TACHOGRAPH_GRAPHQL_MAX_FIELDS", value_name = "N", default_value_t = GraphQlOptions::default().max_fields, value_parser = positive())]
    graphql_max_fields: usize,
    /// Maximum aliases in a query; likewise the maximum number of directives
    #[arg(long, env = "TACHOGRAPH_GRAPHQL_MAX_ALIASES", value_name = "N", default_value_t = GraphQlOptions::default().max_aliases, value_parser = positive())]
    graphql_max_aliases: usize,
    /// Maximum bytes of a query's text, without its variables
    #[arg(long, env = "TACHOGRAPH_GRAPHQL_MAX_QUERY_BYTES", value_name = "N", default_value_t = GraphQlOptions::default().max_query_bytes, value_parser = positive())]
    graphql_max_query_bytes: usize,
    /// Maximum operations in one GraphQL request; 1 allows no lists of operations
    #[arg(long, env = "TACHOGRAPH_GRAPHQL_MAX_BATCH", value_name = "N", default_value_t = GraphQlOptions::default().max_batch, value_parser = positive())]
    graphql_max_batch: usize,
    /// Maximum concurrent GraphQL operations per person; up to eight times as many wait in a queue
    #[arg(long, env = "TACHOGRAPH_GRAPHQL_MAX_OPERATIONS", value_name = "N", default_value_t = GraphQlOptions::default().max_operations, value_parser = positive())]
    graphql_max_operations: usize,
    /// Maximum bytes of a GraphQL request with an ingest key; people may send 1 MiB, others 64 KiB
    #[arg(long, env = "TACHOGRAPH_GRAPHQL_MAX_BODY_BYTES", value_name = "N", default_value_t = GraphQlOptions::default().max_body_bytes, value_parser = positive())]
    graphql_max_body_bytes: usize,
    /// Timeout of a GraphQL operation, in seconds
    #[arg(long, env = "TACHOGRAPH_GRAPHQL_TIMEOUT_SECONDS", value_name = "N", default_value_t = GraphQlOptions::default().timeout.as_secs(), value_parser = clap::value_parser!(u64).range(1..))]
    graphql_timeout_seconds: u64,
    /// Disable introspection of the schema
    #[arg(long, env = "TACHOGRAPH_GRAPHQL_NO_INTROSPECTION", value_parser = BoolishValueParser::new())]
    graphql_no_introspection: bool,
}

impl GraphQlArgs {
    /// The settings of GraphQL.
    pub(crate) const fn options(&self) -> GraphQlOptions {
        GraphQlOptions {
            max_depth: self.graphql_max_depth,
            max_complexity: self.graphql_max_complexity,
            max_fields: self.graphql_max_fields,
            max_aliases: self.graphql_max_aliases,
            max_query_bytes: self.graphql_max_query_bytes,
            max_batch: self.graphql_max_batch,
            max_operations: self.graphql_max_operations,
            max_body_bytes: self.graphql_max_body_bytes,
            timeout: Duration::from_secs(self.graphql_timeout_seconds),
            introspection: !self.graphql_no_introspection,
        }
    }
}
