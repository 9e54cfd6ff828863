//! What goes on in an organisation now.
use crate::error::QueryError;
use crate::read::{Reader, Statement, counts};
use crate::scope::{OperatorScope, OrgScope};
use domain::Instant;
use domain::totals::Counts;
use std::time::Duration;
use store::Row;

/// The instants that decide what is live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moments {
    /// Now.
    pub now: Instant,
    /// A run that began later may still be running.
    pub open_since: Instant,
    /// A session with a later event is active, unless all of its events lie in the future.
    pub active_since: Instant,
    /// A run that started later has just started.
    pub started_since: Instant,
}

impl Moments {
    /// The instants of a look at `now`, where runs are lost after that long.
    #[must_use]
    pub fn at(now: Instant, lost_after: Duration) -> Self {
        let ago = |span: Duration| now.plus_micros(-i64::try_from(span.as_micros()).unwrap_or(i64::MAX));
        Self {
            now,
            open_since: ago(lost_after),
            active_since: ago(Duration::from_secs(15 * 60)),
            started_since: ago(Duration::from_secs(60)),
        }
    }
}

/// The live counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Live {
    /// Runs that are running.
    pub running: i64,
    /// Sessions that are active.
    pub active_sessions: i64,
    /// Runs that have just started.
    pub just_started: i64,
}

/// Counts what is live. A run that has just started is looked for among the sessions that were
/// active since, because open runs alone would miss those that ended at once.
pub async fn load(reader: &Reader, scope: &OrgScope, at: Moments) -> Result<Live, QueryError> {
    let mut statement = Statement::of(
        scope,
        "SELECT
           (SELECT COUNT(*) FROM run_facts WHERE org_id = $1 AND completed_at IS NULL AND first_at > $2),
           (SELECT COUNT(*) FROM session_stats WHERE org_id = $1 AND last_event_at > $3 AND first_event_at <= $5),
           (SELECT COUNT(*) FROM session_stats s
              JOIN run_facts r ON r.org_id = s.org_id AND r.session_id = s.session_id
             WHERE s.org_id = $1 AND s.last_event_at > $4
               AND r.started_event_at > $4 AND r.started_event_at <= $5)",
    );
    statement.bind(at.open_since);
    statement.bind(at.active_since);
    statement.bind(at.started_since);
    statement.bind(at.now);
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    rows.first().map(read).ok_or_else(|| QueryError::internal("a count without a row"))?
}

/// Goes from one organisation to the next, so that each is found by its indexes.
const FROM_ONE_TO_THE_NEXT: &str =
    "SELECT CAST(COALESCE(SUM(running), 0) AS BIGINT), CAST(COALESCE(SUM(active), 0) AS BIGINT),
            CAST(COALESCE(SUM(started), 0) AS BIGINT)
     FROM (SELECT
       (SELECT COUNT(*) FROM run_facts r
         WHERE r.org_id = o.org_id AND r.completed_at IS NULL AND r.first_at > $1) AS running,
       (SELECT COUNT(*) FROM session_stats s
         WHERE s.org_id = o.org_id AND s.last_event_at > $2 AND s.first_event_at <= $4) AS active,
       (SELECT COUNT(*) FROM session_stats s
          JOIN run_facts r ON r.org_id = s.org_id AND r.session_id = s.session_id
         WHERE s.org_id = o.org_id AND s.last_event_at > $3
           AND r.started_event_at > $3 AND r.started_event_at <= $4) AS started
       FROM orgs o) AS each_one";

/// On a cluster each machine counts its own, and may go through its copy of the directory for the same indexes.
const EVERYWHERE: &str = "SELECT
      (SELECT COUNT(*) FROM orgs o
         JOIN run_facts r ON r.org_id = o.org_id AND r.completed_at IS NULL AND r.first_at > $1),
      (SELECT COUNT(*) FROM orgs o
         JOIN session_stats s ON s.org_id = o.org_id AND s.last_event_at > $2 AND s.first_event_at <= $4),
      (SELECT COUNT(*) FROM orgs o
         JOIN session_stats s ON s.org_id = o.org_id AND s.last_event_at > $3
         JOIN run_facts r ON r.org_id = s.org_id AND r.session_id = s.session_id
          AND r.started_event_at > $3 AND r.started_event_at <= $4)";

/// Counts what is live in all organisations together, and what they did today. Crosses organisations
/// because that is its question.
pub async fn platform(reader: &Reader, scope: &OperatorScope, at: Moments) -> Result<(Live, Counts), QueryError> {
    let mut statement = Statement::new(if reader.is_distributed().await? { EVERYWHERE } else { FROM_ONE_TO_THE_NEXT });
    for instant in [at.open_since, at.active_since, at.started_since, at.now] {
        statement.bind(instant);
    }
    let mut days = Statement::new("SELECT ");
    days.push(&counts::sums(reader.engine(), Counts::COLUMNS));
    days.push(" FROM orgs o JOIN org_stats_daily d ON d.org_id = o.org_id AND d.day = $1");
    days.bind(i64::from(at.now.day().0));
    let (live, days) =
        tokio::try_join!(reader.fetch(scope, statement.into_sql()), reader.fetch(scope, days.into_sql()))?;
    let live = live.first().map(read).ok_or_else(|| QueryError::internal("a sum without a row"))??;
    let today = match days.first() {
        Some(row) => counts::read_sums(row, 0, Counts::COLUMNS)?,
        None => Counts::default(),
    };
    Ok((live, today))
}

fn read(row: &Row) -> Result<Live, QueryError> {
    Ok(Live { running: row.int(0)?, active_sessions: row.int(1)?, just_started: row.int(2)? })
}
