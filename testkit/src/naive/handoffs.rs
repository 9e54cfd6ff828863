//! Handoffs that are inferred from prompts.
use super::membership::{is_prompt, run_of_prompt};
use super::run::is_step;
use domain::{Event, Mode};
use std::collections::BTreeMap;

/// The prompts of a session that are local handoffs. `events` are those of the session, ordered by time.
pub(super) fn inferred<'a>(events: &[&'a Event], members: &BTreeMap<String, Vec<&Event>>) -> Vec<&'a Event> {
    let known: Vec<(&Event, Mode)> = events
        .iter()
        .filter(|event| is_prompt(event))
        .filter_map(|prompt| Some((*prompt, mode_of(prompt, members)?)))
        .collect();
    let is_handoff = |pair: &[(&'a Event, Mode)]| pair[0].1 == Mode::Headless && pair[1].1 == Mode::Interactive;
    known.windows(2).filter(|pair| is_handoff(pair)).map(|pair| pair[1].0).collect()
}

/// The mode of a prompt: the one that it names, or else that of the first step of its run that names one.
pub(super) fn mode_of(prompt: &Event, members: &BTreeMap<String, Vec<&Event>>) -> Option<Mode> {
    let named = |event: &Event| event.origin.as_ref().and_then(|origin| origin.mode);
    let of_steps = || {
        let own = members.get(&run_of_prompt(prompt))?;
        own.iter().filter(|event| is_step(event)).find_map(|step| named(step))
    };
    named(prompt).or_else(of_steps)
}
