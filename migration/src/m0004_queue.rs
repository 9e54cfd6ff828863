//! The projection queue, the dead letters, and how far each organization has been projected.
crate::ddl::step!(
    "m0004_queue",
    up: &[
        "CREATE TABLE events_queue (
            due_at BIGINT NOT NULL,
            attempts SMALLINT NOT NULL,
            org_id {text} NOT NULL,
            event_id {text} NOT NULL,
            PRIMARY KEY (org_id, due_at, event_id)
        ) {queue}",
        "CREATE TABLE events_dead_letter (
            dead_at BIGINT NOT NULL,
            attempts SMALLINT NOT NULL,
            org_id {text} NOT NULL,
            event_id {text} NOT NULL,
            last_error {text} NOT NULL,
            PRIMARY KEY (org_id, event_id)
        )",
        "CREATE TABLE projection_state (
            version BIGINT NOT NULL,
            projected_at BIGINT NOT NULL,
            org_id {text} NOT NULL PRIMARY KEY
        ) {updated}",
    ],
    down: &["DROP TABLE projection_state", "DROP TABLE events_dead_letter", "DROP TABLE events_queue"]
);
