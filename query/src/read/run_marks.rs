//! What is needed from all runs of a session together, without reading the rest of their columns.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::runs::MarkIds;
use crate::read::select::{by_session, columns, is_one_of, whole};
use crate::scope::OrgScope;
use domain::keys::RunKeys;
use domain::{Artifacts, Instant, Key, Mode, RunId, SessionId};
use entities::run_fact::{Column, Entity};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Func};
use sea_orm::{
    ColumnTrait, DerivePartialModel, EntityTrait, FromQueryResult, PartialModelTrait as _, QueryFilter, QuerySelect,
    QueryTrait,
};
use std::collections::HashMap;
use std::sync::Arc;
use store::Engine;

/// When a run started and ended, and the events that report it.
#[derive(Clone, Debug)]
pub struct RunMarks {
    /// The run.
    pub run_id: RunId,
    /// The first event that says it started; inferred starts and ends have ids made from the run's.
    pub started: Option<(Instant, String)>,
    /// Its terminal event.
    pub completed: Option<(Instant, String)>,
    /// The mode of the prompt that began it.
    pub prompt_mode: Option<Mode>,
}

/// The columns from which [`RunMarks`] are read.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "Entity")]
struct Stored {
    run_id: String,
    session_id: String,
    first_at: i64,
    started_event_at: Option<i64>,
    completed_at: Option<i64>,
    is_inferred: bool,
    prompt_mode: Option<i16>,
    keys: Vec<u8>,
}

/// The marks of all runs of each session, in no particular order. Sessions outside the scope have none.
pub async fn of_sessions(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
) -> Result<HashMap<SessionId, Vec<RunMarks>>, QueryError> {
    let select = columns::<Entity, Stored>().filter(of(scope, session_ids));
    let id = |key: Key| key.event_id.as_str().to_owned();
    let mut found: HashMap<SessionId, Vec<RunMarks>> = HashMap::new();
    for row in reader.scoped(scope).bounded::<Stored>(select.as_query()).await? {
        let keys = RunKeys::decode(Instant(row.first_at), &row.keys).map_err(QueryError::internal)?;
        let ids = MarkIds::of(&row.run_id, row.is_inferred, keys.started.map(id), keys.terminal.map(id));
        let marks = RunMarks {
            run_id: RunId::from(row.run_id),
            started: row.started_event_at.map(Instant).zip(ids.started),
            completed: row.completed_at.map(Instant).zip(ids.completed),
            prompt_mode: row.prompt_mode.and_then(Mode::from_code),
        };
        found.entry(SessionId::from(row.session_id)).or_default().push(marks);
    }
    Ok(found)
}

/// Whether a run belongs to one of the sessions, and the session is within the scope.
fn of(scope: &OrgScope, session_ids: &[Arc<str>]) -> Condition {
    scope.admits_session(Column::OrgId, Column::SessionId).add(is_one_of(Column::SessionId, session_ids))
}

/// The number of starts and ends of runs of each session; sessions without any may be left out.
pub async fn counts(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
) -> Result<HashMap<SessionId, i64>, QueryError> {
    let select = Entity::find()
        .select_only()
        .column(Column::SessionId)
        .expr_as(Column::StartedEventAt.count().add(Column::CompletedAt.count()), "number")
        .filter(of(scope, session_ids))
        .group_by(Column::SessionId);
    Ok(by_session(reader.scoped(scope).all(select.as_query()).await?))
}

/// What each run of each session changed, if it reports that. The changed files are read only on request,
/// because they are by far the largest part.
pub async fn changes(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
    with_files: bool,
) -> Result<HashMap<SessionId, Vec<Artifacts>>, QueryError> {
    let changed = of(scope, session_ids).add(Column::Artifacts.is_not_null()).add(Column::CompletedAt.is_not_null());
    let changed = Entity::find().select_only().filter(changed);
    let scoped = reader.scoped(scope);
    let mut found: HashMap<SessionId, Vec<Artifacts>> = HashMap::new();
    if with_files {
        let length = Func::cust("LENGTH").arg(Column::Artifacts.into_expr());
        let size = changed.clone().expr_as(whole(Func::sum(length)), "number");
        reader.expect_bytes(scoped.number(size.as_query()).await?)?;
        let changes = Whole::select_cols(changed);
        for row in scoped.bounded::<Whole>(changes.as_query()).await? {
            let changes = serde_json::from_str(&row.artifacts).map_err(QueryError::internal)?;
            found.entry(SessionId::from(row.session_id)).or_default().push(changes);
        }
        return Ok(found);
    }
    let mut changes = changed.column(Column::SessionId).into_query();
    for name in FIGURES {
        let figure = match reader.engine() {
            Engine::Sqlite => format!("json_extract(artifacts, '$.{name}')"),
            Engine::Postgres => format!("CAST(CAST(artifacts AS json) ->> '{name}' AS BIGINT)"),
        };
        changes.expr_as(Expr::cust(figure), name);
    }
    for row in scoped.bounded::<Figures>(&changes).await? {
        let changes = Artifacts {
            files_changed: row.files_changed.unwrap_or(0),
            lines_added: row.lines_added.unwrap_or(0),
            lines_deleted: row.lines_deleted.unwrap_or(0),
            tests_run: row.tests_run,
            tests_passed: row.tests_passed,
            files: Vec::new(),
        };
        found.entry(SessionId::from(row.session_id)).or_default().push(changes);
    }
    Ok(found)
}

/// Everything that a run changed, as stored.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "Entity")]
struct Whole {
    session_id: String,
    artifacts: String,
}

/// The numbers about what a run changed, as [`Figures`] reads them.
const FIGURES: [&str; 5] = ["files_changed", "lines_added", "lines_deleted", "tests_run", "tests_passed"];

/// The numbers about what a run changed.
#[derive(FromQueryResult)]
struct Figures {
    session_id: String,
    files_changed: Option<i64>,
    lines_added: Option<i64>,
    lines_deleted: Option<i64>,
    tests_run: Option<i64>,
    tests_passed: Option<i64>,
}
