//! The statements that may cross organizations, each with its reason. None of them may lock rows.

/// A fragment of a statement, and why it may cross organizations.
const REASONED: &[(&str, &str)] = &[
    ("/* test */", "tests look at everything"),
    ("OPERATOR(pg_catalog.=)", "PostgreSQL's own look at references that are added"),
    (
        "WHERE ctid = ANY (ARRAY(SELECT found.ctid FROM input",
        "rows by their place, each found by its organization's key; a cluster is told the organization instead",
    ),
    ("WITH RECURSIVE hop(org_id)", "asks which organizations have rows, so that everything after it names one"),
    ("SELECT COUNT(*) AS number FROM events_queue", "how full the queue is, on a cluster"),
    ("FROM events_queue LIMIT", "how full the queue is, counted up to its limit: one number for every producer"),
    ("SELECT count(*) AS queued, count(CASE WHEN attempts", "how full the queue is, and since when, on a cluster"),
    ("SELECT count(*) AS dead FROM events_dead_letter", "how many events were given up, on a cluster"),
    (
        "SELECT max(projected_at) AS projected_at FROM projection_state",
        "when anything was last projected, on a cluster",
    ),
    ("FROM input i CROSS JOIN projection_state p", "a worker asks once which organizations it meets are known"),
    (
        "SELECT i.org_id, (SELECT q.due_at FROM events_queue q",
        "since when organizations are there that enter the directory together, from one to the next",
    ),
    ("SELECT i.org_id, MIN(q.due_at) AS due_at FROM input i", "likewise on a cluster"),
    (
        "SELECT i.org_id FROM input i WHERE EXISTS (SELECT $",
        "which of the organizations whose events should have come by now have any, asked once a minute at most",
    ),
    ("SELECT DISTINCT q.org_id FROM input i CROSS JOIN events_queue q", "likewise on a cluster"),
    (
        "FROM input i JOIN events_raw r ON r.org_id = i.org_id AND r.event_id = i.event_id ON CONFLICT",
        "operators replay events of the whole installation",
    ),
    (
        "FROM run_facts WHERE run_facts.completed_at IS NULL AND run_facts.first_at > $ AND run_facts.org_id = orgs.org_id",
        "what is live, from one to the next",
    ),
    (
        "FROM run_facts INNER JOIN orgs ON orgs.org_id = run_facts.org_id",
        "what is live in the whole installation, on a cluster",
    ),
    ("FROM orgs INNER JOIN org_stats_daily", "what the whole installation did today"),
    (
        "org_retention.kept_from FROM org_retention",
        "how far back each organization is kept, for the ingest of all: as many rows as have a limit of their own",
    ),
    (
        "SELECT count(*) AS found FROM events_",
        "how much there is to verify or to rebuild, for the progress that is shown",
    ),
    ("(SELECT MAX(projected_at) FROM projection_state)", "how the pipeline of the whole installation fares"),
    ("SELECT COUNT(*) AS number FROM events_raw", "how many events the whole installation holds, for operators"),
    ("SELECT count(*) AS number FROM events_raw", "likewise, for the command `status`"),
    (
        "SELECT model, count(*) AS calls, max(occurred_at) AS last",
        "which models have no price, for the command `prices`",
    ),
    ("COUNT(*) AS number FROM events_dead_letter", "how many events of the whole installation were given up"),
    ("INSERT INTO run_repeats (org_id, run_id, event_id) WITH counted", "the step that makes the table fills it, once"),
    ("INSERT INTO run_crossings (org_id, session_id, run_id) WITH counted", "likewise"),
    (
        "SET cache_read_tokens = found.cache_read_tokens, cache_write_tokens =",
        "the step that adds the columns fills them",
    ),
    (
        "FROM events_dead_letter INNER JOIN events_raw ON events_raw.org_id = events_dead_letter.org_id",
        "dead letters of the whole installation, for operators",
    ),
    (
        "FROM events_dead_letter WHERE (events_dead_letter.dead_at, ",
        "dead letters of the whole installation, a page at a time, for operators",
    ),
    ("DELETE FROM events_dead_letter WHERE events_dead_letter.event_id IN", "operators replay events by their ids"),
    ("DELETE FROM events_dead_letter WHERE $", "operators replay events by ids of which there are none"),
    ("DELETE FROM events_dead_letter RETURNING", "operators replay everything"),
    (
        "SELECT org_id, (CASE WHEN (org_stats_daily.day >= ",
        "global page: the sums of every organization, now and before",
    ),
    ("AS chosen, day, CAST(COALESCE(SUM(runs)", "global page: the days of the largest organizations and of the rest"),
    ("SELECT org_id, day AS day, active_users", "global page: who was active, organization by organization"),
    ("SELECT org_id, month AS day, active_users", "global page: the same by whole months"),
    ("SELECT org_id, day AS day, durations", "global page: how long the runs took, organization by organization"),
    ("SELECT org_id, month AS day, durations", "global page: the same by whole months"),
];

/// Whether this statement may cross organizations.
pub(super) fn may(text: &str) -> bool {
    // SeaORM quotes names, and the numbers of parameters depend on the parameters before them.
    let text = text.replace('"', "");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut parts = text.split('$');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push('$');
        plain.push_str(part.trim_start_matches(|letter: char| letter.is_ascii_digit()));
    }
    REASONED.iter().any(|(part, _)| plain.contains(part))
}
