import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  AgentSessionsDocument,
  AgentSetupDocument,
  AnyActivityDocument,
  OrganizationKeysDocument,
  OverviewDocument,
  type OverviewQuery,
  SeenAgentsDocument,
  TopSessionsDocument,
  TopUsersDocument,
} from '@/gql/graphql';
import { renderApp, serverFor } from '@/testing/app';
import { activity, NO_AGENT_SESSIONS, setup } from '@/testing/data';

const FIGURES = {
  activeUsers: 0,
  sessions: 0,
  runs: 0,
  successRate: null,
  p95DurationMs: null,
  costUsd: 0,
  unpricedCalls: 0,
  totalTokens: 0,
  runsPerSession: null,
  activeTimePerSessionMs: null,
  lifespanPerSessionMs: null,
  handoffRate: null,
  postHandoffRate: null,
};

const overview = (runs: number): OverviewQuery => ({
  organization: {
    metrics: { ...FIGURES, runs, sessions: runs, openRuns: 0, previous: null },
    trends: [],
    before: [],
    failureCategories: [],
  },
});

const TOP_SESSIONS = { organization: { sessions: { nodes: [] } } };
const TOP_USERS = { organization: { users: { nodes: [] } } };

describe('the overview', () => {
  it('shows cards, charts with their views, and the top lists', async () => {
    serverFor('MEMBER')
      .answer(OverviewDocument, overview(3))
      .answer(TopSessionsDocument, TOP_SESSIONS)
      .answer(TopUsersDocument, TOP_USERS);
    const user = renderApp('/?cost=tokens');
    expect(await screen.findByText('Tokens read and written, per day')).toBeTruthy();
    await user.click(within(screen.getByRole('group', { name: 'Cost' })).getByRole('radio', { name: 'Per run' }));
    expect(await screen.findByText('Cost of a run, per day')).toBeTruthy();
    expect(window.location.search).toBe('?cost=run');
    await user.click(within(screen.getByRole('group', { name: 'Cost' })).getByRole('radio', { name: 'Total' }));
    expect(await screen.findByText('Cost of the runs, per day')).toBeTruthy();
    expect(window.location.search).toBe('');
    expect(screen.getByText('No run failed.')).toBeTruthy();
    expect(screen.getByText('Your top sessions')).toBeTruthy();
  });

  it('leaves out charts of a range without activity', async () => {
    serverFor('ORG_ADMIN').answer(OverviewDocument, overview(0)).answer(AnyActivityDocument, activity(1));
    renderApp('/');
    expect(await screen.findByText('No activity in this range')).toBeTruthy();
    expect(screen.queryByText('Reliability')).toBeNull();
  });

  it('leads an admin without any data to the welcome page', async () => {
    serverFor('ORG_ADMIN')
      .answer(OverviewDocument, overview(0))
      .answer(AnyActivityDocument, activity(0))
      .answer(OrganizationKeysDocument, { organization: { ingestKeys: [] } })
      .answer(AgentSetupDocument, setup('shell'))
      .answer(SeenAgentsDocument, { organization: { agents: [] } })
      .answer(AgentSessionsDocument, NO_AGENT_SESSIONS);
    renderApp('/');
    expect(await screen.findByText('The first session of Acme Robotics')).toBeTruthy();
    expect(window.location.pathname).toBe('/welcome');
  });

  it('tells a member without any data how it comes', async () => {
    serverFor('MEMBER').answer(OverviewDocument, overview(0)).answer(AnyActivityDocument, activity(0));
    renderApp('/');
    expect(await screen.findByText('No data yet')).toBeTruthy();
    expect(window.location.pathname).toBe('/');
  });

  it('tells once why cards and charts are missing, and retries them together', async () => {
    const server = serverFor('MANAGER')
      .refuse(OverviewDocument, 'INTERNAL', 'boom')
      .answer(TopSessionsDocument, TOP_SESSIONS)
      .answer(TopUsersDocument, TOP_USERS);
    const user = renderApp('/');
    expect(await screen.findAllByText('Not loaded')).toHaveLength(5);
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('Something went wrong on the server.');
    server.answer(OverviewDocument, overview(2));
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('No run failed.')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('keeps the fault of one list in its place', async () => {
    serverFor('MANAGER')
      .answer(OverviewDocument, overview(2))
      .refuse(TopSessionsDocument, 'INTERNAL', 'boom')
      .refuse(TopUsersDocument, 'FORBIDDEN', 'this needs the role MANAGER');
    renderApp('/');
    const failed = await screen.findByRole('alert');
    expect(failed.closest('[data-panel]')?.getAttribute('data-panel')).toBe('Top sessions');
    const denied = await screen.findByText('Not for your role');
    expect(denied.closest('[data-panel]')?.getAttribute('data-panel')).toBe('Top users');
  });
});
