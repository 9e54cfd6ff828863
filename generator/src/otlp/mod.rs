//! A fleet that reports by OpenTelemetry: the same scripts, as the log records, spans and data points of real
//! agents.
//!
//! An agent's process makes [`record`]s and sends them in batches ([`flush`]); a batch is an [`Export`], and one or
//! more of them are a request, in [`protobuf`] or [`json`]. To add an agent: a file beside [`claude_code`], and a
//! line in [`exports`].

mod claude_code;
mod codex;
mod export;
mod flush;
mod gemini_cli;
mod github_copilot;
mod json;
mod process;
mod protobuf;
pub mod record;

pub use export::{Export, Format, Signal, Source, encode};
pub(crate) use protobuf::rejected;

use crate::script::{Agent, Script};

/// What the agent of a script sends, in the order in which it does.
#[must_use]
pub fn exports(script: &Script) -> Vec<Export> {
    let mut exports = match script.agent {
        Agent::ClaudeCode => claude_code::exports(script),
        Agent::Codex => codex::exports(script),
        Agent::GeminiCli => gemini_cli::exports(script),
        Agent::GithubCopilot => github_copilot::exports(script),
        // Its exporter loses spans, so nothing exact can be said of what arrives.
        Agent::OpenCode => Vec::new(),
    };
    exports.sort_by_key(|export| export.due);
    exports
}
