import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { SessionsDocument, SessionsSummaryDocument, UserDocument, type UserQuery } from '@/gql/graphql';
import { renderApp, serverFor } from '@/testing/app';
import { NO_FIGURES, ONLY_PAGE, sessionsSummary } from '@/testing/data';

const user = (sessions: number): UserQuery => ({
  organization: {
    metrics: { ...NO_FIGURES, activeUsers: 0 },
    user: {
      id: 'dan',
      name: 'Dan Osei',
      email: null,
      role: null,
      memberSince: null,
      lastActiveAt: null,
      metrics: { ...NO_FIGURES, sessions },
      trends: [],
    },
  },
});

describe('the page of a user', () => {
  it('of somebody else is unknown to members', async () => {
    serverFor('MEMBER').refuse(UserDocument, 'NOT_FOUND', 'no such user');
    renderApp('/users/dan');
    expect(await screen.findByText('There is no such user here')).toBeTruthy();
    expect(screen.getByText(/your role sees the own page/)).toBeTruthy();
  });

  it('has no charts where the user did nothing', async () => {
    serverFor('MANAGER').answer(UserDocument, user(0));
    renderApp('/users/dan');
    expect(await screen.findByText('No activity in this range')).toBeTruthy();
    expect(screen.getByText('Not in the directory, seen in events')).toBeTruthy();
    expect(screen.queryByText('Friction')).toBeNull();
  });

  it('keeps its figures while the list of sessions fails or is empty', async () => {
    const server = serverFor('MANAGER')
      .answer(UserDocument, user(1))
      .answer(SessionsSummaryDocument, sessionsSummary(0))
      .refuse(SessionsDocument, 'INTERNAL', 'boom');
    const person = renderApp('/users/dan?cost=cumulative');
    const alert = await screen.findByRole('alert');
    expect(screen.getByText('Since the start of the range')).toBeTruthy();
    expect(server.requests(SessionsDocument)[0]?.filter).toEqual({ userId: 'dan' });
    server.answer(SessionsDocument, { organization: { sessions: { nodes: [], pageInfo: ONLY_PAGE } } });
    await person.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('No session began in this range')).toBeTruthy();
  });

  it('can be retried', async () => {
    const server = serverFor('MANAGER').refuse(UserDocument, 'INTERNAL', 'boom');
    const person = renderApp('/users/dan');
    const alert = await screen.findByRole('alert');
    server.answer(UserDocument, user(0));
    await person.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('heading', { name: 'Dan Osei' })).toBeTruthy();
  });
});
