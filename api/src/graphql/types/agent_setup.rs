//! What a coding agent has to be told so that it sends what it does here.
use async_graphql::{Enum, SimpleObject};
use connect::{Lines, Snippet};

/// A coding agent that can be connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "connect::Agent")]
pub enum ConnectableAgent {
    /// Claude Code.
    ClaudeCode,
    /// Codex.
    Codex,
    /// Gemini CLI.
    GeminiCli,
    /// Qwen Code.
    QwenCode,
    /// GitHub Copilot CLI.
    GithubCopilot,
    /// OpenCode.
    Opencode,
}

/// Where an agent reads its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "connect::Form")]
pub enum AgentSetupForm {
    /// For one person: commands to run before the agent, or to keep in the profile of the shell.
    Shell,
    /// For one person: the agent's own settings file, as far as it has one.
    Settings,
    /// For an agent in the cloud: the environment of its container.
    Container,
    /// For everybody on a machine: settings that an administrator distributes.
    Managed,
}

/// What the lines of a setup are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "connect::Syntax")]
pub enum AgentSetupSyntax {
    /// Commands of a POSIX shell.
    Shell,
    /// `NAME=value`, one a line, without quotes.
    Env,
    /// JSON.
    Json,
    /// TOML.
    Toml,
}

/// Lines of a setup, and where they belong.
#[derive(Clone, Debug, SimpleObject)]
pub struct AgentSetupSnippet {
    /// Where they belong: a path, or words.
    place: String,
    /// What they are written in.
    syntax: AgentSetupSyntax,
    /// The lines; the last one ends with a newline.
    text: String,
}

impl From<Snippet> for AgentSetupSnippet {
    fn from(snippet: Snippet) -> Self {
        Self { place: snippet.place, syntax: snippet.syntax.into(), text: snippet.text }
    }
}

/// What connects a coding agent to this server.
#[derive(Clone, Debug, SimpleObject)]
pub struct AgentSetup {
    /// The agent's name for people.
    name: &'static str,
    /// The id that its sessions will carry as `agent`.
    agent: &'static str,
    /// What to write where; all of it is needed.
    snippets: Vec<AgentSetupSnippet>,
    /// What else to know, in sentences.
    notes: Vec<&'static str>,
    /// What stands in the lines where the secret of an ingest key belongs.
    key_placeholder: &'static str,
}

impl AgentSetup {
    /// The setup of an agent.
    pub(crate) fn new(agent: connect::Agent, lines: Lines) -> Self {
        Self {
            name: agent.name(),
            agent: agent.word(),
            snippets: lines.snippets.into_iter().map(AgentSetupSnippet::from).collect(),
            notes: lines.notes,
            key_placeholder: connect::KEY_PLACE,
        }
    }
}
