//! The currently active sessions.
//!
//! Every event moves the end of its session, so this index costs something on each update of a session, even
//! updates that used to touch no index: some tens of microseconds per session and batch. There is no cheaper
//! way, because a session that is active now may have started long ago, and without the index each live query
//! reads all sessions of the organization.
crate::ddl::step!(
    "m0007_live",
    up: &["CREATE INDEX session_stats_last ON session_stats (org_id, last_event_at)"],
    down: &["DROP INDEX session_stats_last"]
);
