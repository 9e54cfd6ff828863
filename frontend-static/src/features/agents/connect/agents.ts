import type { AgentSetupForm, ConnectableAgent } from '@/gql/graphql';

export type AgentId = 'claude-code' | 'codex' | 'gemini-cli' | 'qwen-code' | 'github-copilot' | 'opencode';

/** The agents that can be connected, by the ids that their sessions carry. */
export const AGENT_IDS = [
  'claude-code',
  'codex',
  'gemini-cli',
  'qwen-code',
  'github-copilot',
  'opencode',
] as const satisfies readonly AgentId[];

export const CONNECTABLE: Readonly<Record<AgentId, ConnectableAgent>> = {
  'claude-code': 'CLAUDE_CODE',
  codex: 'CODEX',
  'gemini-cli': 'GEMINI_CLI',
  'qwen-code': 'QWEN_CODE',
  'github-copilot': 'GITHUB_COPILOT',
  opencode: 'OPENCODE',
};

/** The forms of the lines, by their names in the URL. */
export const FORM_IDS = ['shell', 'settings', 'container', 'managed'] as const;
export type FormId = (typeof FORM_IDS)[number];

type Form = { readonly form: AgentSetupForm; readonly name: string; readonly note: string };

export const FORMS: Readonly<Record<FormId, Form>> = {
  shell: { form: 'SHELL', name: 'Shell', note: 'For one person: commands to run before the agent starts.' },
  settings: { form: 'SETTINGS', name: 'Settings file', note: 'For one person: the agent’s own settings file.' },
  container: {
    form: 'CONTAINER',
    name: 'Container',
    note: 'For an agent in the cloud: the environment of its container.',
  },
  managed: {
    form: 'MANAGED',
    name: 'Whole fleet',
    note: 'For everybody: settings that an admin rolls out to every machine.',
  },
};
