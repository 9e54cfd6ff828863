import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  AnyActivityDocument,
  SessionPeekDocument,
  SessionsDocument,
  type SessionsQuery,
  SessionsSummaryDocument,
  SessionsUsersDocument,
} from '@/gql/graphql';
import { renderApp, serverFor } from '@/testing/app';
import { activity, ONLY_PAGE, sessionsSummary } from '@/testing/data';

type Row = NonNullable<SessionsQuery['organization']>['sessions']['nodes'][number];

const row = (id: string): Row => ({
  id,
  repoId: null,
  startedAt: '2026-03-01T10:00:00Z',
  lifespanMs: 60_000,
  activeTimeMs: 30_000,
  runCount: 2,
  failedRuns: 0,
  successRate: 1,
  handoffCount: 0,
  hasPostHandoffIteration: false,
  costUsd: 0.5,
  costSource: 'REPORTED',
  unpricedCalls: 0,
  openRuns: 0,
  agent: null,
  mode: null,
  inputTokens: 10,
  outputTokens: 5,
  isLive: false,
  user: null,
});

const page = (...nodes: Row[]): SessionsQuery => ({ organization: { sessions: { nodes, pageInfo: ONLY_PAGE } } });

describe('the list of sessions', () => {
  it('shows its rows and how many there are', async () => {
    serverFor('MANAGER')
      .answer(SessionsDocument, page(row('ses-1'), row('ses-2')))
      .answer(SessionsSummaryDocument, sessionsSummary(2));
    renderApp('/sessions');
    const table = await screen.findByRole('table', { name: 'Sessions' });
    expect(await within(table).findByRole('link', { name: 'ses-2' })).toBeTruthy();
    expect(await screen.findByText('1–2 of 2')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Export' })).toBeTruthy();
  });

  it('shows a busy table until rows arrive, and no export to members', async () => {
    serverFor('MEMBER').hang(SessionsDocument).hang(SessionsSummaryDocument);
    renderApp('/sessions');
    const table = await screen.findByRole('table', { name: 'Sessions' });
    expect(table.getAttribute('aria-rowcount')).toBe('-1');
    expect(table.closest('[aria-busy="true"]')).not.toBeNull();
    expect(screen.queryByRole('button', { name: 'Export' })).toBeNull();
  });

  it('has a peek that says when there is no such session', async () => {
    serverFor('MANAGER')
      .answer(SessionsDocument, page(row('ses-1')))
      .answer(SessionsSummaryDocument, sessionsSummary(1))
      .answer(SessionPeekDocument, { organization: { session: null } });
    renderApp('/sessions?peek=ses-9');
    const peek = await screen.findByRole('complementary', { name: 'Session ses-9' });
    expect(await within(peek).findByText('There is no such session')).toBeTruthy();
  });

  it('filters by a user who is searched for, and says when nobody is found', async () => {
    const server = serverFor('MANAGER')
      .answer(SessionsDocument, page(row('ses-1')))
      .answer(SessionsSummaryDocument, sessionsSummary(1))
      .answer(SessionsUsersDocument, ({ search }) => ({
        organization: {
          users: { nodes: search == null ? [{ id: 'dan', name: 'Dan Osei', email: null }] : [] },
        },
      }));
    const user = renderApp('/sessions');
    await user.click(await screen.findByRole('button', { name: 'User' }));
    await user.type(await screen.findByRole('combobox', { name: 'Find a user' }), 'zoe');
    expect(await screen.findByText('Nobody of that name.')).toBeTruthy();
    await user.clear(screen.getByRole('combobox', { name: 'Find a user' }));
    await user.click(await screen.findByRole('option', { name: 'Dan Osei' }));
    expect(screen.queryByRole('combobox', { name: 'Find a user' })).toBeNull();
    await waitFor(() => expect(server.requests(SessionsDocument).at(-1)?.filter.userId).toBe('dan'));
  });
});

describe('an empty list of sessions', () => {
  const empty = (role: 'MANAGER' | 'MEMBER', everActive: number) =>
    serverFor(role)
      .answer(SessionsDocument, page())
      .answer(SessionsSummaryDocument, sessionsSummary(0))
      .answer(AnyActivityDocument, activity(everActive));

  it('offers more days where other days may have sessions', async () => {
    const server = empty('MEMBER', 3);
    const user = renderApp('/sessions');
    expect(await screen.findByText('No activity in this range')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show 90 days' }));
    await waitFor(() => expect(server.requests(SessionsDocument).length).toBe(2));
    expect(window.location.search).toBe('?range=90d');
  });

  it('leads to the welcome page where there never was one', async () => {
    empty('MANAGER', 0);
    renderApp('/sessions');
    expect(await screen.findByText('No data yet')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Connect an agent' })).toBeTruthy();
  });

  it('can drop the filters that leave nothing', async () => {
    const server = empty('MANAGER', 3);
    const user = renderApp('/sessions?status=failed&cost=1~');
    expect(await screen.findByText('No session is like that')).toBeTruthy();
    expect(server.requests(SessionsDocument)[0]?.filter).toMatchObject({ hasFailures: true, minCostUsd: 1 });
    await user.click(screen.getByRole('button', { name: 'Clear the filters' }));
    expect(await screen.findByText('No activity in this range')).toBeTruthy();
    expect(server.requests(SessionsDocument).at(-1)?.filter).toMatchObject({ hasFailures: null, minCostUsd: null });
  });

  it('leads back from a page behind its end', async () => {
    const server = empty('MANAGER', 3);
    const user = renderApp('/sessions?page=3&after=c50');
    expect(await screen.findByText('The list ends before')).toBeTruthy();
    expect(server.requests(SessionsDocument)[0]).toMatchObject({ first: 25, after: 'c50' });
    await user.click(screen.getByRole('button', { name: 'To its start' }));
    await waitFor(() => expect(server.requests(SessionsDocument).at(-1)?.after).toBeUndefined());
  });
});

describe('a list of sessions that fails', () => {
  it('can be retried where it stands, and names the request', async () => {
    const server = serverFor('MANAGER')
      .refuse(SessionsDocument, 'INTERNAL', 'boom')
      .answer(SessionsSummaryDocument, sessionsSummary(1));
    const user = renderApp('/sessions');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Something went wrong on the server.');
    expect(alert.textContent).toContain('Request req-1');
    server.answer(SessionsDocument, page(row('ses-1')));
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('link', { name: 'ses-1' })).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('is told once together with its summary', async () => {
    serverFor('MANAGER')
      .refuse(SessionsDocument, 'RATE_LIMITED', 'too often')
      .refuse(SessionsSummaryDocument, 'RATE_LIMITED', 'too often');
    renderApp('/sessions');
    expect(await screen.findAllByText('Not loaded')).toHaveLength(2);
    expect(screen.getAllByRole('alert')).toHaveLength(1);
    expect(screen.getByRole('alert').textContent).toContain('Too many requests at once.');
  });

  it('starts again where a cursor no longer fits', async () => {
    const server = serverFor('MANAGER')
      .refuse(SessionsDocument, 'BAD_USER_INPUT', 'after: expected a cursor of this order')
      .answer(SessionsSummaryDocument, sessionsSummary(1));
    const user = renderApp('/sessions?page=2&after=old');
    const alert = await screen.findByRole('alert');
    server.answer(SessionsDocument, page(row('ses-1')));
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('link', { name: 'ses-1' })).toBeTruthy();
    expect(window.location.search).toBe('');
  });

  it('is denied without a way to retry', async () => {
    serverFor('MEMBER')
      .refuse(SessionsDocument, 'FORBIDDEN', 'this needs the role MANAGER')
      .answer(SessionsSummaryDocument, sessionsSummary(0));
    renderApp('/sessions');
    expect(await screen.findByText('Not for your role')).toBeTruthy();
    expect(screen.getByText('This needs the role MANAGER.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull();
  });
});
