//! The timeline of a session: its plain events from the event store, everything else from the facts.
use crate::error::ApiError;
use crate::graphql::connection::{Page, PageArgs, decode_cursor, encode_cursor};
use crate::graphql::context::ContextExt as _;
use crate::graphql::loaders::sessions::RunOf;
use crate::graphql::loaders::{HandoffsOf, PartsOf, PlainEventsOf, RunMarksOf, StepsOf};
use crate::graphql::types::connection::{Connection, Listed, TotalCount};
use crate::graphql::types::run::Run;
use crate::graphql::types::step;
use crate::graphql::types::timeline::{Place, TimelineEvent, completed, handed_off, plain, started};
use async_graphql::Context;
use domain::{Instant, RunId, SessionId};
use query::read::handoffs::HandoffRow;
use query::read::plain_events::{self, PlainEventRow};
use query::read::runs::RunRow;
use query::read::steps::{StepPlace, StepRow};
use query::scope::OrgScope;
use std::collections::HashMap;
use std::sync::Arc;

/// The length of a page that names none.
pub const DEFAULT_PAGE: usize = 100;

impl Listed for TimelineEvent {
    const LIST: &'static str = "Timeline";
}

/// A page of what happened in a session, oldest first.
pub type TimelineConnection = Connection<TimelineEvent, TimelineTotal>;

/// Counts the events of a timeline.
#[derive(Debug)]
pub struct TimelineTotal {
    scope: OrgScope,
    session_id: SessionId,
    /// How many parts the facts tell of; none where they were not read.
    facts: Option<usize>,
    /// Whether steps are parts of it.
    with_steps: bool,
}

impl TotalCount for TimelineTotal {
    async fn count(&self, ctx: &Context<'_>) -> Result<i64, ApiError> {
        let key = PlainEventsOf(self.scope.clone(), self.session_id.clone());
        let plain = ctx.loaders().load_one(key);
        let facts = async {
            match self.facts {
                Some(facts) => Ok(Some(i64::try_from(facts).unwrap_or(i64::MAX))),
                None => ctx.loaders().load_one(PartsOf(self.scope.clone(), self.session_id.clone())).await,
            }
        };
        let steps = steps(ctx, &self.scope, &self.session_id, self.with_steps);
        let (plain, facts, steps) = futures_util::try_join!(plain, facts, steps)?;
        let steps = i64::try_from(steps.len()).unwrap_or(i64::MAX);
        Ok(plain.unwrap_or_default().saturating_add(facts.unwrap_or_default()).saturating_add(steps))
    }
}

impl TimelineConnection {
    /// The page after a cursor.
    ///
    /// # Errors
    /// BAD_USER_INPUT for arguments out of range.
    pub async fn load(
        ctx: &Context<'_>,
        scope: OrgScope,
        session_id: SessionId,
        (first, after): (Option<i32>, Option<String>),
        with_steps: bool,
    ) -> Result<Self, ApiError> {
        let list = format!("timeline:{session_id}");
        let args = PageArgs { first, after, ..PageArgs::default() };
        let (size, _) = args.size(DEFAULT_PAGE)?;
        let after: Option<Place> = match &args.after {
            Some(cursor) => {
                let (at, id) = decode_cursor::<(i64, String)>(cursor, &list, scope.org_id().as_str())?;
                Some((Instant(at), id))
            }
            None => None,
        };
        let look = ctx.look_ahead();
        if !["nodes", "edges", "pageInfo"].into_iter().any(|field| look.field(field).exists()) {
            // The total alone is asked for, which the database counts.
            let total = TimelineTotal { scope, session_id, facts: None, with_steps };
            return Ok(Self { page: Page::of(Vec::new(), (false, false)), total });
        }
        let steps = steps(ctx, &scope, &session_id, with_steps);
        let (mut parts, steps) = futures_util::try_join!(facts(ctx, &scope, &session_id), steps)?;
        let facts = Some(parts.len());
        parts.extend(steps.iter().map(|step| (step::place_of(step), Part::Step(step.clone()))));
        let until = after.is_some() && parts.iter().any(|(place, _)| Some(place) <= after.as_ref());
        parts.retain(|(place, _)| after.as_ref().is_none_or(|after| place > after));
        parts.sort_by(|(one, _), (other, _)| one.cmp(other));
        parts.truncate(size + 1);
        let beyond = after.as_ref().map(|(at, id)| (*at, id.as_str()));
        let plain = plain_events::page(ctx.reader(), &scope, &session_id, beyond, size + 1);
        // At the same time for all timelines of the request, so that they are read together.
        let runs = runs(ctx, &scope, &session_id, &parts);
        let until = async {
            let asks = look.field("pageInfo").field("hasPreviousPage").exists();
            match beyond.filter(|_| asks && !until) {
                Some(place) => {
                    Ok::<_, ApiError>(plain_events::has_until(ctx.reader(), &scope, &session_id, place).await?)
                }
                None => Ok(until),
            }
        };
        let (plain, runs, until) = futures_util::try_join!(async { Ok(plain.await?) }, runs, until)?;
        parts.extend(plain.into_iter().map(|row| ((row.occurred_at, row.event_id.clone()), Part::Plain(row))));
        parts.sort_by(|(one, _), (other, _)| one.cmp(other));
        parts.truncate(size + 1);
        let of_steps = parts.iter().filter_map(|(_, part)| part.step());
        let mut steps = step::rows(ctx, &scope, &session_id, of_steps).await?;
        let events = told(&scope, &runs, &mut steps, parts);
        let cursor = |(at, id): &Place| encode_cursor(&list, scope.org_id().as_str(), &(at.0, id));
        let found = events.into_iter().map(|(place, event)| (cursor(&place), event)).collect();
        let page = Page::cut(found, size, false, (until, false));
        Ok(Self { page, total: TimelineTotal { scope, session_id, facts, with_steps } })
    }
}

/// A part of a timeline, before its run is read.
enum Part {
    Started(RunId),
    Completed(RunId),
    HandedOff(Arc<HandoffRow>),
    Plain(PlainEventRow),
    Step(StepPlace),
}

impl Part {
    const fn run(&self) -> Option<&RunId> {
        match self {
            Self::Started(run_id) | Self::Completed(run_id) => Some(run_id),
            Self::HandedOff(_) | Self::Plain(_) | Self::Step(_) => None,
        }
    }

    const fn step(&self) -> Option<&StepPlace> {
        if let Self::Step(place) = self { Some(place) } else { None }
    }
}

/// The starts and ends of runs, and the handoffs: of all of them the places alone.
async fn facts(ctx: &Context<'_>, scope: &OrgScope, session_id: &SessionId) -> Result<Vec<(Place, Part)>, ApiError> {
    let runs = ctx.loaders().load_one(RunMarksOf(scope.clone(), session_id.clone())).await?.unwrap_or_default();
    let handoffs = ctx.loaders().load_one(HandoffsOf(scope.clone(), session_id.clone())).await?.unwrap_or_default();
    let mut parts = Vec::with_capacity(runs.len() * 2 + handoffs.len());
    for run in runs.iter() {
        let started = run.started.clone().map(|place| (place, Part::Started(run.run_id.clone())));
        let completed = run.completed.clone().map(|place| (place, Part::Completed(run.run_id.clone())));
        parts.extend(started.into_iter().chain(completed));
    }
    for row in handoffs.iter() {
        parts.push(((row.occurred_at, row.event_id.as_str().to_owned()), Part::HandedOff(Arc::clone(row))));
    }
    Ok(parts)
}

/// Where the steps are, if they are requested.
async fn steps(
    ctx: &Context<'_>,
    scope: &OrgScope,
    session_id: &SessionId,
    with_steps: bool,
) -> Result<Arc<Vec<StepPlace>>, ApiError> {
    if !with_steps {
        return Ok(Arc::default());
    }
    Ok(ctx.loaders().load_one(StepsOf(scope.clone(), session_id.clone())).await?.unwrap_or_default())
}

type Runs = HashMap<RunId, Arc<RunRow>>;
type StepRows = HashMap<String, StepRow>;

/// The runs that these parts tell of.
async fn runs(
    ctx: &Context<'_>,
    scope: &OrgScope,
    session_id: &SessionId,
    parts: &[(Place, Part)],
) -> Result<Runs, ApiError> {
    let key = |run_id: &RunId| RunOf { scope: scope.clone(), session_id: session_id.clone(), run_id: run_id.clone() };
    let found = ctx.loaders().load_many(parts.iter().filter_map(|(_, part)| part.run().map(key))).await?;
    Ok(found.into_iter().map(|(key, row)| (key.run_id, row)).collect())
}

/// These parts as events. A run that is gone meanwhile tells nothing any more.
fn told(scope: &OrgScope, runs: &Runs, steps: &mut StepRows, parts: Vec<(Place, Part)>) -> Vec<(Place, TimelineEvent)> {
    let run = |run_id: &RunId| runs.get(run_id).map(|row| Run::new(scope.clone(), Arc::clone(row)));
    let event = |(place, part): (Place, Part)| {
        let event = match part {
            Part::Started(run_id) => started(&place, run(&run_id)?),
            Part::Completed(run_id) => completed(&place, run(&run_id)?),
            Part::HandedOff(row) => handed_off(scope, row),
            Part::Plain(row) => return plain(scope, row),
            Part::Step(step) => return step::told(&steps.remove(&step.event_id)?, &step.run_id),
        };
        Some((place, event))
    };
    parts.into_iter().filter_map(event).collect()
}
