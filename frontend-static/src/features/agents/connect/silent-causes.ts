import type { AgentId } from './agents';

/** Why nothing arrives from an agent that looks connected, and what to do. */
export type Cause = { readonly title: string; readonly remedy: string };

const RESTART: Cause = {
  title: 'The agent was not restarted',
  remedy:
    'It reads its settings when it starts. Quit it, open a new shell, check that the lines are there, and start it again.',
};

const KEY: Cause = {
  title: 'The key is of another organization, or revoked',
  remedy:
    'Records go to the organization of their key. Put the secret of a key of this one in place of YOUR_INGEST_KEY.',
};

const BASE_URL: Cause = {
  title: 'The path is wrong',
  remedy:
    'The endpoint is the URL of this server alone: the agent appends /v1/logs, /v1/traces and /v1/metrics itself.',
};

const LOGS_MISSING: Cause = {
  title: 'Only metrics arrive',
  remedy:
    'Metrics of this agent are cumulative and make no session. A collector or proxy in between must pass on its logs and traces.',
};

const OWN: Readonly<Record<AgentId, readonly Cause[]>> = {
  'claude-code': [
    BASE_URL,
    {
      title: 'Telemetry is off',
      remedy:
        'CLAUDE_CODE_ENABLE_TELEMETRY=1 must be in the environment of the agent itself, not only in your shell. Managed settings of your company may override it.',
    },
    {
      title: 'Metrics are cumulative',
      remedy:
        'Unset OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE. Cumulative metrics are accepted, but lines, commits and active time cannot be counted from them.',
    },
  ],
  codex: [
    {
      title: 'OTEL_EXPORTER_OTLP_COMPRESSION is set',
      remedy: 'With gzip, Codex sends nothing and does not say so. Unset the variable where the agent starts.',
    },
    {
      title: 'The path is wrong',
      remedy: 'Unlike other agents, Codex needs the whole URL with /v1/logs at its end.',
    },
    {
      title: 'Its background process is still the old one',
      remedy:
        'The interactive agent leaves a process behind that keeps its old settings, even after /quit. End that process.',
    },
    {
      title: 'The run ended too soon',
      remedy: 'A run that fails within its first second may send nothing. Let one run end well.',
    },
  ],
  'gemini-cli': [
    BASE_URL,
    {
      title: 'The protocol is gRPC',
      remedy: 'otlpProtocol must be "http" in the settings file; OTEL_EXPORTER_OTLP_PROTOCOL is ignored.',
    },
    LOGS_MISSING,
  ],
  'qwen-code': [
    BASE_URL,
    {
      title: 'The protocol is gRPC',
      remedy: 'otlpProtocol must be "http" in the settings file; OTEL_EXPORTER_OTLP_PROTOCOL is ignored.',
    },
    LOGS_MISSING,
  ],
  'github-copilot': [
    BASE_URL,
    {
      title: 'The run was interrupted',
      remedy: 'The agent sends a run when it is over, and after Ctrl-C nothing at all. Let one run end.',
    },
    LOGS_MISSING,
  ],
  opencode: [
    BASE_URL,
    {
      title: 'Spans are off',
      remedy: 'Its settings need "experimental": { "openTelemetry": true }; without it no model call is told.',
    },
    {
      title: 'The agent exited too soon',
      remedy: 'It loses its last spans when it exits. Wait a few seconds before you close it.',
    },
  ],
};

/** The causes, the most likely first. */
export const silentCauses = (agent: AgentId): readonly Cause[] => [RESTART, KEY, ...OWN[agent]];
