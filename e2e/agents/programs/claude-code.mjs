// Claude Code. It computes costs itself, from prices that it knows.
import { join } from "node:path";

export const claudeCode = {
  id: "claude-code",
  package: "@anthropic-ai/claude-code",
  version: "2.1.332",
  program: "claude",
  costSource: "REPORTED",
  tellsVersion: true,

  environment: (model) => ({
    ANTHROPIC_BASE_URL: model,
    ANTHROPIC_API_KEY: "not-a-key",
    ANTHROPIC_MODEL: "claude-opus-5-5",
    DISABLE_AUTOUPDATER: "1",
  }),

  /** Its first arguments: a prompt in a new session. */
  starts: (prompt) => ["--print", prompt, "--allowedTools", "Bash(echo:*)", "Read"],
  /** The same for another prompt in the session that it was in last. */
  resumes: (prompt) => ["--continue", ...claudeCode.starts(prompt)],

  /** Two tools that it has and may use, and what they are told. */
  tools: (folder) => [
    { name: "Bash", input: { command: "echo one", description: "Say one" } },
    { name: "Read", input: { file_path: join(folder, "notes.txt") } },
  ],
};
