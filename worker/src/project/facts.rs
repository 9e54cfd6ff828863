//! Runs, sessions and handoffs: loading what a batch touches, writing what it changes.
use super::handoff_row::HandoffRow;
use super::run_row::{ArtifactsRow, RunRow};
use super::session_row::SessionRow;
use super::{ProjectError, activity_row, handoff_row, prompt_row, run_row, session_row};
use crate::tables::Tables;
use domain::{Event, EventBody, EventId, Instant, OrgId, RunId, SessionId};
use entities::{activity_fact, handoff_fact, prompt_fact, run_crossing, run_fact, run_repeat, session_stats};
use fold::{Changes, DuplicateRunEvent, Prompt, Prompts, SharedRun, State};
use std::collections::HashSet;
use std::sync::Arc;
use store::{Rows, Tx};

/// Loads the runs and sessions that the events name, the sessions that those runs belong to, and all runs and
/// handoffs of all these sessions; likewise the runs that their prompts have begun, which may belong to others.
pub(super) async fn load(tx: &mut Tx, tables: Tables, org_id: &OrgId, events: &[Event]) -> Result<State, ProjectError> {
    let mut state = State::default();
    // Steps, prompts and notes name runs, too.
    let mut run_ids: HashSet<RunId> = events.iter().filter_map(|event| event.run_id.clone()).collect();
    let mut session_ids: HashSet<SessionId> = events.iter().map(|event| event.session_id.clone()).collect();
    let (mut seen_runs, mut seen_sessions) = (HashSet::new(), HashSet::new());
    while !(run_ids.is_empty() && session_ids.is_empty()) {
        let named = keys(org_id, "run_id", run_ids.iter().map(RunId::shared));
        seen_runs.extend(run_ids);
        for row in tx.select_rows::<RunRow>(&named, &select_runs(tables, "run_id")).await? {
            if let Some((id, run)) = row.into_run()? {
                session_ids.extend(run.sessions().filter(|id| !seen_sessions.contains(*id)).cloned());
                state.runs.insert(id, run);
            }
        }
        load_sessions(tx, tables, org_id, &session_ids, &mut state).await?;
        seen_sessions.extend(session_ids);
        let begun = state.prompts.values().flat_map(Prompts::starts).map(Prompt::run);
        run_ids = begun.filter(|id| !state.runs.contains_key(id) && !seen_runs.contains(id)).collect();
        let linked = state.runs.values().flat_map(fold::Run::sessions);
        session_ids = linked.filter(|id| !seen_sessions.contains(*id)).cloned().collect();
    }
    if state.has_steps() || events.iter().any(is_of_agent) {
        load_artifacts(tx, tables, org_id, &seen_runs, &mut state).await?;
    }
    Ok(state)
}

/// Whether it may change runs that it does not name.
fn is_of_agent(event: &Event) -> bool {
    match &event.body {
        EventBody::ModelCalled(_) | EventBody::ToolUsed(_) => true,
        EventBody::MessageCreated(message) => message.is_prompt() || event.run_id.is_some(),
        _ => false,
    }
}

/// Adds the artifacts of the runs that were only found through their session, and therefore read without them: prompts
/// and steps may change these, too.
async fn load_artifacts(
    tx: &mut Tx,
    tables: Tables,
    org_id: &OrgId,
    named: &HashSet<RunId>,
    state: &mut State,
) -> Result<(), ProjectError> {
    let is_ended = |run: &fold::Run| run.reported.as_ref().is_some_and(|reported| reported.terminal.is_some());
    let ended = state.runs.iter().filter(|(id, run)| !named.contains(*id) && is_ended(run));
    let ended = keys(org_id, "run_id", ended.map(|(id, _)| id.shared()));
    if ended.is_empty() {
        return Ok(());
    }
    let body = format!(
        "SELECT r.run_id, r.artifacts FROM input i CROSS JOIN {} r
         WHERE r.org_id = i.org_id AND r.run_id = i.run_id:org(r) AND r.artifacts IS NOT NULL",
        tables.of(run_fact::Entity)
    );
    for row in tx.select_rows::<ArtifactsRow>(&ended, &body).await? {
        let (id, artifacts) = row.into_artifacts()?;
        let terminal = state.runs.get_mut(&id).and_then(|run| run.reported.as_mut()?.terminal.as_mut());
        if let Some(terminal) = terminal {
            terminal.value.artifacts = Some(artifacts);
        }
    }
    Ok(())
}

/// Adds those of the sessions that exist, with all of their runs and handoffs.
pub(crate) async fn load_sessions(
    tx: &mut Tx,
    tables: Tables,
    org_id: &OrgId,
    session_ids: &HashSet<SessionId>,
    state: &mut State,
) -> Result<(), ProjectError> {
    let touched = keys(org_id, "session_id", session_ids.iter().map(SessionId::shared));
    let body = format!(
        "SELECT {} FROM input i CROSS JOIN {} s WHERE s.org_id = i.org_id AND s.session_id = i.session_id:org(s)",
        session_row::COLUMNS,
        tables.of(session_stats::Entity)
    );
    let known: Vec<SessionRow> = tx.select_rows(&touched, &body).await?;
    // Activity makes no session, so it may be there before its session.
    activity_row::load(tx, tables, &touched, state).await?;
    // A session without a row has no runs or handoffs yet either.
    if known.is_empty() {
        return Ok(());
    }
    for row in known {
        let (id, session) = row.into_session()?;
        state.sessions.insert(id, session);
    }

    let known = keys(org_id, "session_id", state.sessions.keys().map(SessionId::shared));
    for row in tx.select_rows::<RunRow>(&known, &select_siblings(tables)).await? {
        if let Some((id, run)) = row.into_run()? {
            state.runs.entry(id).or_insert(run);
        }
    }
    // Inferred ones follow from the prompts.
    let body = format!(
        "SELECT h.session_id, h.event_id, h.occurred_at FROM input i CROSS JOIN {} h
         WHERE h.org_id = i.org_id AND h.session_id = i.session_id:org(h) AND NOT h.is_inferred",
        tables.of(handoff_fact::Entity)
    );
    for HandoffRow { session_id, event_id, occurred_at } in tx.select_rows(&known, &body).await? {
        let handoffs = state.handoffs.entry(SessionId::from(session_id)).or_default();
        handoffs.insert(EventId::from(event_id), Instant(occurred_at));
    }
    let agents: Vec<SessionId> =
        state.sessions.iter().filter(|(_, session)| session.has_steps()).map(|(id, _)| id.clone()).collect();
    prompt_row::load(tx, tables, org_id, agents.iter(), state).await
}

/// Keys for looking up rows of one organization; see [`Rows::within`].
pub(crate) fn keys(org_id: &OrgId, name: &'static str, keys: impl Iterator<Item = Arc<str>>) -> Rows {
    ids(org_id, name, keys).within(org_id.shared())
}

/// Rows of one organization to insert.
pub(crate) fn ids(org_id: &OrgId, name: &'static str, ids: impl Iterator<Item = Arc<str>>) -> Rows {
    let ids: Vec<_> = ids.collect();
    Rows::new().text("org_id", ids.iter().map(|_| org_id.shared())).text(name, ids.into_iter())
}

/// A run's artifacts are only needed to write it again, and without prompts and steps, runs that are only found through
/// their session are not written; see [`load_artifacts`].
fn select_siblings(tables: Tables) -> String {
    select_runs(tables, "session_id").replace("r.artifacts", "NULL AS artifacts")
}

fn select_runs(tables: Tables, by: &str) -> String {
    format!(
        "SELECT {} FROM input i CROSS JOIN {} r WHERE r.org_id = i.org_id AND r.{by} = i.{by}:org(r)",
        run_row::COLUMNS,
        tables.of(run_fact::Entity)
    )
}

/// Writes the runs, sessions and handoffs that a batch changes.
pub(super) async fn write(tx: &mut Tx, tables: Tables, org_id: &OrgId, changes: &Changes) -> Result<(), ProjectError> {
    // A scratch table has no defaults that what is left out could have.
    let with_steps = changes.with_steps || matches!(tables, Tables::Scratch);
    let runs = run_row::rows(org_id, &changes.runs.kept, with_steps);
    remove(tx, tables.of(run_fact::Entity), &keys(org_id, "run_id", changes.runs.gone.iter().map(RunId::shared)))
        .await?;
    upsert(tx, tables.of(run_fact::Entity), &["org_id", "run_id"], &runs).await?;
    let sessions = session_row::rows(org_id, &changes.sessions, with_steps);
    upsert(tx, tables.of(session_stats::Entity), &["org_id", "session_id"], &sessions).await?;
    let gone = keys(org_id, "event_id", changes.handoffs.gone.iter().map(EventId::shared));
    remove(tx, tables.of(handoff_fact::Entity), &gone).await?;
    let handoffs = handoff_row::rows(org_id, &changes.handoffs.kept);
    upsert(tx, tables.of(handoff_fact::Entity), &["org_id", "event_id"], &handoffs).await?;
    add(tx, tables.of(prompt_fact::Entity), &prompt_row::rows(org_id, &changes.prompts)).await?;
    let activity = activity_row::rows(org_id, &changes.activity);
    upsert(tx, tables.of(activity_fact::Entity), &["org_id", "session_id", "day"], &activity).await?;
    let repeats = |get: fn(&DuplicateRunEvent) -> Arc<str>| changes.repeats.iter().map(get);
    let rows = ids(org_id, "run_id", repeats(|repeat| repeat.run_id.shared()))
        .text("event_id", repeats(|repeat| repeat.event_id.shared()));
    add(tx, tables.of(run_repeat::Entity), &rows).await?;
    let crossings = |get: fn(&SharedRun) -> Arc<str>| changes.crossings.iter().map(get);
    let rows = ids(org_id, "session_id", crossings(|crossing| crossing.session_id.shared()))
        .text("run_id", crossings(|crossing| crossing.run_id.shared()));
    add(tx, tables.of(run_crossing::Entity), &rows).await
}

/// Inserts rows that consist only of a key; existing ones are left as they are.
async fn add(tx: &mut Tx, table: &str, rows: &Rows) -> Result<(), ProjectError> {
    if !rows.is_empty() {
        tx.insert_rows(rows, table, "ON CONFLICT DO NOTHING").await?;
    }
    Ok(())
}

/// Deletes rows by their keys.
async fn remove(tx: &mut Tx, table: &str, keys: &Rows) -> Result<(), ProjectError> {
    if !keys.is_empty() {
        tx.delete_rows(table, keys).await?;
    }
    Ok(())
}

/// Inserts rows, replacing those with the same key.
pub(super) async fn upsert(tx: &mut Tx, table: &str, key: &[&str], rows: &Rows) -> Result<(), ProjectError> {
    if rows.is_empty() {
        return Ok(());
    }
    let names = rows.names();
    let set: Vec<String> =
        names.split(", ").filter(|name| !key.contains(name)).map(|name| format!("{name} = excluded.{name}")).collect();
    let tail = format!("ON CONFLICT ({}) DO UPDATE SET {}", key.join(", "), set.join(", "));
    tx.insert_rows(rows, table, &tail).await?;
    Ok(())
}
