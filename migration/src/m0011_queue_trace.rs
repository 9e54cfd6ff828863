//! A queued event may carry the trace of the request that sent it, so that its projection belongs to the same
//! trace. Null if the request is not traced; processes of older versions ignore the column.
crate::ddl::step!(
    "m0011_queue_trace",
    up: &["ALTER TABLE events_queue ADD COLUMN trace {text}"],
    down: &["ALTER TABLE events_queue DROP COLUMN trace"]
);
