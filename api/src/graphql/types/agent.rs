//! The coding agents of an organization.
use crate::graphql::scalars::{DateTime, Int64};
use async_graphql::{Enum, SimpleObject};
use query::read::agents::{AgentRow, UnknownRow};

/// What is wrong with what an agent sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum AgentProblem {
    /// It sends metrics with cumulative temporality, whose growth cannot be told: expected delta.
    CumulativeMetrics,
    /// Sessions of the last seven days name no repository.
    NoRepository,
    /// Sessions of the last seven days name no person.
    NoPerson,
    /// Calls of sessions of the last seven days have no price.
    UnpricedModel,
    /// Some of its records were refused.
    RefusedRecords,
}

/// A coding agent, as the sessions of an organization name it.
#[derive(Clone, Debug, SimpleObject)]
pub struct Agent {
    /// Its id, such as `claude-code`.
    agent: String,
    /// Its versions, the one that was last seen first.
    versions: Vec<String>,
    /// When it was last seen.
    last_seen_at: DateTime,
    /// The number of its sessions.
    sessions: Int64,
    /// The number of its OTLP records that were refused.
    refused_records: Int64,
    /// The number of its OTLP records that were not recognized.
    unknown_records: Int64,
    /// The models whose calls have no price, of its latest sessions of the last seven days with such calls.
    unpriced_models: Vec<String>,
    /// What is wrong with what it sends.
    problems: Vec<AgentProblem>,
}

impl From<AgentRow> for Agent {
    fn from(row: AgentRow) -> Self {
        let problems = [
            (row.cumulative > 0, AgentProblem::CumulativeMetrics),
            (row.lacks_repository, AgentProblem::NoRepository),
            (row.lacks_person, AgentProblem::NoPerson),
            (!row.unpriced_models.is_empty(), AgentProblem::UnpricedModel),
            (row.refused > 0, AgentProblem::RefusedRecords),
        ];
        Self {
            problems: problems.into_iter().filter_map(|(is_there, problem)| is_there.then_some(problem)).collect(),
            agent: row.agent,
            versions: row.versions,
            last_seen_at: DateTime(row.last_seen_at),
            sessions: Int64(row.sessions),
            refused_records: Int64(row.refused),
            unknown_records: Int64(row.unknown),
            unpriced_models: row.unpriced_models,
        }
    }
}

/// OTLP records of one name that were not recognized.
#[derive(Clone, Debug, SimpleObject)]
pub struct UnknownRecords {
    /// The service that sent them; empty for all those beyond the first 200 names.
    service: String,
    /// The name of the event, span or metric.
    name: String,
    /// How many there were.
    count: Int64,
    /// When the last of them arrived, accurate to a few seconds.
    last_seen_at: DateTime,
}

impl From<UnknownRow> for UnknownRecords {
    fn from(row: UnknownRow) -> Self {
        Self {
            service: row.service,
            name: row.name,
            count: Int64(row.records),
            last_seen_at: DateTime(row.last_seen_at),
        }
    }
}
