//! Sessions old enough to be deleted once their organization's retention period is shortened.
use crate::ask::{done, post};
use crate::until::until;
use anyhow::{Result, ensure};
use domain::time::DAY_MICROS;
use std::net::SocketAddr;
use store::Clock;
use testkit::Database;
use testkit::events::{message, run_completed};

/// The number of such sessions.
pub(crate) const SESSIONS: i64 = 300;

/// The time this many days ago, in RFC 3339.
pub(crate) fn days_ago(days: i64) -> String {
    let at = Clock::system().now().plus_micros(-days * DAY_MICROS);
    at.to_chrono().unwrap_or_default().to_rfc3339()
}

/// Sends them, 40 to 59 days old, and waits until they are counted.
pub(crate) async fn fill(server: SocketAddr, db: &Database) -> Result<()> {
    let old = (0..SESSIONS).flat_map(|n| {
        let (session, at) = (format!("old-{n}"), days_ago(40 + n % 20));
        [message(&session).at(&at), run_completed(&session, &format!("old-run-{n}")).at(&at)]
    });
    let taken = post(server, old).await?;
    ensure!(taken.body["inserted"] == 2 * SESSIONS, "{taken:?}");
    until("old sessions are counted", async || Ok(left(db).await? == SESSIONS)).await
}

/// Sets their organization's retention period to thirty days.
pub(crate) fn keep_less(url: &str) -> Result<()> {
    let said = done(&["retention", "set", "--database-url", url, "--org", "acme", "--days", "30"])?;
    ensure!(said == "acme keeps its events for 30 days\n", "{said}");
    Ok(())
}

/// How many of them still exist.
pub(crate) async fn left(db: &Database) -> Result<i64> {
    let count = "/* test */ SELECT count(*) AS number FROM session_stats WHERE session_id LIKE 'old-%'";
    testkit::number(db.store(), count).await
}
