//! What each agent has to be told: one file an agent.

pub(crate) mod claude_code;
pub(crate) mod codex;
pub(crate) mod gemini_cli;
pub(crate) mod github_copilot;
pub(crate) mod opencode;
pub(crate) mod qwen_code;
