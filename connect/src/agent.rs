//! The agents whose lines are known, and the forms that lines come in.

macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $( $(#[$vmeta:meta])* $variant:ident => $word:literal, )+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $( $(#[$vmeta])* $variant, )+ }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// Its word on the command line and in the API.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }

            /// The one with this word.
            #[must_use]
            pub fn of_word(word: &str) -> Option<Self> {
                match word { $( $word => Some(Self::$variant), )+ _ => None }
            }
        }
    };
}

words! {
    /// A coding agent. The words are the ids that its events carry.
    pub enum Agent {
        /// Claude Code.
        ClaudeCode => "claude-code",
        /// Codex.
        Codex => "codex",
        /// Gemini CLI.
        GeminiCli => "gemini-cli",
        /// Qwen Code.
        QwenCode => "qwen-code",
        /// GitHub Copilot CLI.
        GithubCopilot => "github-copilot",
        /// OpenCode.
        Opencode => "opencode",
    }
}

words! {
    /// What lines are for.
    pub enum Form {
        /// For one person: commands to run before the agent, or to keep in the profile of the shell.
        Shell => "shell",
        /// For one person: the agent's own settings file, as far as it has one.
        Settings => "settings",
        /// For an agent in the cloud: the environment of its container.
        Container => "container",
        /// For everybody on a machine: settings that an administrator distributes.
        Managed => "managed",
    }
}

impl Agent {
    /// Its name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClaudeCode => "Claude Code",
            Self::Codex => "Codex",
            Self::GeminiCli => "Gemini CLI",
            Self::QwenCode => "Qwen Code",
            Self::GithubCopilot => "GitHub Copilot CLI",
            Self::Opencode => "OpenCode",
        }
    }
}
