//! What needs attention, and what to do about it.
use super::look::{Contents, Status};

/// How long an event may wait before that needs attention.
const LONG_MICROS: i64 = 60_000_000;
/// The same if nothing at all was projected in the meantime, although there are workers.
const STALLED_MICROS: i64 = 15_000_000;

/// A problem that needs attention.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: &'static str,
    pub(crate) reason: String,
    pub(crate) next: String,
}

impl Problem {
    fn new(code: &'static str, reason: impl Into<String>, next: &str) -> Self {
        Self { code, reason: reason.into(), next: next.to_owned() }
    }
}

/// All problems that need attention.
pub(crate) fn judge(status: &Status) -> Vec<Problem> {
    let mut found = Vec::new();
    if let Some(first) = status.steps.pending.first() {
        let reason = format!("{} migrations are pending, starting with {first}", status.steps.pending.len());
        let next = "run `tachograph migrate`, or start a server of this version, which does it";
        found.push(Problem::new("MIGRATIONS_PENDING", reason, next));
    }
    if let Some(last) = status.steps.unknown.last() {
        let reason = format!("the database is newer than this program: it has the migration {last}");
        found.push(Problem::new("PROGRAM_TOO_OLD", reason, "use the version that applied it"));
    }
    if let Some(why) = status.refuses {
        let reason = format!("the database accepts no writes: {why}");
        found.push(Problem::new("NOT_WRITABLE", reason, "check its own log; no event can be accepted until it does"));
    }
    if let Some(free) = status.room
        && free < status.wanted
    {
        let (free, wanted) = (crate::terminal::bytes(free), crate::terminal::bytes(status.wanted));
        let reason = format!("only {free} are free on the database's disk, {wanted} are required");
        found.push(Problem::new("DISK_LOW", reason, "free up space; no event can be accepted until then"));
    }
    if let Some(contents) = &status.contents {
        found.extend(of_contents(contents, status.workers));
    }
    found
}

fn of_contents(contents: &Contents, workers: u64) -> Vec<Problem> {
    let mut found = Vec::new();
    let backlog = &contents.backlog;
    let is_stalled = workers > 0 && backlog.projected_at < backlog.oldest;
    let most = if is_stalled { STALLED_MICROS } else { LONG_MICROS };
    if let Some(waited) = contents.oldest_micros.filter(|waited| *waited > most) {
        let reason = format!("the oldest queued event has been waiting {} s for projection", waited / 1_000_000);
        let next = match workers {
            0 => "no worker is running: start `tachograph worker` or `tachograph serve` on this database",
            _ => "a worker is running: check its logs for what holds it up, or start more workers",
        };
        found.push(Problem::new("QUEUE_OLD", reason, next));
    }
    if contents.backlog.dead > 0 {
        let reason = format!("there are {} dead letters", contents.backlog.dead);
        let next = "read `deadLetters` in GraphQL as SUPER_ADMIN, fix the cause, then call `replayDeadLetters`";
        found.push(Problem::new("DEAD_LETTERS", reason, next));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Instant;
    use store::backlog::Backlog;

    fn contents(waited_seconds: i64, projected_seconds_after: Option<i64>) -> Contents {
        let received = 1_000_000_000;
        let projected_at = projected_seconds_after.map(|after| Instant(received + after * 1_000_000));
        let oldest = Some(Instant(received));
        Contents {
            organizations: 1,
            events: 9,
            estimated: false,
            backlog: Backlog { queued: 9, retried: 0, oldest, dead: 0, projected_at },
            oldest_micros: Some(waited_seconds * 1_000_000),
        }
    }

    #[test]
    fn a_queue_that_nobody_works_on_though_there_are_workers_is_a_trouble_soon() {
        let codes =
            |contents, workers| of_contents(&contents, workers).iter().map(|found| found.code).collect::<Vec<_>>();
        assert_eq!(codes(contents(44, None), 2), ["QUEUE_OLD"]);
        assert_eq!(codes(contents(44, Some(-60)), 2), ["QUEUE_OLD"]);
        // It makes progress, and this event's turn will come; or the worker is still starting.
        assert!(codes(contents(44, Some(30)), 2).is_empty());
        assert!(codes(contents(44, None), 0).is_empty());
        assert!(codes(contents(10, None), 2).is_empty());
        assert_eq!(codes(contents(61, Some(50)), 2), ["QUEUE_OLD"]);
    }
}
