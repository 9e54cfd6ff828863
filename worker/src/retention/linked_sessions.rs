//! Which sessions can only be deleted together: those that share a run, because its events name several
//! sessions.
use crate::project::ProjectError;
use crate::project::facts::keys;
use domain::{Instant, OrgId, RunId, SessionId};
use sea_orm::FromQueryResult;
use std::collections::{HashMap, HashSet};
use store::{Rows, Tx};

/// A run that links sessions.
#[derive(FromQueryResult)]
struct SharedRun {
    run_id: String,
}

/// A session named by an event of a run.
#[derive(FromQueryResult)]
struct Bond {
    run_id: String,
    session_id: String,
}

/// When a session had its last event.
#[derive(FromQueryResult)]
struct End {
    session_id: String,
    last_event_at: i64,
}

/// More linked sessions than this are not deleted: the transaction would be too large.
const MOST_BOUND: usize = 5_000;

/// The outcome of following the links.
#[derive(Debug)]
pub(super) enum Closed {
    /// How many of the requested sessions stay; the others are deleted together with the sessions linked to
    /// them.
    With { stay: u64 },
    /// Too many sessions are linked to each other; these are some of them.
    TooMany(HashSet<SessionId>),
}

/// Removes from `sessions` those that are linked to a session that stays, because it is not older than
/// `horizon` or is in `awaited`, and adds those that have to be deleted with them.
pub(super) async fn close(
    tx: &mut Tx,
    org_id: &OrgId,
    horizon: Instant,
    awaited: &HashSet<SessionId>,
    sessions: &mut HashSet<SessionId>,
) -> Result<Closed, ProjectError> {
    let mut bonds = Bonds::default();
    let mut fresh: HashSet<SessionId> = sessions.clone();
    let mut seen_runs = HashSet::new();
    while !fresh.is_empty() {
        let runs = crossing_runs(tx, org_id, &fresh).await?;
        fresh.clear();
        let unseen = keys(org_id, "run_id", runs.difference(&seen_runs).map(RunId::shared));
        for (run, session) in named_sessions(tx, &unseen).await? {
            if bonds.add(&run, &session) && !sessions.contains(&session) {
                fresh.insert(session);
            }
        }
        if bonds.of.len() > MOST_BOUND {
            return Ok(Closed::TooMany(bonds.of.into_keys().collect()));
        }
        seen_runs.extend(runs);
    }
    if bonds.of.is_empty() {
        return Ok(Closed::With { stay: 0 });
    }
    let bound = keys(org_id, "session_id", bonds.of.keys().map(SessionId::shared));
    let young = younger(tx, horizon, &bound).await?;
    let mut stayed = 0;
    for group in bonds.groups() {
        if group.iter().any(|session| young.contains(session) || awaited.contains(session)) {
            stayed += group.iter().filter(|session| sessions.remove(*session)).count() as u64;
        } else {
            sessions.extend(group);
        }
    }
    Ok(Closed::With { stay: stayed })
}

/// The runs that link any of these sessions to others.
async fn crossing_runs(
    tx: &mut Tx,
    org_id: &OrgId,
    sessions: &HashSet<SessionId>,
) -> Result<HashSet<RunId>, ProjectError> {
    let rows = keys(org_id, "session_id", sessions.iter().map(SessionId::shared));
    let body = "SELECT c.run_id FROM input i CROSS JOIN run_crossings c
                WHERE c.org_id = i.org_id AND c.session_id = i.session_id:org(c)";
    let runs: Vec<SharedRun> = tx.select_rows(&rows, body).await?;
    Ok(runs.into_iter().map(|crossing| RunId::from(crossing.run_id)).collect())
}

/// The sessions named by events of these runs.
async fn named_sessions(tx: &mut Tx, runs: &Rows) -> Result<Vec<(RunId, SessionId)>, ProjectError> {
    let body = "SELECT c.run_id, c.session_id FROM input i CROSS JOIN run_crossings c
                WHERE c.org_id = i.org_id AND c.run_id = i.run_id:org(c)";
    let found: Vec<Bond> = tx.select_rows(runs, body).await?;
    Ok(found.into_iter().map(|bond| (RunId::from(bond.run_id), SessionId::from(bond.session_id))).collect())
}

/// The sessions of these that have an event at the horizon or later.
async fn younger(tx: &mut Tx, horizon: Instant, sessions: &Rows) -> Result<HashSet<SessionId>, ProjectError> {
    let body = "SELECT s.session_id, s.last_event_at FROM input i CROSS JOIN session_stats s
                WHERE s.org_id = i.org_id AND s.session_id = i.session_id:org(s)";
    let ends: Vec<End> = tx.select_rows(sessions, body).await?;
    let young = ends.into_iter().filter(|end| end.last_event_at >= horizon.0);
    Ok(young.map(|end| SessionId::from(end.session_id)).collect())
}

/// Sessions, and the runs that link them.
#[derive(Debug, Default)]
struct Bonds {
    of: HashMap<SessionId, HashSet<RunId>>,
    by: HashMap<RunId, HashSet<SessionId>>,
}

impl Bonds {
    /// Records a link and returns whether the session was unknown.
    fn add(&mut self, run: &RunId, session: &SessionId) -> bool {
        let is_new = !self.of.contains_key(session);
        self.of.entry(session.clone()).or_default().insert(run.clone());
        self.by.entry(run.clone()).or_default().insert(session.clone());
        is_new
    }

    /// The groups of sessions that are linked to each other, directly or through others.
    fn groups(&self) -> Vec<Vec<SessionId>> {
        let mut groups = Vec::new();
        let mut seen: HashSet<&SessionId> = HashSet::new();
        for start in self.of.keys() {
            let mut group = Vec::new();
            let mut next = vec![start];
            while let Some(session) = next.pop() {
                if seen.insert(session) {
                    group.push(session.clone());
                    let runs = self.of.get(session).into_iter().flatten();
                    next.extend(runs.filter_map(|run| self.by.get(run)).flatten());
                }
            }
            if !group.is_empty() {
                groups.push(group);
            }
        }
        groups
    }
}
