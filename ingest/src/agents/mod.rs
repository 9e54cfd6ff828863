//! What coding agents report by OpenTelemetry, made events of the contract: one file per agent, plus
//! [`gen_ai`] for everything that follows the OpenTelemetry conventions for generative AI.
//!
//! An adapter is stateless: it makes the same events of a record whatever came before, so that records may
//! arrive in any order, in any batches and more than once. Of each agent, one signal alone is the source of
//! money and tokens, because agents report both in all three. What a person, a model or a tool said is dropped
//! here; only the text of a prompt is kept, if the installation keeps texts.

mod claude_code;
mod codex;
mod events;
mod gemini_cli;
mod gen_ai;
mod github_copilot;
pub(crate) mod keep;
mod opencode;
mod qwen_code;
mod reading;
mod steps;
#[cfg(test)]
mod testing;
pub(crate) mod unknown;

pub(crate) use events::{Events, Maker};
pub(crate) use reading::Place;

use crate::otlp::record::{LogRecord, Point, Record, Span};
use domain::Unstored;
use domain::contract::FieldError;
use reading::Reading;

/// What an adapter knows about a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// What it means; perhaps that it means nothing here.
    Known,
    /// Nothing.
    Not(Unstored),
}

/// Makes events of a record.
///
/// # Errors
/// When a number that is counted is none.
pub(crate) fn adapt(record: &Record<'_>, place: &Place<'_>, events: &mut Events<'_>) -> Result<Seen, FieldError> {
    let reading = Reading { attributes: record.attributes(), place };
    match record {
        Record::Log(log) => adapt_log(&reading, log, events),
        Record::Span(span) => adapt_span(&reading, span, events),
        Record::Point(point) => adapt_point(&reading, point, events),
    }
}

/// Agents are told apart by the scope and the name of an event: the name of the service is often that of a
/// part of an agent, and people change it.
fn adapt_log(reading: &Reading<'_, '_>, log: &LogRecord<'_>, events: &mut Events<'_>) -> Result<Seen, FieldError> {
    let scope = &*reading.place.scope.name;
    let name = reading.text("event.name").unwrap_or(&log.event_name);
    let body = log.body.text().unwrap_or_default();
    if scope.starts_with(claude_code::SCOPE) || body.starts_with(claude_code::PREFIX) {
        let name = if name.is_empty() { body } else { name };
        claude_code::log(reading, log, name.strip_prefix(claude_code::PREFIX).unwrap_or(name), events)
    } else if name.starts_with(codex::PREFIX) {
        codex::log(reading, log, name, events)
    } else if let Some(name) = name.strip_prefix(gemini_cli::PREFIX) {
        gemini_cli::log(reading, log, name, events)
    } else if let Some(name) = name.strip_prefix(qwen_code::PREFIX) {
        qwen_code::log(reading, log, name, events)
    } else if agent_of(reading).is_some() {
        // Debug messages, and the same calls again under the names of the conventions.
        Ok(Seen::Known)
    } else {
        Ok(Seen::Not(Unstored::Unknown))
    }
}

fn adapt_span(reading: &Reading<'_, '_>, span: &Span<'_>, events: &mut Events<'_>) -> Result<Seen, FieldError> {
    match &*reading.place.scope.name {
        github_copilot::SCOPE => github_copilot::span(reading, span, events),
        opencode::SCOPE => opencode::span(reading, span, events),
        // The spans of the other agents repeat what their logs say.
        _ if agent_of(reading).is_some() => Ok(Seen::Known),
        _ => gen_ai::span(reading, span, events),
    }
}

fn adapt_point(reading: &Reading<'_, '_>, point: &Point<'_>, events: &mut Events<'_>) -> Result<Seen, FieldError> {
    if let Some(name) = point.metric.strip_prefix(claude_code::PREFIX) {
        claude_code::point(reading, point, name, events)
    } else if agent_of(reading).is_some() {
        // Their metrics repeat what their logs or spans say.
        Ok(Seen::Known)
    } else {
        Ok(Seen::Not(Unstored::Unknown))
    }
}

/// The agent with an adapter of its own whose scope or service this is.
fn agent_of(reading: &Reading<'_, '_>) -> Option<&'static str> {
    let scope = &*reading.place.scope.name;
    let service = reading.place.resource.get("service.name").and_then(|name| name.text()).unwrap_or_default();
    let is_codex = |name: &str| name.starts_with("codex_") || name == "codex" || name == "codex-app-server";
    if scope.starts_with(claude_code::SCOPE) {
        return Some(claude_code::AGENT);
    }
    let exact = [
        (github_copilot::SCOPE, github_copilot::AGENT),
        (opencode::SCOPE, opencode::AGENT),
        (gemini_cli::SCOPE, gemini_cli::SCOPE),
        (qwen_code::SCOPE, qwen_code::SCOPE),
    ];
    let known = exact.into_iter().find(|(name, _)| *name == scope).map(|(_, agent)| agent);
    known.or_else(|| (is_codex(scope) || is_codex(service)).then_some(codex::AGENT))
}

/// The agent that counts of a record are shown with: one with an adapter of its own, else the service.
pub(crate) fn agent_to_count<'r>(record: &'r Record<'_>, place: &'r Place<'_>) -> Option<&'r str> {
    let reading = Reading { attributes: record.attributes(), place };
    agent_of(&reading).or_else(|| match record {
        Record::Point(point) => point.metric.starts_with(claude_code::PREFIX).then_some(claude_code::AGENT),
        Record::Log(_) => None,
        Record::Span(_) => place.resource.get("service.name").and_then(|name| name.text()),
    })
}
