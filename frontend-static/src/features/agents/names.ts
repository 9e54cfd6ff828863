const NAMES: Readonly<Record<string, string>> = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  'gemini-cli': 'Gemini CLI',
  'qwen-code': 'Qwen Code',
  'github-copilot': 'GitHub Copilot CLI',
  opencode: 'OpenCode',
};

/** The name of a coding agent; its id where it is not one of those that the server knows. */
export const agentName = (id: string): string => (Object.hasOwn(NAMES, id) ? (NAMES[id] ?? id) : id);
