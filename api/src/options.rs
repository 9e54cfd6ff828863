//! What an operator can configure about the HTTP side.
use auth::AuthOptions;
use ingest::IngestOptions;
use query::read::live::Patience;
use std::time::Duration;

/// Settings of the API.
#[derive(Clone, Debug)]
pub struct AppOptions {
    /// Development mode: a development issuer and a well-known ingest key.
    pub dev: bool,
    /// Where browsers find this server.
    pub public_url: String,
    /// Settings of authentication.
    pub auth: AuthOptions,
    /// Settings of ingestion.
    pub ingest: IngestOptions,
    /// Settings of GraphQL.
    pub graphql: GraphQlOptions,
    /// Settings of live connections.
    pub live: LiveOptions,
    /// A run without a terminal event counts as lost from this long after its first event.
    pub lost_after: Duration,
    /// A run that was inferred and has not ended counts as stopped from this long after its last step.
    pub stopped_after: Duration,
    /// How long after a handoff a completed run counts as an iteration on it.
    pub post_handoff_window: Duration,
}

impl AppOptions {
    /// For how long an open run may still be running.
    #[must_use]
    pub const fn patience(&self) -> Patience {
        Patience { lost_after: self.lost_after, stopped_after: self.stopped_after }
    }
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
            stopped_after: Duration::from_secs(30 * 60),
            post_handoff_window: Duration::from_secs(4 * 60 * 60),
        }
    }
}

/// Settings of GraphQL.
#[derive(Clone, Debug)]
pub struct GraphQlOptions {
    /// The maximum depth of a query.
    pub max_depth: usize,
    /// The maximum cost of a query: about the number of values that it asks for.
    pub max_complexity: usize,
    /// The maximum number of fields per operation, with fragments counted wherever they are used.
    pub max_fields: usize,
    /// The maximum number of aliases per operation, and also of directives.
    pub max_aliases: usize,
    /// The maximum size of an operation's text in bytes, without its variables.
    pub max_query_bytes: usize,
    /// The maximum number of operations per request; 1 disables lists of operations.
    pub max_batch: usize,
    /// The maximum number of operations that one person may have in flight; some more are queued.
    pub max_operations: usize,
    /// The maximum size of a request in bytes.
    pub max_body_bytes: usize,
    /// How long a request may take.
    pub timeout: Duration,
    /// Whether introspection is enabled.
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
    /// How long a client may take to send `connection_init`.
    pub init_timeout: Duration,
    /// How often a client is pinged.
    pub ping_every: Duration,
    /// How long a client may leave a message unread before it is disconnected.
    pub send_timeout: Duration,
    /// The maximum size of a message in bytes.
    pub max_message_bytes: usize,
    /// The maximum number of concurrent operations per connection.
    pub max_operations: usize,
    /// The maximum number of concurrent connections per person or ingest key.
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
