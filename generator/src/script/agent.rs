//! The agents that are played, and how they differ.
use std::fmt;

/// A coding agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agent {
    /// Claude Code.
    ClaudeCode,
    /// Codex.
    Codex,
    /// Gemini CLI.
    GeminiCli,
    /// GitHub Copilot CLI.
    GithubCopilot,
    /// OpenCode.
    OpenCode,
}

/// What is different from agent to agent.
#[derive(Debug)]
pub(crate) struct Traits {
    /// Models for the conversation, by weight.
    pub(crate) models: &'static [(&'static str, u32)],
    /// The model of its hidden utility calls.
    pub(crate) utility: Option<Utility>,
    /// The model of the agents that it starts.
    pub(crate) subagent: Option<&'static str>,
    /// Its tools: shell, reading, editing, searching.
    pub(crate) tools: Tools,
    /// Whether each failed try of a model call is reported, rather than only the last one.
    pub(crate) tells_tries: bool,
    /// Whether it reports that a person rejected a tool use.
    pub(crate) tells_rejections: bool,
    /// Whether it reports what came before an interruption.
    pub(crate) tells_interrupted: bool,
    /// Whether it reports that a tool use begins.
    pub(crate) tells_begun_tools: bool,
    /// Whether it reports tokens written to a cache.
    pub(crate) writes_cache: bool,
    /// Whether it reports reasoning tokens.
    pub(crate) reasons: bool,
}

/// Hidden calls beside the conversation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Utility {
    pub(crate) model: &'static str,
    /// Whether there is one for each prompt, rather than for each session.
    pub(crate) each_prompt: bool,
}

/// The names of tools.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tools {
    pub(crate) shell: &'static str,
    pub(crate) read: &'static str,
    pub(crate) edit: &'static str,
    pub(crate) search: &'static str,
    /// Starts another agent.
    pub(crate) delegate: &'static str,
}

impl Agent {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::ClaudeCode, Self::Codex, Self::GeminiCli, Self::GithubCopilot, Self::OpenCode];
    /// Those that report by OpenTelemetry here. The exporter of OpenCode loses its last spans, so its sessions are
    /// played as events.
    pub const OTLP: [Self; 4] = [Self::ClaudeCode, Self::Codex, Self::GeminiCli, Self::GithubCopilot];

    /// Its id in the contract.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::ClaudeCode => "claude-code",
            Self::Codex => "codex",
            Self::GeminiCli => "gemini-cli",
            Self::GithubCopilot => "github-copilot",
            Self::OpenCode => "opencode",
        }
    }

    /// Its version.
    #[must_use]
    pub const fn version(self) -> &'static str {
        match self {
            Self::ClaudeCode => "2.1.332",
            Self::Codex => "0.171.0",
            Self::GeminiCli => "0.61.0",
            Self::GithubCopilot => "1.0.102",
            Self::OpenCode => "1.18.33",
        }
    }

    /// Whether it reports if somebody sits in front of it.
    #[must_use]
    pub const fn tells_mode(self) -> bool {
        !matches!(self, Self::GithubCopilot)
    }

    /// Whether it reports the end of its work on a prompt.
    #[must_use]
    pub const fn tells_ends(self) -> bool {
        matches!(self, Self::GithubCopilot)
    }

    pub(crate) const fn traits(self) -> &'static Traits {
        match self {
            Self::ClaudeCode => &CLAUDE_CODE,
            Self::Codex => &CODEX,
            Self::GeminiCli => &GEMINI_CLI,
            Self::GithubCopilot => &GITHUB_COPILOT,
            Self::OpenCode => &OPEN_CODE,
        }
    }
}

impl fmt::Display for Agent {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.id())
    }
}

const CLAUDE_CODE: Traits = Traits {
    models: &[("claude-sonnet-5-5", 64), ("claude-opus-5-5", 36)],
    utility: None,
    subagent: Some("claude-haiku-4-5"),
    tools: Tools { shell: "Bash", read: "Read", edit: "Edit", search: "Grep", delegate: "Agent" },
    tells_tries: false,
    tells_rejections: true,
    tells_interrupted: true,
    tells_begun_tools: true,
    writes_cache: true,
    reasons: false,
};

const CODEX: Traits = Traits {
    models: &[("gpt-5.5", 70), ("gpt-5.4-mini", 30)],
    utility: None,
    subagent: None,
    tools: Tools {
        shell: "exec_command",
        read: "exec_command",
        edit: "apply_patch",
        search: "exec_command",
        delegate: "exec_command",
    },
    tells_tries: true,
    tells_rejections: false,
    tells_interrupted: true,
    tells_begun_tools: true,
    writes_cache: false,
    reasons: true,
};

const GEMINI_CLI: Traits = Traits {
    models: &[("gemini-3.1-pro-preview", 75), ("gemini-3.5-flash", 25)],
    utility: Some(Utility { model: "gemini-3.1-flash-lite", each_prompt: true }),
    subagent: None,
    tools: Tools {
        shell: "run_shell_command",
        read: "read_file",
        edit: "replace",
        search: "search_file_content",
        delegate: "run_shell_command",
    },
    tells_tries: true,
    tells_rejections: true,
    tells_interrupted: true,
    tells_begun_tools: false,
    writes_cache: false,
    reasons: true,
};

const GITHUB_COPILOT: Traits = Traits {
    models: &[("gpt-4.1", 55), ("claude-sonnet-4-6", 45)],
    utility: None,
    subagent: None,
    tools: Tools { shell: "bash", read: "view", edit: "edit", search: "grep", delegate: "bash" },
    tells_tries: true,
    tells_rejections: false,
    tells_interrupted: false,
    tells_begun_tools: false,
    writes_cache: false,
    reasons: true,
};

const OPEN_CODE: Traits = Traits {
    models: &[("claude-sonnet-4-6", 60), ("gpt-5.5", 40)],
    utility: Some(Utility { model: "claude-haiku-4-5", each_prompt: false }),
    subagent: None,
    tools: Tools { shell: "bash", read: "read", edit: "edit", search: "grep", delegate: "bash" },
    tells_tries: true,
    tells_rejections: true,
    tells_interrupted: true,
    tells_begun_tools: true,
    writes_cache: true,
    reasons: false,
};
