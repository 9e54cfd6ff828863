//! Rows of sessions.
use super::ProjectError;
use super::run_row::keyed;
use super::stored::{self, Stored};
use domain::totals::told;
use domain::{Instant, OrgId, SessionId, UserId};
use domain::{excess, keys};
use fold::keyed::Keyed;
use fold::{AgentSession, Session, SessionTotals};
use sea_orm::FromQueryResult;
use std::sync::Arc;
use store::Rows;

/// The columns of a [`SessionRow`]; derived columns are not read back.
pub(super) const COLUMNS: &str =
    "s.session_id, s.first_event_at, s.last_event_at, s.first_message_at, s.user_id, s.repo_id, s.keys, s.steps";

/// A session as it is stored.
#[derive(FromQueryResult)]
pub(super) struct SessionRow {
    session_id: String,
    first_event_at: i64,
    last_event_at: i64,
    first_message_at: Option<i64>,
    user_id: Option<String>,
    repo_id: Option<String>,
    keys: Vec<u8>,
    steps: Option<Vec<u8>>,
}

impl Stored for AgentSession {
    const WHAT: &'static str = "the steps of a session";
}

impl SessionRow {
    pub(super) fn into_session(self) -> Result<(SessionId, Session), ProjectError> {
        let first_event_at = Instant(self.first_event_at);
        let [user, repo] = keys::decode(first_event_at, &self.keys)?;
        let session = Session {
            first_event_at,
            last_event_at: Instant(self.last_event_at),
            first_message_at: self.first_message_at.map(Instant),
            user: keyed(user, self.user_id.map(UserId::from)),
            repo: keyed(repo, self.repo_id.map(Arc::from)),
            agent: self.steps.as_deref().map(|bytes| stored::decode(bytes).map(Box::new)).transpose()?,
        };
        Ok((SessionId::from(self.session_id), session))
    }
}

/// The rows of sessions; those of agents that report steps have more columns, which others need not pay for.
pub(super) fn rows(org_id: &OrgId, sessions: &[(SessionId, Session, SessionTotals)], with_steps: bool) -> Rows {
    let of = |get: fn(&Session) -> i64| sessions.iter().map(move |(_, session, _)| get(session));
    let total = |get: fn(&SessionTotals) -> i64| sessions.iter().map(move |(_, _, totals)| get(totals));
    let rows = Rows::new()
        .text("org_id", sessions.iter().map(|_| org_id.shared()))
        .text("session_id", sessions.iter().map(|(id, ..)| id.shared()))
        .int("started_at", of(|session| session.started_at().0))
        .int("first_event_at", of(|session| session.first_event_at.0))
        .int("last_event_at", of(|session| session.last_event_at.0))
        .int_or_null("first_message_at", sessions.iter().map(|(_, session, _)| session.first_message_at.map(|at| at.0)))
        .int_or_null("last_open_run_at", sessions.iter().map(|(.., totals)| totals.last_open_run_at.map(|at| at.0)))
        .int("lifespan_ms", of(Session::lifespan_ms))
        .int("active_time_ms", total(|totals| told(totals.active_time_ms)))
        .int("run_count", total(|totals| totals.run_count))
        .int("successful_runs", total(|totals| totals.successful_runs))
        .int("failed_runs", total(|totals| totals.run_count - totals.successful_runs))
        .int("handoff_count", total(|totals| totals.handoff_count))
        .int("cost_nano_usd", total(|totals| told(totals.cost_nano_usd)))
        .int("input_tokens", total(|totals| told(totals.input_tokens)))
        .int("output_tokens", total(|totals| told(totals.output_tokens)))
        .int("cache_read_tokens", total(|totals| told(totals.cache_read_tokens)))
        .int("cache_write_tokens", total(|totals| told(totals.cache_write_tokens)))
        .bool("post_handoff", sessions.iter().map(|(.., totals)| totals.post_handoff))
        .text_or_null("user_id", sessions.iter().map(|(_, session, _)| Some(session.user.as_ref()?.value.shared())))
        .text_or_null("repo_id", sessions.iter().map(|(_, session, _)| Some(Arc::clone(&session.repo.as_ref()?.value))))
        .bytes("keys", sessions.iter().map(|(_, session, _)| write_keys(session)))
        .text_or_null("excess", sessions.iter().map(|(.., totals)| excess::encode(totals.sums()).map(Arc::from)));
    if with_steps { add_steps(rows, sessions) } else { rows }
}

fn add_steps(rows: Rows, sessions: &[(SessionId, Session, SessionTotals)]) -> Rows {
    let total = |get: fn(&SessionTotals) -> i64| sessions.iter().map(move |(_, _, totals)| get(totals));
    let agents = || sessions.iter().map(|(_, session, _)| session.agent.as_deref());
    let name = |get: fn(&AgentSession) -> &Option<Keyed<Arc<str>>>| {
        agents().map(move |agent| get(agent?).as_ref().map(|name| Arc::clone(&name.value)))
    };
    rows.int("open_runs", total(|totals| totals.open_runs))
        .int("unpriced_calls", total(|totals| totals.unpriced_calls))
        .int("tool_uses", total(|totals| totals.tool_uses))
        .int("tool_errors", total(|totals| totals.tool_errors))
        .int("rejections", total(|totals| totals.rejections))
        .int("policy_rejections", total(|totals| totals.policy_rejections))
        .int("tool_time_ms", total(|totals| told(totals.tool_time_ms)))
        .int("waited_ms", total(|totals| told(totals.waited_ms)))
        .int_or_null("last_open_step_at", sessions.iter().map(|(.., totals)| totals.last_open_step_at.map(|at| at.0)))
        .int_or_null("mode", agents().map(|agent| Some(i64::from(agent?.mode.as_ref()?.value.code()))))
        .int_or_null(
            "cost_source",
            sessions.iter().map(|(_, session, totals)| {
                session.agent.as_ref()?;
                totals.cost_source.map(|source| i64::from(source.code()))
            }),
        )
        .text_or_null("agent", name(|agent| &agent.agent))
        .text_or_null("agent_version", name(|agent| &agent.version))
        .text_or_null("branch", name(|agent| &agent.branch))
        .text_or_null("team_id", name(|agent| &agent.team))
        .bytes_or_null("steps", agents().map(|agent| agent.map(stored::encode)))
}

fn write_keys(session: &Session) -> Vec<u8> {
    let user = session.user.as_ref().map(|user| &user.key);
    let repo = session.repo.as_ref().map(|repo| &repo.key);
    keys::encode(session.first_event_at, &[user, repo])
}
