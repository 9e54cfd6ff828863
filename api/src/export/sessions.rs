//! The export of sessions, page by page.
use super::cell::Cell;
use super::format::Row;
use super::parameters::Parameters;
use crate::error::ApiError;
use crate::graphql::types::enums::Direction;
use crate::graphql::types::inputs::{SessionFilter, SessionOrderField};
use crate::graphql::types::session_list::MANY;
use async_graphql::ID;
use domain::{NanoUsd, Period, UserId};
use query::read::directory::{self, Member};
use query::read::session_page::{self, PageQuery};
use query::read::sessions::SessionRow;
use query::read::{Reader, session_count};
use query::scope::OrgScope;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The names of the columns.
pub(super) const COLUMNS: &[&str] = &[
    "id",
    "userId",
    "userName",
    "repoId",
    "startedAt",
    "lastEventAt",
    "lifespanMs",
    "activeTimeMs",
    "runCount",
    "successfulRuns",
    "failedRuns",
    "successRate",
    "handoffCount",
    "hasPostHandoffIteration",
    "costUsd",
    "costNanoUsd",
    "inputTokens",
    "outputTokens",
];
/// How many sessions are read at once.
const PAGE: usize = 500;

/// The sessions that have not been written yet.
pub(super) struct Sessions {
    filter: session_page::SessionFilter,
    query: PageQuery,
}

impl Sessions {
    /// The sessions requested by the parameters, newest first unless ordered otherwise.
    pub(super) fn asked(parameters: &mut Parameters, period: Period) -> Result<Self, ApiError> {
        let filter = SessionFilter {
            id_contains: parameters.text("idContains"),
            user_id: parameters.text("userId").map(ID),
            has_failures: parameters.truth("hasFailures")?,
            has_handoff: parameters.truth("hasHandoff")?,
            has_post_handoff: parameters.truth("hasPostHandoff")?,
            min_lifespan_ms: parameters.whole("minLifespanMs")?,
            max_lifespan_ms: parameters.whole("maxLifespanMs")?,
            min_cost_usd: parameters.number("minCostUsd")?,
            max_cost_usd: parameters.number("maxCostUsd")?,
        };
        let field = parameters.word::<SessionOrderField>("orderBy")?.unwrap_or(SessionOrderField::StartedAt);
        let direction = parameters.word::<Direction>("direction")?.unwrap_or(Direction::Desc);
        let query = PageQuery {
            sort: field.sort_key(),
            descending: direction == Direction::Desc,
            after: None,
            before: None,
            from_the_end: false,
            limit: PAGE,
            walk_order: false,
        };
        Ok(Self { filter: filter.checked(period)?, query })
    }

    /// Chooses which index to read them by, as the list does.
    pub(super) async fn prepare(&mut self, reader: &Reader, scope: &OrgScope) -> Result<(), ApiError> {
        if self.query.sort.indexed && self.filter.user_id.is_none() {
            self.query.walk_order = session_count::by_days(reader, scope, self.filter.period).await? > MANY;
        }
        Ok(())
    }

    /// The next rows, and whether there may be more.
    pub(super) async fn next(&mut self, reader: &Reader, scope: &OrgScope) -> Result<(Vec<Row>, bool), ApiError> {
        let page = session_page::load(reader, scope, &self.filter, &self.query).await?;
        let more = page.len() == PAGE;
        let people: BTreeSet<_> = page.iter().filter_map(|(_, session)| session.user_id.clone()).collect();
        let people: Vec<Arc<str>> = people.iter().map(UserId::shared).collect();
        let members = directory::members(reader, scope, Some(&people)).await?;
        let members: HashMap<_, _> = members.into_iter().map(|member| (member.user_id.clone(), member)).collect();
        let rows = page.iter().map(|(_, session)| row(session, &members)).collect();
        self.query.after = page.into_iter().next_back().map(|(position, _)| position);
        Ok((rows, more))
    }
}

fn row(session: &SessionRow, members: &HashMap<UserId, Member>) -> Row {
    let member = session.user_id.as_ref().and_then(|user_id| members.get(user_id));
    let success_rate = (session.run_count > 0).then(|| session.successful_runs as f64 / session.run_count as f64);
    vec![
        Cell::text(session.session_id.as_str()),
        Cell::text(session.user_id.as_ref().map(UserId::as_str)),
        Cell::text(member.and_then(|member| member.name.as_deref())),
        Cell::text(session.repo_id.as_deref()),
        Cell::time(session.started_at),
        Cell::time(session.last_event_at),
        Cell::int(session.lifespan_ms),
        Cell::int(session.active_time_ms),
        Cell::int(session.run_count),
        Cell::int(session.successful_runs),
        Cell::int(session.failed_runs),
        Cell::float(success_rate),
        Cell::int(session.handoff_count),
        Cell::bool(session.post_handoff),
        Cell::float(NanoUsd(session.cost_nano_usd).usd()),
        Cell::int(session.cost_nano_usd),
        Cell::int(session.input_tokens),
        Cell::int(session.output_tokens),
    ]
}
