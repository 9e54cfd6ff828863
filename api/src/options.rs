//! What an operator may set about the HTTP side.
use auth::AuthOptions;
use ingest::IngestOptions;
use std::time::Duration;

/// Settings of the API.
#[derive(Clone, Debug)]
pub struct AppOptions {
    /// Development: an issuer of its own and a well-known ingest key.
    pub dev: bool,
    /// Where browsers find this server.
    pub public_url: String,
    /// Who comes in.
    pub auth: AuthOptions,
    /// Settings of ingest.
    pub ingest: IngestOptions,
    /// Settings of GraphQL.
    pub graphql: GraphQlOptions,
    /// Settings of live connections.
    pub live: LiveOptions,
    /// A run without a terminal event counts as lost from this long after its first event.
    pub lost_after: Duration,
    /// How long after a handoff a completed run counts as an iteration upon it.
    pub post_handoff_window: Duration,
}

impl Default for AppOptions {
    fn default() -> Self {
        Self {
            dev: false,
            public_url: "http://127.0.0.1:8080".to_owned(),
            auth: AuthOptions::default(),
            ingest: IngestOptions::default(),
            graphql: GraphQlOptions::default(),
            live: LiveOptions::default(),
            lost_after: Duration::from_secs(6 * 60 * 60),
            post_handoff_window: Duration::from_secs(4 * 60 * 60),
        }
    }
}

/// Settings of GraphQL.
#[derive(Clone, Debug)]
pub struct GraphQlOptions {
    /// How deep a query may be nested.
    pub max_depth: usize,
    /// How much a query may cost: about the number of values that it asks for.
    pub max_complexity: usize,
    /// The most fields of an operation, a fragment counted wherever it is used.
    pub max_fields: usize,
    /// The most fields of an operation that are given another name; likewise the most directives.
    pub max_aliases: usize,
    /// The most bytes of an operation's text, without its variables.
    pub max_query_bytes: usize,
    /// The most operations of one request; 1 admits no lists of operations.
    pub max_batch: usize,
    /// The most operations of one person that are under way at once; some more wait in line.
    pub max_operations: usize,
    /// The most bytes of one request.
    pub max_body_bytes: usize,
    /// How long a request may take.
    pub timeout: Duration,
    /// Whether the schema may be asked for.
    pub introspection: bool,
}

impl Default for GraphQlOptions {
    fn default() -> Self {
        Self {
            max_depth: 15,
            max_complexity: 20_000,
            max_fields: 2_000,
            max_aliases: 100,
            max_query_bytes: 64 * 1024,
            max_batch: 1,
            max_operations: 4,
            max_body_bytes: 8 * 1024 * 1024,
            timeout: Duration::from_secs(20),
            introspection: true,
        }
    }
}

/// Settings of live connections.
#[derive(Clone, Debug)]
pub struct LiveOptions {
    /// How long a client may take to introduce itself.
    pub init_timeout: Duration,
    /// How often a client is asked whether it is still there.
    pub ping_every: Duration,
    /// How long a client may leave a message unread before it is dropped.
    pub send_timeout: Duration,
    /// The most bytes of one message.
    pub max_message_bytes: usize,
    /// The most operations of one connection at a time.
    pub max_operations: usize,
    /// The most connections of one person or ingest key at a time.
    pub max_connections: usize,
}

impl Default for LiveOptions {
    fn default() -> Self {
        Self {
            init_timeout: Duration::from_secs(10),
            ping_every: Duration::from_secs(25),
            send_timeout: Duration::from_secs(20),
            max_message_bytes: 1024 * 1024,
            max_operations: 100,
            max_connections: 100,
        }
    }
}
