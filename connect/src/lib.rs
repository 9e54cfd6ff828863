//! The lines that connect a coding agent: which variables and settings files it reads, and what they have to say.
//!
//! [`connect`] answers for every agent and every form, so that a command line and a page of the dashboard show the same
//! lines. What an agent has to be told is data, in one file an agent (`agents`); how it is written is the same for all
//! (`environment`, `file`).
//!
//! ```
//! use connect::{Agent, Form, Target, connect};
//! let target = Target { url: "https://tachograph.example", ..Target::default() };
//! let lines = connect(Agent::ClaudeCode, Form::Shell, &target);
//! assert!(lines.snippets[0].text.contains("OTEL_EXPORTER_OTLP_ENDPOINT=https://tachograph.example\n"));
//! ```

mod agent;
mod agents;
mod environment;
mod file;
mod target;

pub use agent::{Agent, Form};
pub use target::{KEY_PLACE, Target};

use environment::Environment;

/// The lines that connect one agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// What to write where; all of it is needed.
    pub snippets: Vec<Snippet>,
    /// What else to know, in sentences.
    pub notes: Vec<&'static str>,
}

/// Some lines, and where they belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// Where they belong: a path, or words.
    pub place: String,
    /// What they are written in.
    pub syntax: Syntax,
    /// The lines; the last one ends with a newline.
    pub text: String,
}

/// What lines are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Commands of a POSIX shell.
    Shell,
    /// `NAME=value`, one a line, without quotes.
    Env,
    /// JSON.
    Json,
    /// TOML.
    Toml,
}

impl Syntax {
    /// The word for it in Markdown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shell => "sh",
            Self::Env => "env",
            Self::Json => "json",
            Self::Toml => "toml",
        }
    }
}

/// The lines that connect `agent` to `target`.
#[must_use]
pub fn connect(agent: Agent, form: Form, target: &Target<'_>) -> Lines {
    match agent {
        Agent::ClaudeCode => agents::claude_code::lines(form, target),
        Agent::Codex => agents::codex::lines(form, target),
        Agent::GeminiCli => agents::gemini_cli::lines(form, target),
        Agent::QwenCode => agents::qwen_code::lines(form, target),
        Agent::GithubCopilot => agents::github_copilot::lines(form, target),
        Agent::Opencode => agents::opencode::lines(form, target),
    }
}

impl Lines {
    /// Settings files, then the variables beside them.
    fn new(files: impl IntoIterator<Item = Snippet>, variables: &Environment, form: Form) -> Self {
        let variables = variables.snippet(form);
        Self { snippets: files.into_iter().chain(variables).collect(), notes: Vec::new() }
    }

    fn note(mut self, note: &'static str) -> Self {
        self.notes.push(note);
        self
    }

    /// Adds a note where it applies.
    fn note_if(self, applies: bool, note: &'static str) -> Self {
        if applies { self.note(note) } else { self }
    }
}
