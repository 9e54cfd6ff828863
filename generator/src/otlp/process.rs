//! The processes of a session: one for each prompt that an agent works on alone, one for a person's prompts in a row.
use super::record::{Attribute, text};
use crate::script::{Script, Turn};
use domain::{Instant, Mode};

/// From the start of a process to its first prompt, and from its last step to its end, in milliseconds.
const START_MS: i64 = 640;
const END_MS: i64 = 90;
/// How long a person takes to leave, in milliseconds.
const LEAVE_MS: i64 = 2_400;

/// A process of an agent.
pub(super) struct Process<'a> {
    /// When it starts.
    pub(super) start: Instant,
    /// When it ends.
    pub(super) end: Instant,
    /// Whether it resumes a session.
    pub(super) resumes: bool,
    /// Its turns.
    pub(super) turns: &'a [Turn],
}

/// The processes of a script, one after the other.
pub(super) fn processes(script: &Script) -> Vec<Process<'_>> {
    let together = |one: &Turn, next: &Turn| one.mode == Mode::Interactive && next.mode == Mode::Interactive;
    let parts = script.turns.chunk_by(together).filter_map(|turns| Some((turns, turns.first()?, turns.last()?)));
    parts
        .enumerate()
        .map(|(number, (turns, first, last))| Process {
            start: first.at.minus_millis(START_MS),
            end: {
                let leave = if last.mode == Mode::Interactive { LEAVE_MS } else { END_MS };
                script.end_of(last).max(last.last()).plus_micros(leave * 1_000)
            },
            resumes: number > 0,
            turns,
        })
        .collect()
}

/// What people set in `OTEL_RESOURCE_ATTRIBUTES`: where they work, and who they are. The organization is named for
/// keys of the platform.
pub(super) fn surroundings(script: &Script) -> Vec<Attribute> {
    vec![
        text("tachograph.org_id", &script.org_id),
        text("tachograph.user_id", &script.user_id),
        text("team.id", &script.team_id),
        text("vcs.repository.name", &script.repo_id),
        text("vcs.ref.head.name", &script.branch),
    ]
}

/// An instant as agents write it into attributes.
pub(super) fn timestamp(at: Instant) -> String {
    at.to_chrono().map_or_else(String::new, |time| time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
}
