import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  AnyActivityDocument,
  UserPeekDocument,
  UsersDocument,
  type UsersQuery,
  UsersSummaryDocument,
} from '@/gql/graphql';
import { renderApp, serverFor } from '@/testing/app';
import { activity, NO_FIGURES, ONLY_PAGE, usersSummary } from '@/testing/data';

type Row = NonNullable<UsersQuery['organization']>['users']['nodes'][number];

const row = (id: string, successRate: number | null = null): Row => ({
  id,
  name: null,
  email: null,
  role: null,
  lastActiveAt: null,
  metrics: { ...NO_FIGURES, successRate },
});

const page = (...nodes: Row[]): UsersQuery => ({ organization: { users: { nodes, pageInfo: ONLY_PAGE } } });

describe('the list of users', () => {
  it('marks figures beyond their threshold, and can be exported', async () => {
    serverFor('MANAGER')
      .answer(UsersDocument, page(row('alice', 0.5), row('bob', 0.9)))
      .answer(UsersSummaryDocument, usersSummary(2));
    renderApp('/users');
    expect(await screen.findByRole('link', { name: 'bob' })).toBeTruthy();
    expect(document.querySelectorAll('[data-notable="successRate"]')).toHaveLength(1);
    expect(screen.getByRole('button', { name: 'Export' })).toBeTruthy();
    expect(screen.queryByRole('note')).toBeNull();
  });

  it('tells members that they see their own row', async () => {
    serverFor('MEMBER')
      .answer(UsersDocument, page(row('carol')))
      .answer(UsersSummaryDocument, usersSummary(1));
    renderApp('/users');
    expect((await screen.findByRole('note')).textContent).toContain('Your role shows you your own row');
    expect(await screen.findByText('1–1 of 1')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Export' })).toBeNull();
  });

  it('is empty where nothing happened', async () => {
    serverFor('MANAGER')
      .answer(UsersDocument, page())
      .answer(UsersSummaryDocument, usersSummary(0))
      .answer(AnyActivityDocument, activity(1));
    renderApp('/users?range=90d');
    expect(await screen.findByText('No activity in this range')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Show 90 days' })).toBeNull();
  });

  it('can drop a search that finds nobody', async () => {
    const server = serverFor('MANAGER')
      .answer(UsersDocument, ({ search }) => (search == null ? page(row('alice')) : page()))
      .answer(UsersSummaryDocument, usersSummary(0));
    const user = renderApp('/users?q=zoe');
    expect(await screen.findByText('Nobody is found')).toBeTruthy();
    expect(server.requests(UsersDocument)[0]?.search).toBe('zoe');
    await user.click(screen.getByRole('button', { name: 'Clear the search' }));
    expect(await screen.findByRole('link', { name: 'alice' })).toBeTruthy();
    expect(screen.getByRole('searchbox')).toHaveProperty('value', '');
  });

  it('asks once for what was typed, and from the first page', async () => {
    const server = serverFor('MANAGER')
      .answer(UsersDocument, page(row('alice')))
      .answer(UsersSummaryDocument, usersSummary(1));
    const user = renderApp('/users?page=2&after=c25');
    await user.type(await screen.findByRole('searchbox'), 'ali');
    await waitFor(() => expect(server.requests(UsersDocument).at(-1)?.search).toBe('ali'));
    expect(server.requests(UsersDocument).at(-1)?.after).toBeUndefined();
    expect(server.requests(UsersDocument)).toHaveLength(2);
  });

  it('fails without taking its summary along', async () => {
    const server = serverFor('MANAGER')
      .answer(UsersDocument, page(row('alice')))
      .refuse(UsersSummaryDocument, 'TOO_COMPLEX', 'the query is too complex');
    const user = renderApp('/users');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('The query is too complex.');
    expect(await screen.findByRole('link', { name: 'alice' })).toBeTruthy();
    server.answer(UsersSummaryDocument, usersSummary(1));
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('1–1 of 1')).toBeTruthy();
  });

  it('is denied in its place', async () => {
    serverFor('MEMBER')
      .refuse(UsersDocument, 'FORBIDDEN', 'this needs the role MANAGER')
      .answer(UsersSummaryDocument, usersSummary(0));
    renderApp('/users');
    expect(await screen.findByText('Not for your role')).toBeTruthy();
  });

  it('has a peek that fails or finds nobody by itself', async () => {
    const server = serverFor('MANAGER')
      .answer(UsersDocument, page(row('alice')))
      .answer(UsersSummaryDocument, usersSummary(1))
      .refuse(UserPeekDocument, 'INTERNAL', 'boom');
    const user = renderApp('/users?peek=zoe');
    const peek = await screen.findByRole('complementary', { name: 'User zoe' });
    const alert = await within(peek).findByRole('alert');
    server.answer(UserPeekDocument, { organization: { user: null } });
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await within(peek).findByText('There is no such user')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'alice' })).toBeTruthy();
  });
});
