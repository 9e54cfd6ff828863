//! The sessions that are active now.
//!
//! Every event moves the end of its session, so this index costs each update of a session, even
//! those that touched no index before: some tens of microseconds a session and batch. There is no
//! cheaper way, because a session that is active now may have started long ago, and without the
//! index each look at what is live reads all sessions of the organization.
crate::ddl::step!(
    "m0007_live",
    up: &["CREATE INDEX session_stats_last ON session_stats (org_id, last_event_at)"],
    down: &["DROP INDEX session_stats_last"]
);
