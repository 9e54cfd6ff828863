//! A queued event may carry the trace of the request that brought it, so that its projection belongs to
//! the same one. Null for all that nobody traces; processes of before know nothing of it and need not.
crate::ddl::step!(
    "m0011_queue_trace",
    up: &["ALTER TABLE events_queue ADD COLUMN trace {text}"],
    down: &["ALTER TABLE events_queue DROP COLUMN trace"]
);
