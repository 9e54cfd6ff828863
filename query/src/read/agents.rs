//! The coding agents of an organization, as its sessions name them, and what is wrong with what they send.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::plain_events::recorded;
use crate::read::select::{columns, count, is_one_of, literal};
use crate::read::steps::field;
use crate::scope::OrgScope;
use domain::{EventType, Instant, Unstored};
use entities::{raw_event, record_count, session_stats};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, Order};
use sea_orm::{
    ColumnTrait, DerivePartialModel, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

/// How many agents are returned at most, and versions and models of each.
const MOST: usize = 100;
/// Of how many sessions the calls without a price are looked at.
const MOST_LACKING: usize = 20;

/// A coding agent of an organization.
#[derive(Clone, Debug, Default)]
pub struct AgentRow {
    /// Its id.
    pub agent: String,
    /// Its versions, the one that was last seen first.
    pub versions: Vec<String>,
    /// When the last event of its sessions occurred, or its last record arrived that was not stored.
    pub last_seen_at: Instant,
    /// Its sessions.
    pub sessions: i64,
    /// Its records that were refused.
    pub refused: i64,
    /// Its records that no adapter knows.
    pub unknown: i64,
    /// Its points of sums that are never reset.
    pub cumulative: i64,
    /// Whether one of its recent sessions names no repository.
    pub lacks_repository: bool,
    /// Whether one of its recent sessions names no person.
    pub lacks_person: bool,
    /// The models of the latest calls of unknown price.
    pub unpriced_models: Vec<String>,
}

/// A count of records that no adapter knows, or of points that are never reset.
#[derive(Clone, Debug)]
pub struct UnknownRow {
    /// The service that sent them; empty for all those beyond the limit of names.
    pub service: String,
    /// The name of the event, span or metric.
    pub name: String,
    /// How many there were.
    pub records: i64,
    /// When the last of them arrived.
    pub last_seen_at: Instant,
}

/// The sessions of a version of an agent.
#[derive(FromQueryResult)]
struct Version {
    agent: String,
    agent_version: Option<String>,
    sessions: i64,
    last_event_at: i64,
    without_repository: i64,
    without_person: i64,
}

/// A model with calls of unknown price.
struct Unpriced {
    agent: String,
    model: String,
}

/// A session with such calls.
#[derive(FromQueryResult)]
struct Lacking {
    session_id: String,
    agent: String,
}

/// The model of such a call.
#[derive(FromQueryResult)]
struct Called {
    session_id: String,
    model: Option<String>,
}

/// A count as stored.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "record_count::Entity")]
struct Counted {
    service: String,
    name: String,
    reason: i16,
    agent: Option<String>,
    records: i64,
    last_seen_at: i64,
}

/// The agents, the one that was last seen first. What is wrong with sessions is told of those with an event since
/// `recent`, so that it is not told for ever.
pub async fn load(reader: &Reader, scope: &OrgScope, recent: Instant) -> Result<Vec<AgentRow>, QueryError> {
    let (versions, unpriced, counted) =
        tokio::try_join!(versions(reader, scope, recent), unpriced(reader, scope, recent), counted(reader, scope))?;
    let mut agents: HashMap<String, AgentRow> = HashMap::new();
    for version in versions {
        let agent = of(&mut agents, &version.agent, version.last_event_at);
        agent.sessions += version.sessions;
        agent.lacks_repository |= version.without_repository > 0;
        agent.lacks_person |= version.without_person > 0;
        agent.versions.extend(version.agent_version.filter(|_| agent.versions.len() < MOST));
    }
    for Counted { reason, agent, records, last_seen_at, .. } in counted {
        let (Some(agent), Some(reason)) = (agent, Unstored::from_code(reason)) else { continue };
        let agent = of(&mut agents, &agent, last_seen_at);
        *match reason {
            Unstored::Unknown => &mut agent.unknown,
            Unstored::Cumulative => &mut agent.cumulative,
            Unstored::Refused => &mut agent.refused,
        } += records;
    }
    for Unpriced { agent, model } in unpriced {
        if let Some(agent) = agents.get_mut(&agent)
            && !agent.unpriced_models.contains(&model)
        {
            agent.unpriced_models.push(model);
        }
    }
    let mut agents: Vec<AgentRow> = agents.into_values().collect();
    agents.sort_by(|one, other| {
        (Reverse(one.last_seen_at), &one.agent).cmp(&(Reverse(other.last_seen_at), &other.agent))
    });
    agents.truncate(MOST);
    Ok(agents)
}

/// The agent, which was seen at this time.
fn of<'a>(agents: &'a mut HashMap<String, AgentRow>, agent: &str, seen: i64) -> &'a mut AgentRow {
    let row = agents.entry(agent.to_owned()).or_insert_with(|| AgentRow {
        agent: agent.to_owned(),
        last_seen_at: Instant(seen),
        ..AgentRow::default()
    });
    row.last_seen_at = row.last_seen_at.max(Instant(seen));
    row
}

/// The counts of what no adapter knows, and of points that are never reset, the last seen first.
pub async fn unknown(reader: &Reader, scope: &OrgScope) -> Result<Vec<UnknownRow>, QueryError> {
    let counted = counted(reader, scope).await?;
    let is_unknown = |row: &Counted| row.reason != Unstored::Refused.code();
    let rows = counted.into_iter().filter(is_unknown).map(|row| UnknownRow {
        service: row.service,
        name: row.name,
        records: row.records,
        last_seen_at: Instant(row.last_seen_at),
    });
    Ok(rows.collect())
}

/// The versions of agents, the last seen first.
async fn versions(reader: &Reader, scope: &OrgScope, recent: Instant) -> Result<Vec<Version>, QueryError> {
    use session_stats::{Column, Entity};
    let lack = |column: Column| {
        let lacks = Column::LastEventAt.gte(recent.0).and(column.is_null());
        Func::count(Expr::case(lacks, literal(1)))
    };
    let select = Entity::find()
        .select_only()
        .columns([Column::Agent, Column::AgentVersion])
        .expr_as(count(), "sessions")
        .expr_as(Column::LastEventAt.max(), "last_event_at")
        .expr_as(lack(Column::RepoId), "without_repository")
        .expr_as(lack(Column::UserId), "without_person")
        .filter(scope.admits_row(Column::OrgId, Column::UserId))
        .filter(Column::Agent.is_not_null())
        .group_by(Column::Agent)
        .group_by(Column::AgentVersion)
        .order_by_desc(Expr::cust("last_event_at"));
    reader.scoped(scope).page(select.as_query(), MOST * MOST).await
}

/// The models whose calls have no price, of the latest recent sessions with such calls.
async fn unpriced(reader: &Reader, scope: &OrgScope, recent: Instant) -> Result<Vec<Unpriced>, QueryError> {
    use raw_event::Column as Event;
    use session_stats::Column as Session;
    let sessions = session_stats::Entity::find()
        .filter(scope.admits_row(Session::OrgId, Session::UserId))
        .filter(Session::LastEventAt.gte(recent.0))
        .filter(Session::UnpricedCalls.gt(0))
        .filter(Session::Agent.is_not_null())
        .select_only()
        .columns([Session::SessionId, Session::Agent])
        .order_by_desc(Session::LastEventAt);
    let sessions: Vec<Lacking> = reader.scoped(scope).page(sessions.as_query(), MOST_LACKING).await?;
    if sessions.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Arc<str>> = sessions.iter().map(|session| Arc::from(session.session_id.as_str())).collect();
    let mut calls = raw_event::Entity::find()
        .select_only()
        .column(Event::SessionId)
        .filter(recorded(scope, [EventType::ModelCalled]))
        .filter(is_one_of(Event::SessionId, &ids))
        .filter(Event::PricedNanoUsd.is_null())
        .filter(field(reader, "cost").is_null())
        .into_query();
    calls.distinct().expr_as(field(reader, "model"), "model").order_by_expr(Expr::cust("model"), Order::Asc);
    let calls: Vec<Called> = reader.scoped(scope).page(&calls, MOST).await?;
    let agents: HashMap<String, String> =
        sessions.into_iter().map(|session| (session.session_id, session.agent)).collect();
    let agent = |call: &Called| agents.get(&call.session_id).cloned();
    Ok(calls.into_iter().filter_map(|call| Some(Unpriced { agent: agent(&call)?, model: call.model? })).collect())
}

async fn counted(reader: &Reader, scope: &OrgScope) -> Result<Vec<Counted>, QueryError> {
    use record_count::{Column, Entity};
    let select = columns::<Entity, Counted>()
        .filter(scope.holds(Column::OrgId))
        .order_by_desc(Column::LastSeenAt)
        .order_by_asc(Column::Service)
        .order_by_asc(Column::Name);
    reader.scoped(scope).page(select.as_query(), 10 * MOST).await
}
