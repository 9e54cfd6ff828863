//! What an agent did within a run: model calls and tool uses.
use crate::error::ApiError;
use crate::graphql::connection::{Page, PageArgs, decode_cursor, encode_cursor};
use crate::graphql::context::ContextExt as _;
use crate::graphql::loaders::StepsOf;
use crate::graphql::scalars::{DateTime, Int64};
use crate::graphql::types::connection::{Connection, Listed};
use crate::graphql::types::enums::{Actor, CostSource};
use crate::graphql::types::timeline::{ModelCallEvent, Place, TimelineEvent, ToolUseEvent};
use async_graphql::{Context, Enum, ID, SimpleObject};
use domain::{CallStatus, EventBody, Instant, ModelCalled, NanoUsd, RejectedBy, RunId, SessionId, ToolUsed};
use query::read::steps::{self, StepPlace, StepRow};
use query::scope::OrgScope;
use std::collections::HashMap;
use std::sync::Arc;

/// The length of a page that names none.
pub const DEFAULT_PAGE: usize = 100;
/// The cost of a list of steps besides its page: it takes statements of its own for each run.
pub const COST: usize = 100;

/// How a tool use ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ToolStatus {
    /// The tool did what it was asked.
    Ok,
    /// It ended with an error.
    Error,
    /// A person did not allow it.
    RejectedByUser,
    /// A rule did not allow it.
    RejectedByPolicy,
}

/// A call of a model.
#[derive(Clone, Debug, SimpleObject)]
pub struct ModelCall {
    /// The event's id.
    pub id: ID,
    /// When it ended.
    pub occurred_at: DateTime,
    /// The model; null if the agent does not name it.
    pub model: Option<String>,
    /// Which part of the agent called it: main, subagent or utility.
    pub role: String,
    /// Whether it succeeded.
    pub ok: bool,
    /// Why it failed, in the agent's words; null if it succeeded or the agent does not say.
    pub error_type: Option<String>,
    /// Tokens that the model read, caches included.
    pub input_tokens: Int64,
    /// The input tokens that came from a cache.
    pub cache_read_tokens: Int64,
    /// The input tokens written to a cache.
    pub cache_write_tokens: Int64,
    /// Tokens that the model wrote, reasoning included.
    pub output_tokens: Int64,
    /// The output tokens of its reasoning.
    pub reasoning_tokens: Int64,
    /// The cost in USD; null if it is not known.
    pub cost_usd: Option<f64>,
    /// Where the cost comes from.
    pub cost_source: CostSource,
    /// How long it took, in milliseconds; null if not reported.
    pub duration_ms: Option<Int64>,
    /// How long it took until the first token, in milliseconds; null if not reported.
    pub first_token_ms: Option<Int64>,
}

/// A use of a tool.
#[derive(Clone, Debug, SimpleObject)]
pub struct ToolUse {
    /// The id of the event that tells how it ended.
    pub id: ID,
    /// When it ended.
    pub occurred_at: DateTime,
    /// The tool.
    pub tool: String,
    /// How it ended.
    pub status: ToolStatus,
    /// How long it took, in milliseconds; null if not reported.
    pub duration_ms: Option<Int64>,
    /// How long it waited for a person, in milliseconds; null if not reported.
    pub waited_ms: Option<Int64>,
}

impl Listed for ModelCall {
    const LIST: &'static str = "ModelCall";
}

impl Listed for ToolUse {
    const LIST: &'static str = "ToolUse";
}

/// A page of model calls.
pub type ModelCallConnection = Connection<ModelCall, i64>;
/// A page of tool uses.
pub type ToolUseConnection = Connection<ToolUse, i64>;

impl ModelCall {
    fn of(row: &StepRow, call: &ModelCalled) -> Self {
        let (cost, cost_source) = match (call.cost, row.priced) {
            (Some(cost), _) => (Some(cost), domain::CostSource::Reported),
            (None, Some(priced)) => (Some(priced), domain::CostSource::Priced),
            (None, None) => (None, domain::CostSource::Unknown),
        };
        let tokens = |tokens: Option<i64>| Int64(tokens.unwrap_or_default());
        Self {
            id: ID::from(&row.event_id),
            occurred_at: DateTime(row.occurred_at),
            model: Some(call.model.clone()).filter(|model| !model.is_empty()),
            role: call.role.wire().to_owned(),
            ok: call.status == CallStatus::Ok,
            error_type: call.error_type.clone(),
            input_tokens: Int64(call.input_tokens),
            cache_read_tokens: tokens(call.cache_read_tokens),
            cache_write_tokens: tokens(call.cache_write_tokens),
            output_tokens: Int64(call.output_tokens),
            reasoning_tokens: tokens(call.reasoning_tokens),
            cost_usd: cost.map(|cost| cost.0 as f64 / NanoUsd::USD as f64),
            cost_source: cost_source.into(),
            duration_ms: call.duration_ms.map(Int64),
            first_token_ms: call.first_token_ms.map(Int64),
        }
    }
}

impl ToolUse {
    fn of(row: &StepRow, tool_use: &ToolUsed) -> Self {
        let status = match (tool_use.status, tool_use.rejected_by) {
            (domain::ToolStatus::Rejected, Some(RejectedBy::User)) => ToolStatus::RejectedByUser,
            (domain::ToolStatus::Rejected, _) => ToolStatus::RejectedByPolicy,
            (domain::ToolStatus::Error, _) => ToolStatus::Error,
            (domain::ToolStatus::Ok | domain::ToolStatus::Started, _) => ToolStatus::Ok,
        };
        Self {
            id: ID::from(&row.event_id),
            occurred_at: DateTime(row.occurred_at),
            tool: tool_use.tool.clone(),
            status,
            duration_ms: tool_use.duration_ms.map(Int64),
            waited_ms: tool_use.waited_ms.map(Int64),
        }
    }
}

/// A step of either kind.
enum Step {
    Call(ModelCall),
    Use(ToolUse),
}

impl Step {
    fn of(row: &StepRow) -> Option<Self> {
        match &row.body {
            EventBody::ModelCalled(call) => Some(Self::Call(ModelCall::of(row, call))),
            EventBody::ToolUsed(tool_use) => Some(Self::Use(ToolUse::of(row, tool_use))),
            _ => None,
        }
    }
}

/// What a step adds to a timeline.
pub(crate) fn told(row: &StepRow, run_id: &RunId) -> Option<(Place, TimelineEvent)> {
    let (id, occurred_at) = (ID::from(&row.event_id), DateTime(row.occurred_at));
    let (actor, run_id) = (Actor::Agent, Some(ID::from(run_id.as_str())));
    let event = match Step::of(row)? {
        Step::Call(call) => ModelCallEvent { id, occurred_at, actor, run_id, call }.into(),
        Step::Use(tool_use) => ToolUseEvent { id, occurred_at, actor, run_id, tool_use }.into(),
    };
    Some(((row.occurred_at, row.event_id.clone()), event))
}

/// The steps of a run, as one of its two lists needs them.
pub(crate) struct StepsOfRun<'a> {
    pub(crate) scope: &'a OrgScope,
    pub(crate) session_id: &'a SessionId,
    pub(crate) run_id: &'a RunId,
}

impl StepsOfRun<'_> {
    /// A page of its model calls, oldest first.
    pub(crate) async fn calls(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<ModelCallConnection, ApiError> {
        let (page, total) = self.page(ctx, true, first, after).await?;
        let calls = page.items.into_iter().filter_map(|(cursor, step)| match step {
            Step::Call(call) => Some((cursor, call)),
            Step::Use(_) => None,
        });
        Ok(Connection { page: Page { items: calls.collect(), info: page.info }, total })
    }

    /// A page of its tool uses, oldest first.
    pub(crate) async fn uses(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<ToolUseConnection, ApiError> {
        let (page, total) = self.page(ctx, false, first, after).await?;
        let uses = page.items.into_iter().filter_map(|(cursor, step)| match step {
            Step::Use(tool_use) => Some((cursor, tool_use)),
            Step::Call(_) => None,
        });
        Ok(Connection { page: Page { items: uses.collect(), info: page.info }, total })
    }

    async fn page(
        &self,
        ctx: &Context<'_>,
        calls: bool,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<(Page<Step>, i64), ApiError> {
        let list = format!("{}:{}", if calls { "modelCalls" } else { "toolUses" }, self.run_id);
        let org_id = self.scope.org_id().as_str();
        let args = PageArgs { first, after, ..PageArgs::default() };
        let (size, _) = args.size(DEFAULT_PAGE)?;
        let after = match &args.after {
            Some(cursor) => Some(decode_cursor::<(i64, String)>(cursor, &list, org_id)?),
            None => None,
        };
        let places = ctx.loaders().load_one(StepsOf(self.scope.clone(), self.session_id.clone())).await?;
        let places = places.unwrap_or_default();
        let own = || places.iter().filter(|place| place.is_call == calls && place.run_id == *self.run_id);
        let key = |place: &StepPlace| (place.at.0, place.event_id.clone());
        let is_beyond = |place: &&StepPlace| after.as_ref().is_none_or(|after| key(place) > *after);
        let wanted: Vec<&StepPlace> = own().filter(is_beyond).take(size + 1).collect();
        let mut rows = rows(ctx, self.scope, self.session_id, wanted.iter().take(size).copied()).await?;
        let mut found: Vec<(String, Step)> = Vec::with_capacity(wanted.len());
        for place in wanted.iter().take(size) {
            if let Some(step) = rows.remove(&place.event_id).as_ref().and_then(Step::of) {
                found.push((encode_cursor(&list, org_id, &key(place)), step));
            }
        }
        let total = own().count();
        let until = after.is_some() && own().any(|place| after.as_ref().is_some_and(|after| key(place) <= *after));
        let page = Page::of(found, (until, wanted.len() > size));
        Ok((page, i64::try_from(total).unwrap_or(i64::MAX)))
    }
}

/// The steps at these places, by the ids of their events.
pub(crate) async fn rows(
    ctx: &Context<'_>,
    scope: &OrgScope,
    session_id: &SessionId,
    places: impl Iterator<Item = &StepPlace>,
) -> Result<HashMap<String, StepRow>, ApiError> {
    let ids: Vec<Arc<str>> = places.map(|place| Arc::from(place.event_id.as_str())).collect();
    let rows = steps::by_ids(ctx.reader(), scope, session_id, &ids).await?;
    Ok(rows.into_iter().map(|row| (row.event_id.clone(), row)).collect())
}

/// Where a step stands in a timeline.
pub(crate) fn place_of(step: &StepPlace) -> Place {
    (Instant(step.at.0), step.event_id.clone())
}
