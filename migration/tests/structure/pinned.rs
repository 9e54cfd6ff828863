//! All secondary indexes: each slows down every write, so adding one is a deliberate decision.

/// Ordered by table and name.
pub(crate) const INDEXES: &[&str] = &[
    "audit_log_org on audit_log (org_id,at)",
    "events_raw_plain on events_raw (org_id,session_id,occurred_at,event_id) where event_type = 1 OR event_type = 5 OR event_type = 6 OR event_type = 7",
    "handoff_facts_session on handoff_facts (org_id,session_id,occurred_at)",
    "ingest_keys_org on ingest_keys (org_id)",
    "org_members_team on org_members (org_id,team_id)",
    "unique org_users_ordinal on org_users (org_id,ordinal)",
    "run_crossings_run on run_crossings (org_id,run_id)",
    "run_facts_alive on run_facts (org_id,alive_at) where alive_at IS NOT NULL",
    "run_facts_open on run_facts (org_id,first_at) where completed_at IS NULL",
    "run_facts_session on run_facts (org_id,session_id)",
    "session_stats_cost on session_stats (org_id,cost_nano_usd,session_id)",
    "session_stats_last on session_stats (org_id,last_event_at)",
    "session_stats_started on session_stats (org_id,started_at,session_id)",
    "session_stats_user on session_stats (org_id,user_id,started_at,session_id)",
];

/// Those that only PostgreSQL has, listed after the others.
pub(crate) const INDEXES_OF_POSTGRES: &[&str] = &[
    "user_stats_daily_period on user_stats_daily (org_id,day)",
    "user_stats_monthly_period on user_stats_monthly (org_id,month)",
];
