//! The export of users: the people in the list are sorted in memory, as for the list itself; their rows are
//! created page by page.
use super::cell::Cell;
use super::format::Row;
use super::parameters::Parameters;
use crate::error::ApiError;
use crate::graphql::types::enums::Direction;
use crate::graphql::types::inputs::{UserOrder, UserOrderField, checked_search};
use crate::graphql::types::user_list::{self, Entry};
use domain::Period;
use domain::totals::told;
use query::metrics::Detail;
use query::read::Reader;
use query::scope::OrgScope;

/// The names of the columns.
pub(super) const COLUMNS: &[&str] = &[
    "id",
    "name",
    "email",
    "role",
    "memberSince",
    "sessions",
    "runs",
    "runsPerSession",
    "activeTimePerSessionMs",
    "lifespanPerSessionMs",
    "handoffRate",
    "postHandoffRate",
    "successRate",
    "successfulRuns",
    "failedRuns",
    "avgDurationMs",
    "costUsd",
    "costNanoUsd",
    "costPerRunUsd",
    "inputTokens",
    "outputTokens",
];
/// How many users are written at once.
const PAGE: usize = 500;

/// The users that have not been written yet.
pub(super) struct Users {
    period: Period,
    search: Option<String>,
    order: UserOrder,
    /// `None` until they have been read.
    entries: Option<std::vec::IntoIter<Entry>>,
}

impl Users {
    /// The users requested by the parameters, by name unless ordered otherwise.
    pub(super) fn asked(parameters: &mut Parameters, period: Period) -> Result<Self, ApiError> {
        let search = checked_search("search", parameters.text("search"))?;
        let field = parameters.word::<UserOrderField>("orderBy")?.unwrap_or(UserOrderField::Name);
        let direction = parameters.word::<Direction>("direction")?.unwrap_or(Direction::Asc);
        Ok(Self { period, search, order: UserOrder { field, direction }, entries: None })
    }

    /// The next rows, and whether there are more.
    pub(super) async fn next(&mut self, reader: &Reader, scope: &OrgScope) -> Result<(Vec<Row>, bool), ApiError> {
        let mut entries = match self.entries.take() {
            Some(entries) => entries,
            None => {
                let sums = user_list::Sums::All(Detail::default());
                let entries = user_list::entries(reader, scope, self.period, sums, self.search.as_deref()).await?;
                let placed = user_list::placed(self.order, entries);
                placed.into_iter().map(|(_, entry)| entry).collect::<Vec<_>>().into_iter()
            }
        };
        let rows = entries.by_ref().take(PAGE).map(|entry| row(&entry)).collect();
        let more = entries.len() > 0;
        self.entries = Some(entries);
        Ok((rows, more))
    }
}

fn row(entry: &Entry) -> Row {
    let (member, figures) = (entry.member.as_deref(), &entry.figures);
    let counts = &figures.counts;
    vec![
        Cell::text(entry.user_id.as_str()),
        Cell::text(member.and_then(|member| member.name.as_deref())),
        Cell::text(member.and_then(|member| member.email.as_deref())),
        Cell::text(member.map(|member| member.role.wire())),
        Cell::time(member.map(|member| member.created_at)),
        Cell::int(counts.sessions),
        Cell::int(counts.runs),
        Cell::float(figures.runs_per_session()),
        Cell::float(figures.active_time_per_session_ms()),
        Cell::float(figures.lifespan_per_session_ms()),
        Cell::float(figures.handoff_rate()),
        Cell::float(figures.post_handoff_rate()),
        Cell::float(figures.success_rate()),
        Cell::int(counts.successful_runs),
        Cell::int(counts.failed_runs()),
        Cell::float(figures.avg_duration_ms()),
        Cell::float(figures.cost_usd()),
        Cell::int(told(counts.cost_nano_usd)),
        Cell::float(figures.cost_per_run_usd()),
        Cell::int(told(counts.input_tokens)),
        Cell::int(told(counts.output_tokens)),
    ]
}
