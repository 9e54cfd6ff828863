//! Every metric by name: what /metrics shows, what docs/monitoring describes, and what dashboards and alerts
//! may query. No label names an organization, a person or a key.
use metrics::Unit;

/// The kind of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It only increases.
    Counter,
    /// It increases and decreases.
    Gauge,
    /// It counts observations by size.
    Histogram,
}

impl Kind {
    /// Its name in Prometheus.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

/// Which processes report it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// All processes.
    Everywhere,
    /// Processes that serve the API.
    Api,
    /// Processes with a worker.
    Worker,
    /// Processes whose database is a `SQLite` file.
    Sqlite,
    /// Processes that serve HTTPS.
    Tls,
}

/// A metric.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// Its unit.
    pub unit: Unit,
    /// Its labels.
    pub labels: &'static [&'static str],
    /// Which processes report it.
    pub told: Where,
    /// Its description.
    pub help: &'static str,
}

macro_rules! metrics {
    ($($id:ident = $name:literal $kind:ident $unit:ident $told:ident [$($label:literal),*] $help:literal;)*) => {
        $(#[doc = $help] pub const $id: &str = $name;)*

        /// All metrics, in the order of the documentation.
        pub const ALL: &[Metric] = &[$(Metric {
            name: $name,
            kind: Kind::$kind,
            unit: Unit::$unit,
            labels: &[$($label),*],
            told: Where::$told,
            help: $help,
        },)*];
    };
}

metrics! {
    BUILD_INFO = "tachograph_build_info" Gauge Count Everywhere ["version", "engine"] "Always 1; the labels carry the version and the storage engine.";
    READY = "tachograph_ready" Gauge Count Everywhere [] "What /readyz answers: 1 if the last check could write to the store, read it back, and found free space and all of its machines; otherwise 0.";
    HTTP_REQUESTS = "tachograph_http_requests_total" Counter Count Everywhere ["method", "route", "status"] "Requests answered, by route template.";
    HTTP_SECONDS = "tachograph_http_request_seconds" Histogram Seconds Everywhere ["method", "route", "status"] "Time from a request's headers to its response's headers.";
    INGEST_EVENTS = "tachograph_ingest_events_total" Counter Count Api ["outcome"] "Events received in readable requests: inserted, ignored (already known) or refused.";
    INGEST_REFUSED_EVENTS = "tachograph_ingest_refused_events_total" Counter Count Api ["code"] "Individual events refused, by error code.";
    INGEST_REFUSED_REQUESTS = "tachograph_ingest_refused_requests_total" Counter Count Api ["code"] "Requests with events refused as a whole, by error code; bad credentials show up in the HTTP statuses.";
    INGEST_COMMIT_EVENTS = "tachograph_ingest_commit_events" Histogram Count Api [] "Events per durable append.";
    INGEST_COMMIT_SECONDS = "tachograph_ingest_commit_seconds" Histogram Seconds Api [] "Duration of a durable append, including its commit.";
    INGEST_COMMIT_FAILURES = "tachograph_ingest_commit_failures_total" Counter Count Api [] "Durable appends that failed; their senders are told to retry.";
    QUEUE_EVENTS = "tachograph_queue_events" Gauge Count Everywhere [] "Events waiting for projection, counted up to two million.";
    QUEUE_OLDEST_SECONDS = "tachograph_queue_oldest_seconds" Gauge Seconds Everywhere [] "How long the oldest event that was never tried has been waiting; 0 if none is waiting.";
    QUEUE_RETRIES = "tachograph_queue_retry_events" Gauge Count Everywhere [] "Queued events whose projection has failed before.";
    DEAD_LETTERS = "tachograph_dead_letters" Gauge Count Everywhere [] "Dead letters: events that could not be projected and need attention.";
    PROJECTION_WORKERS = "tachograph_projection_workers" Gauge Count Worker [] "Workers running in this process.";
    PROJECTION_EVENTS = "tachograph_projection_events_total" Counter Count Worker [] "Events projected.";
    PROJECTION_BATCH_EVENTS = "tachograph_projection_batch_events" Histogram Count Worker [] "Events per projected batch.";
    PROJECTION_BATCH_SECONDS = "tachograph_projection_batch_seconds" Histogram Seconds Worker [] "Duration of a projected batch, from loading what it touches to its commit.";
    PROJECTION_RETRIES = "tachograph_projection_retries_total" Counter Count Worker [] "Failed attempts at an event that will be retried.";
    PROJECTION_DEAD_LETTERS = "tachograph_projection_dead_letters_total" Counter Count Worker [] "Events that became dead letters.";
    PROJECTION_FAILURES = "tachograph_projection_failures_total" Counter Count Worker [] "Turns that failed for a temporary reason, such as a database that is down.";
    FRESHNESS_SECONDS = "tachograph_freshness_seconds" Histogram Seconds Worker [] "Time from the receipt of a batch's oldest event to the commit of its projection, once per batch.";
    GRAPHQL_SECONDS = "tachograph_graphql_operation_seconds" Histogram Seconds Api ["operation", "field"] "Duration of a query or mutation, by the one schema field that it selects (several: more than one; invalid: none that could be run).";
    GRAPHQL_ERRORS = "tachograph_graphql_errors_total" Counter Count Api ["code"] "Errors in GraphQL responses, by code.";
    LIVE_CONNECTIONS = "tachograph_live_connections" Gauge Count Api ["transport"] "Open live connections: ws (websockets) and sse (server-sent events).";
    LIVE_DROPPED = "tachograph_live_dropped_ticks_total" Counter Count Api [] "Live updates that a slow client never received because newer ones replaced them.";
    TLS_HANDSHAKES = "tachograph_tls_handshakes_total" Counter Count Tls ["outcome"] "HTTPS handshakes: done, refused (a client certificate that is not signed by a known CA, has expired or is revoked), failed (aborted, or not TLS), late (longer than ten seconds), crowded (too many in progress).";
    TLS_CERTIFICATE_END = "tachograph_tls_certificate_end_time_seconds" Gauge Seconds Tls [] "When the server certificate expires, in seconds since 1970.";
    POOL_MAX = "tachograph_database_connections_max" Gauge Count Everywhere ["pool"] "Maximum connections of a pool.";
    POOL_IDLE = "tachograph_database_connections_idle" Gauge Count Everywhere ["pool"] "Open, idle connections of a pool.";
    POOL_USED = "tachograph_database_connections_used" Gauge Count Everywhere ["pool"] "Connections of a pool that are in use.";
    DATABASE_BYTES = "tachograph_database_bytes" Gauge Bytes Everywhere [] "Size of the database, on SQLite including its write-ahead log.";
    DISK_FREE_BYTES = "tachograph_disk_free_bytes" Gauge Bytes Sqlite [] "Free space on the disk of the SQLite file.";
    PROCESS_CPU = "process_cpu_seconds_total" Counter Seconds Everywhere [] "CPU time of the process.";
    PROCESS_FDS = "process_open_fds" Gauge Count Everywhere [] "Open files and sockets of the process.";
    PROCESS_MAX_FDS = "process_max_fds" Gauge Count Everywhere [] "Maximum number of files and sockets that the process may open.";
    PROCESS_MEMORY = "process_resident_memory_bytes" Gauge Bytes Everywhere [] "Resident memory of the process.";
    PROCESS_VIRTUAL = "process_virtual_memory_bytes" Gauge Bytes Everywhere [] "Virtual memory of the process.";
    PROCESS_VIRTUAL_MAX = "process_virtual_memory_max_bytes" Gauge Bytes Everywhere [] "Maximum virtual memory of the process.";
    PROCESS_START = "process_start_time_seconds" Gauge Seconds Everywhere [] "When the process started, in seconds since 1970.";
    PROCESS_THREADS = "process_threads" Gauge Count Everywhere [] "Threads of the process.";
}

/// The bucket bounds of a histogram, wide enough for what it measures.
#[must_use]
pub fn bounds(metric: &Metric) -> &'static [f64] {
    const SECONDS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
    const WAITING: &[f64] =
        &[0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1_800.0, 7_200.0];
    const EVENTS: &[f64] = &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 250.0, 500.0, 1_000.0, 2_500.0, 5_000.0, 10_000.0];
    match (metric.name, metric.unit) {
        (FRESHNESS_SECONDS, _) => WAITING,
        (_, Unit::Seconds) => SECONDS,
        _ => EVENTS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_follow_the_conventions_of_prometheus() {
        let names: BTreeSet<&str> = ALL.iter().map(|metric| metric.name).collect();
        assert_eq!(names.len(), ALL.len(), "a name stands twice");
        for metric in ALL {
            assert_eq!(metric.kind == Kind::Counter, metric.name.ends_with("_total"), "{}", metric.name);
            let seconds = metric.name.trim_end_matches("_total").ends_with("_seconds");
            assert_eq!(metric.unit == Unit::Seconds, seconds, "{}", metric.name);
            assert_eq!(metric.unit == Unit::Bytes, metric.name.ends_with("_bytes"), "{}", metric.name);
            let personal =
                |label: &&str| ["org", "user", "key", "session", "run"].iter().any(|word| label.contains(word));
            assert!(!metric.labels.iter().any(personal), "{}", metric.name);
        }
    }

    #[test]
    fn bounds_rise() {
        for metric in ALL.iter().filter(|metric| metric.kind == Kind::Histogram) {
            assert!(bounds(metric).is_sorted() && !bounds(metric).is_empty(), "{}", metric.name);
        }
    }
}
