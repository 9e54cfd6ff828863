import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  AgentSessionsDocument,
  AgentSetupDocument,
  CreateKeyDocument,
  OrganizationKeysDocument,
  type SeenAgentFragment,
  SeenAgentsDocument,
  UnknownRecordsDocument,
} from '@/gql/graphql';
import { renderApp, serverFor } from '@/testing/app';
import { agentSessions, NO_AGENT_SESSIONS, setup } from '@/testing/data';

const KEY = {
  id: 'key-1',
  name: 'Claude Code',
  prefix: 'tgk_abc',
  organizationId: 'acme',
  createdAt: '2026-03-01T10:00:00Z',
  createdById: 'carol',
  lastUsedAt: null,
  expiresAt: null,
  revokedAt: null,
};

const SEEN: SeenAgentFragment = {
  agent: 'claude-code',
  versions: ['2.1.332', '2.1.300'],
  lastSeenAt: '2026-03-01T10:00:00Z',
  sessions: 4,
  refusedRecords: 0,
  unknownRecords: 0,
  unpricedModels: [],
  problems: [],
};

const PATH = '/settings?tab=agents';

const member = () =>
  serverFor('MEMBER')
    .answer(AgentSetupDocument, ({ agent, form }) =>
      setup(`${agent} ${form} https://t.example/v1/logs`, ['Something to know.']),
    )
    .answer(AgentSessionsDocument, NO_AGENT_SESSIONS);

const admin = (...agents: SeenAgentFragment[]) =>
  serverFor('ORG_ADMIN')
    .answer(AgentSetupDocument, ({ agent, form }) => setup(`${agent} ${form}`))
    .answer(AgentSessionsDocument, NO_AGENT_SESSIONS)
    .answer(OrganizationKeysDocument, { organization: { ingestKeys: [{ ...KEY, id: 'key-0' }] } })
    .answer(CreateKeyDocument, ({ name }) => ({ createIngestKey: { secret: 'tgk_secret', key: { ...KEY, name } } }))
    .answer(SeenAgentsDocument, { organization: { agents } })
    .answer(UnknownRecordsDocument, { organization: { unknownRecords: [] } });

const lines = async () => (await screen.findByRole('region', { name: 'your shell' })).querySelector('pre')?.textContent;

afterEach(() => vi.useRealTimers());

describe('connecting an agent', () => {
  it('shows members the lines with a place for the key, and nothing of the organization', async () => {
    const server = member();
    renderApp(PATH);
    expect(await lines()).toBe('CLAUDE_CODE SHELL https://t.example/v1/logs YOUR_INGEST_KEY\n');
    expect(screen.getByText('Something to know.')).toBeTruthy();
    expect(screen.getByText(/An admin of Acme Robotics creates the ingest key/)).toBeTruthy();
    expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['Agents']);
    expect(screen.queryByRole('button', { name: /Create a key/ })).toBeNull();
    expect(server.requests(SeenAgentsDocument)).toEqual([]);
    expect(server.requests(OrganizationKeysDocument)).toEqual([]);
  });

  it('asks for what is chosen, and keeps agent and form in the URL', async () => {
    const server = member();
    const user = renderApp(`${PATH}&agent=codex`);
    expect(await lines()).toBe('CODEX SHELL https://t.example/v1/logs YOUR_INGEST_KEY\n');
    expect(server.requests(AgentSetupDocument).at(-1)).toMatchObject({ personal: true, repository: null });
    await user.click(screen.getByRole('radio', { name: 'Container' }));
    await user.type(screen.getByLabelText('Repository, if it is always the same'), 'acme/shop');
    await user.click(screen.getByRole('checkbox', { name: /Send what people type/ }));
    await waitFor(() =>
      expect(server.requests(AgentSetupDocument).at(-1)).toMatchObject({
        agent: 'CODEX',
        form: 'CONTAINER',
        personal: false,
        prompts: true,
        repository: 'acme/shop',
      }),
    );
    expect(window.location.search).toBe('?tab=agents&agent=codex&as=container');
    await user.click(screen.getByRole('radio', { name: 'Whole fleet' }));
    await waitFor(() =>
      expect(server.requests(AgentSetupDocument).at(-1)).toMatchObject({
        form: 'MANAGED',
        personal: false,
        repository: null,
      }),
    );
    expect(screen.queryByRole('checkbox', { name: /The sessions are mine/ })).toBeNull();
  });

  it('puts a new key into the lines, made only when asked for, under a name that is free', async () => {
    const server = admin();
    const user = renderApp(PATH);
    expect(await lines()).toContain('YOUR_INGEST_KEY');
    expect(server.requests(CreateKeyDocument)).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Create a key for these lines' }));
    await waitFor(async () => expect(await lines()).toBe('CLAUDE_CODE SHELL tgk_secret\n'));
    expect(server.requests(CreateKeyDocument)).toEqual([
      { organizationId: 'acme', name: 'Claude Code 2', expiresAt: null },
    ]);
    expect(screen.getByText(/Copy them now/)).toBeTruthy();
    expect(JSON.stringify({ ...localStorage })).not.toContain('tgk_secret');
    await user.click(screen.getByRole('radio', { name: 'Gemini CLI' }));
    await waitFor(async () => expect(await lines()).toBe('GEMINI_CLI SHELL tgk_secret\n'));
  });

  it('says why no key was made', async () => {
    admin().refuse(CreateKeyDocument, 'LIMIT_REACHED' as 'INTERNAL', 'expected at most 500 keys');
    const user = renderApp(PATH);
    await lines();
    await user.click(screen.getByRole('button', { name: 'Create a key for these lines' }));
    expect(await screen.findByRole('alert')).toBeTruthy();
    expect(await lines()).toContain('YOUR_INGEST_KEY');
  });

  it('turns live when a session of the agent arrives', async () => {
    const old = { id: 'old', agent: 'claude-code', lastEventAt: '2026-03-01T10:00:00Z', runCount: 1, openRuns: 0 };
    const server = member().answer(AgentSessionsDocument, agentSessions(old));
    renderApp(PATH);
    expect(await screen.findByText(/Waiting for a session of yours with Claude Code/)).toBeTruthy();
    await waitFor(() => expect(server.requests(AgentSessionsDocument)).toHaveLength(1));
    const other = { ...old, id: 'other', agent: 'codex' };
    server.answer(AgentSessionsDocument, agentSessions(other, { ...old, id: 'new', runCount: 0, openRuns: 1 }, old));
    expect(await screen.findByRole('heading', { name: /Claude Code is live/ })).toBeTruthy();
    const link = screen.getByRole('link', { name: 'Open the session' });
    expect(link.getAttribute('href')).toBe('/sessions/new');
    expect(screen.queryByRole('button', { name: 'Nothing arrives?' })).toBeNull();
  });

  it('tells admins of records without a session, and since when an agent is silent', async () => {
    const server = admin(SEEN);
    renderApp(PATH);
    expect(await screen.findByText(/Claude Code was last seen .* Waiting for its next record/)).toBeTruthy();
    const later = { ...SEEN, lastSeenAt: '2026-03-01T11:00:00Z', refusedRecords: 1 };
    server.answer(SeenAgentsDocument, { organization: { agents: [later] } });
    expect(await screen.findByText(/Records of Claude Code arrive, but none that belongs to a session/)).toBeTruthy();
  });

  it('names the causes of silence after a minute, or when asked', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    member();
    renderApp(`${PATH}&agent=codex`);
    await screen.findByRole('button', { name: 'Nothing arrives?' });
    await act(() => vi.advanceTimersByTimeAsync(60_000));
    const causes = await screen.findByRole('region', { name: 'What may be wrong' });
    expect(within(causes).getByText(/Nothing came from Codex for a minute/)).toBeTruthy();
    expect(within(causes).getByText('OTEL_EXPORTER_OTLP_COMPRESSION is set')).toBeTruthy();
    expect(within(causes).getByText(/needs the whole URL with \/v1\/logs/)).toBeTruthy();
    expect((await within(causes).findByText(/Bearer/)).textContent).toContain("'https://t.example/v1/logs'");
  });
});

describe('the agents seen', () => {
  it('are none yet', async () => {
    admin();
    renderApp(PATH);
    expect(await screen.findByText('No agent yet')).toBeTruthy();
  });

  it('say what is wrong and what to do', async () => {
    admin(SEEN, {
      ...SEEN,
      agent: 'opencode',
      versions: [],
      unpricedModels: ['house-1', 'house-2'],
      refusedRecords: 2,
      problems: ['UNPRICED_MODEL', 'NO_PERSON', 'REFUSED_RECORDS'],
    });
    renderApp(PATH);
    const table = await screen.findByRole('table', { name: 'Agents seen' });
    expect(within(table).getByText('Fine')).toBeTruthy();
    expect(within(table).getByText('3 problems')).toBeTruthy();
    const problems = within(table).getByRole('list', { name: 'Problems of OpenCode' });
    expect(problems.textContent).toContain('in runs with house-1, house-2 are missing from every cost');
    expect(problems.textContent).toContain('tachograph.user_id');
    expect(problems.textContent).toContain('2 records were refused');
  });

  it('are followed by records that are not counted', async () => {
    admin(SEEN).answer(UnknownRecordsDocument, {
      organization: {
        unknownRecords: [
          { service: 'codex_exec', name: 'codex.new_event', count: 3, lastSeenAt: '2026-03-01T10:00:00Z' },
          { service: '', name: '', count: 9, lastSeenAt: '2026-03-01T10:00:00Z' },
        ],
      },
    });
    renderApp(PATH);
    const table = await screen.findByRole('table', { name: 'Records that are not counted' });
    expect(within(table).getByText('codex.new_event')).toBeTruthy();
    expect(within(table).getByText('All names beyond the first 200')).toBeTruthy();
  });
});
