//! Handoffs: those that an event reports, and those inferred from prompts.
use super::SettledRun;
use super::prompts::Prompts;
use domain::{EventId, HandoffMethod, Instant, Mode, RunId, SessionId, UserId};
use std::collections::HashMap;

/// A handoff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handoff {
    /// The id of the event that reports it, or of the prompt that it is inferred from.
    pub event_id: EventId,
    /// When it happened.
    pub at: Instant,
    /// How the work was taken over.
    pub method: HandoffMethod,
    /// The session.
    pub session_id: SessionId,
    /// The person named by the event.
    pub user_id: Option<UserId>,
    /// Whether it is inferred from a prompt.
    pub is_inferred: bool,
}

/// When a handoff happened, and whether it is inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// When it happened.
    pub at: Instant,
    /// Whether it is inferred.
    pub is_inferred: bool,
}

/// The handoffs in the prompts of a session: an interactive prompt is one if the last prompt of known mode before
/// it was headless. A prompt that names no mode has that of the first step of its run that names one.
#[must_use]
pub fn inferred(session_id: &SessionId, prompts: &Prompts, runs: &HashMap<RunId, SettledRun<'_>>) -> Vec<Handoff> {
    let mut last = None;
    let mut found = Vec::new();
    for prompt in prompts.starts() {
        let Some(mode) = prompt.mode.or_else(|| runs.get(&prompt.run())?.step_mode()) else { continue };
        if mode == Mode::Interactive && last == Some(Mode::Headless) {
            found.push(Handoff {
                event_id: prompt.key.event_id.clone(),
                at: prompt.key.at,
                method: HandoffMethod::OpenInCli,
                session_id: session_id.clone(),
                user_id: prompt.user.clone(),
                is_inferred: true,
            });
        }
        last = Some(mode);
    }
    found
}
