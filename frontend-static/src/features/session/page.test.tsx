import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  SessionArtifactsDocument,
  SessionDocument,
  type SessionFiguresFragment,
  SessionTimelineDocument,
  type SessionTimelineQuery,
} from '@/gql/graphql';
import { renderApp, serverFor } from '@/testing/app';

const SESSION: SessionFiguresFragment = {
  id: 'ses-1',
  repoId: null,
  agent: null,
  agentVersion: null,
  mode: null,
  branch: null,
  teamId: null,
  startedAt: '2026-03-01T10:00:00Z',
  lastEventAt: '2026-03-01T10:00:00Z',
  lifespanMs: 0,
  activeTimeMs: 0,
  runCount: 0,
  successfulRuns: 0,
  failedRuns: 0,
  successRate: null,
  handoffCount: 0,
  hasPostHandoffIteration: false,
  costUsd: 0,
  costSource: 'UNKNOWN',
  unpricedCalls: 0,
  openRuns: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  inputTokens: 0,
  outputTokens: 0,
  isLive: false,
  user: null,
  runs: [],
  handoffs: [],
  timeline: { totalCount: 0 },
  withSteps: { totalCount: 0 },
};

const FOUND = { organization: { session: SESSION } };
type TimelineEvents = NonNullable<NonNullable<SessionTimelineQuery['organization']>['session']>['timeline']['nodes'];

const timeline = (...nodes: TimelineEvents): SessionTimelineQuery => ({
  organization: { session: { timeline: { nodes, pageInfo: { hasNextPage: false, endCursor: null } } } },
});

describe('the page of a session', () => {
  it.each([
    ['MEMBER', 'or it is not one of yours: your role sees the own sessions.'],
    ['MANAGER', 'is not a session of this organization.'],
  ] as const)('tells a %s that there is none', async (role, reason) => {
    serverFor(role).refuse(SessionDocument, 'NOT_FOUND', 'no such session');
    renderApp('/sessions/ses-1');
    expect(await screen.findByText('There is no such session here')).toBeTruthy();
    expect(screen.getByRole('status', { name: '' }).textContent).toContain(reason);
  });

  it('can be retried', async () => {
    const server = serverFor('MANAGER')
      .refuse(SessionDocument, 'INTERNAL', 'boom')
      .answer(SessionTimelineDocument, timeline());
    const user = renderApp('/sessions/ses-1');
    const alert = await screen.findByRole('alert');
    server.answer(SessionDocument, FOUND);
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Nothing happened yet')).toBeTruthy();
    expect(screen.getByText('nobody named')).toBeTruthy();
  });

  it('keeps its header while the timeline fails', async () => {
    const server = serverFor('MANAGER')
      .answer(SessionDocument, FOUND)
      .refuse(SessionTimelineDocument, 'INTERNAL', 'boom');
    const user = renderApp('/sessions/ses-1');
    const alert = await screen.findByRole('alert');
    expect(screen.getByRole('heading', { name: 'ses-1' })).toBeTruthy();
    server.answer(
      SessionTimelineDocument,
      timeline({
        __typename: 'MessageEvent',
        id: 'm1',
        occurredAt: '2026-03-01T10:00:00Z',
        actor: 'AGENT',
        text: null,
        user: null,
      }),
    );
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('The text is not kept.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /Agent/ }));
    expect(await screen.findByText('m1')).toBeTruthy();
  });

  it('says where there are no runs', async () => {
    serverFor('MANAGER').answer(SessionDocument, FOUND).answer(SessionTimelineDocument, timeline());
    renderApp('/sessions/ses-1?tab=runs');
    expect(await screen.findByText('No run yet')).toBeTruthy();
  });

  it('says where nothing was changed, or that it could not be told', async () => {
    const server = serverFor('MANAGER')
      .answer(SessionDocument, FOUND)
      .answer(SessionTimelineDocument, timeline())
      .refuse(SessionArtifactsDocument, 'INTERNAL', 'boom');
    const user = renderApp('/sessions/ses-1?tab=artifacts');
    expect(await screen.findByText('No handoff')).toBeTruthy();
    const alert = await screen.findByRole('alert');
    const none = { filesChanged: 0, linesAdded: 0, linesDeleted: 0, testsRun: null, testsPassed: null, files: [] };
    server.answer(SessionArtifactsDocument, { organization: { session: { artifacts: none } } });
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('No files changed')).toBeTruthy();
  });
});
