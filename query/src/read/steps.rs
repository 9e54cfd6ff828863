//! The steps of a session: model calls and tool uses, each in the run that it belongs to. They are read from the
//! events: first where they are, of all of them, then those of a page.
use crate::error::QueryError;
use crate::read::plain_events::recorded;
use crate::read::select::{columns, is_one_of};
use crate::read::{Reader, runs};
use crate::scope::OrgScope;
use domain::{EventBody, EventType, Instant, Mode, NanoUsd, RunId, SessionId, StepRole, ToolStatus, UserId};
use domain::{EventId, Key};
use entities::prompt_fact;
use entities::raw_event::{Column, Entity};
use fold::prompts::{Bucket, opening_run};
use fold::{Prompt, Prompts};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, DerivePartialModel, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use std::collections::HashMap;
use std::sync::Arc;
use store::Engine;

/// Where a step is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepPlace {
    /// When it happened: of a tool use, when the event did that tells about it.
    pub at: Instant,
    /// The event.
    pub event_id: String,
    /// Whether it is a model call; if not, it is a tool use.
    pub is_call: bool,
    /// The run.
    pub run_id: RunId,
}

/// A step.
#[derive(Clone, Debug)]
pub struct StepRow {
    /// The event.
    pub event_id: String,
    /// When it happened.
    pub occurred_at: Instant,
    /// What happened.
    pub body: EventBody,
    /// The price of a model call without a cost of its own, if it is known.
    pub priced: Option<NanoUsd>,
}

/// Where an event of a step is, and what decides about its place.
#[derive(FromQueryResult)]
struct Seen {
    occurred_at: i64,
    event_id: String,
    event_type: i16,
    run_id: Option<String>,
    role: Option<String>,
    status: Option<String>,
    call_id: Option<String>,
}

/// A step as stored.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "Entity")]
struct Stored {
    event_id: String,
    event_type: i16,
    occurred_at: i64,
    payload: String,
    priced_nano_usd: Option<i64>,
}

/// The steps of a session in order. Of the events of one tool use only the last counts that does not say that it
/// began, and of a use that only began none.
pub async fn places(reader: &Reader, scope: &OrgScope, session_id: &SessionId) -> Result<Vec<StepPlace>, QueryError> {
    let mut select = Entity::find()
        .select_only()
        .columns([Column::OccurredAt, Column::EventId, Column::EventType, Column::RunId])
        .filter(recorded(scope, [EventType::ModelCalled, EventType::ToolUsed]))
        .filter(Column::SessionId.eq(session_id.as_str()))
        .order_by_asc(Column::OccurredAt)
        .order_by_asc(Column::EventId)
        .into_query();
    for name in ["role", "status", "call_id"] {
        select.expr_as(field(reader, name), name);
    }
    let seen: Vec<Seen> = reader.scoped(scope).bounded(&select).await?;
    if seen.is_empty() {
        return Ok(Vec::new());
    }
    let prompts = prompts(reader, scope, session_id).await?;
    let first = if seen.iter().any(|step| prompts.at(Instant(step.occurred_at)).is_none()) {
        first_other_run(reader, scope, session_id).await?
    } else {
        None
    };
    let run_of = |step: &Seen| {
        let (run_id, at) = (step.run_id.as_deref().map(RunId::from), Instant(step.occurred_at));
        match prompts.bucket(session_id, run_id.as_ref(), at, step.is_utility()) {
            Bucket::Run(run_id) => run_id,
            Bucket::OpeningUtilities(_) => first.clone().unwrap_or_else(|| opening_run(session_id)),
        }
    };
    Ok(told(seen, run_of))
}

/// A field of a payload, as text.
pub(super) fn field(reader: &Reader, name: &str) -> Expr {
    Expr::cust(match reader.engine() {
        Engine::Sqlite => format!("json_extract(payload, '$.{name}')"),
        // A field that the contract does not know may hold NUL, which PostgreSQL takes for an error.
        Engine::Postgres => {
            format!("CASE WHEN strpos(payload, '\\u0000') = 0 THEN CAST(payload AS json) ->> '{name}' END")
        }
    })
}

impl Seen {
    fn is_utility(&self) -> bool {
        self.role.as_deref() == Some(StepRole::Utility.wire())
    }
}

/// The steps that count, of their events in order.
fn told(seen: Vec<Seen>, run_of: impl Fn(&Seen) -> RunId) -> Vec<StepPlace> {
    let mut places: Vec<Option<StepPlace>> = Vec::with_capacity(seen.len());
    let mut uses: HashMap<(RunId, String, bool), usize> = HashMap::new();
    for step in seen {
        let is_call = step.event_type == EventType::ModelCalled.code();
        if !is_call && step.status.as_deref() == Some(ToolStatus::Started.wire()) {
            continue;
        }
        let run_id = run_of(&step);
        let is_utility = step.is_utility();
        if let Some(call_id) = step.call_id.filter(|_| !is_call)
            && let Some(earlier) = uses.insert((run_id.clone(), call_id, is_utility), places.len())
        {
            places[earlier] = None;
        }
        places.push(Some(StepPlace { at: Instant(step.occurred_at), event_id: step.event_id, is_call, run_id }));
    }
    places.into_iter().flatten().collect()
}

/// The prompts of a session, and its notes.
async fn prompts(reader: &Reader, scope: &OrgScope, session_id: &SessionId) -> Result<Prompts, QueryError> {
    use prompt_fact::{Column, Entity};
    let select = Entity::find()
        .filter(scope.admits_session(Column::OrgId, Column::SessionId))
        .filter(Column::SessionId.eq(session_id.as_str()));
    let mut prompts = Prompts::default();
    for row in reader.scoped(scope).bounded::<prompt_fact::Model>(select.as_query()).await? {
        prompts.add(Prompt {
            key: Key { at: Instant(row.occurred_at), event_id: EventId::from(row.event_id) },
            run_id: row.run_id.map(RunId::from),
            starts_run: row.starts_run,
            mode: row.mode.and_then(Mode::from_code),
            user: row.user_id.map(UserId::from),
        });
    }
    Ok(prompts)
}

/// The first run of a session that is not its opening run.
async fn first_other_run(
    reader: &Reader,
    scope: &OrgScope,
    session_id: &SessionId,
) -> Result<Option<RunId>, QueryError> {
    let opening = opening_run(session_id);
    let page = runs::RunPage { limit: 2, after: None };
    let mut found = runs::page(reader, scope, &[session_id.shared()], &page).await?;
    let runs = found.remove(session_id).unwrap_or_default();
    Ok(runs.into_iter().map(|run| run.run_id).find(|run_id| *run_id != opening))
}

/// Those of the session's steps that have these ids.
pub async fn by_ids(
    reader: &Reader,
    scope: &OrgScope,
    session_id: &SessionId,
    event_ids: &[Arc<str>],
) -> Result<Vec<StepRow>, QueryError> {
    if event_ids.is_empty() {
        return Ok(Vec::new());
    }
    let select = columns::<Entity, Stored>()
        .filter(recorded(scope, [EventType::ModelCalled, EventType::ToolUsed]))
        .filter(Column::SessionId.eq(session_id.as_str()))
        .filter(is_one_of(Column::EventId, event_ids));
    let found: Vec<Stored> = reader.scoped(scope).bounded(select.as_query()).await?;
    found.into_iter().map(StepRow::try_from).collect()
}

impl TryFrom<Stored> for StepRow {
    type Error = QueryError;

    fn try_from(stored: Stored) -> Result<Self, QueryError> {
        let event_type = EventType::from_code(stored.event_type)
            .ok_or_else(|| QueryError::internal("a stored event has a type that the contract does not know"))?;
        Ok(Self {
            event_id: stored.event_id,
            occurred_at: Instant(stored.occurred_at),
            body: EventBody::of_stored(event_type, &stored.payload).map_err(QueryError::internal)?,
            priced: stored.priced_nano_usd.map(NanoUsd),
        })
    }
}
