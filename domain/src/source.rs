//! The interface through which an event was received.
use crate::codes::coded_enum;

coded_enum! {
    /// The interface that received an event.
    pub enum Source {
        /// `POST /v1/events`.
        Rest = 1 => "rest",
        /// The mutation `ingestEvents`.
        GraphQl = 2 => "graphql",
        /// OTLP over HTTP or gRPC.
        Otlp = 3 => "otlp",
    }
}
