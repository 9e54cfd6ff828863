//! The event store. Its only secondary index is for the messages of a timeline; runs and handoffs have their
//! own tables.
crate::ddl::step!(
    "m0003_events",
    up: &[
        // 1 is message_created.
        "CREATE TABLE events_raw (
            occurred_at BIGINT NOT NULL,
            received_at BIGINT NOT NULL,
            event_type SMALLINT NOT NULL,
            source SMALLINT NOT NULL,
            org_id {text} NOT NULL,
            event_id {text} NOT NULL,
            session_id {text} NOT NULL,
            user_id {text},
            run_id {text},
            key_id {text} NOT NULL,
            payload {text} NOT NULL,
            message_text {text},
            PRIMARY KEY (org_id, event_id)
        )",
        "CREATE INDEX events_raw_messages ON events_raw (org_id, session_id, occurred_at, event_id) WHERE event_type = 1",
    ],
    down: &["DROP TABLE events_raw"]
);
