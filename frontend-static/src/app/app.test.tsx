import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  AgentSessionsDocument,
  AgentSetupDocument,
  FirstOrganizationDocument,
  OrganizationNameDocument,
  ViewerDocument,
} from '@/gql/graphql';
import { renderApp, serverFor } from '@/testing/app';
import { NO_AGENT_SESSIONS, setup } from '@/testing/data';
import { FakeServer } from '@/testing/server';

describe('the sign-in', () => {
  it('is where somebody unknown is led to, and back from', async () => {
    new FakeServer().refuse(ViewerDocument, 'UNAUTHENTICATED', 'sign in');
    renderApp('/users?range=30d');
    expect(await screen.findByRole('heading', { name: 'Sign in to Tachograph' })).toBeTruthy();
    expect(new URLSearchParams(window.location.search).get('return')).toBe('/users?range=30d');
  });

  it('is not where a failing server leads to', async () => {
    const server = new FakeServer().refuse(ViewerDocument, 'INTERNAL', 'boom');
    const user = renderApp('/settings');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Something went wrong on the server.');
    server.refuse(ViewerDocument, 'UNAUTHENTICATED', 'sign in');
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('heading', { name: 'Sign in to Tachograph' })).toBeTruthy();
  });
});

describe('a page', () => {
  it.each([
    ['MEMBER', '/global', 'Member'],
    ['MANAGER', '/global', 'Manager'],
    ['ORG_ADMIN', '/global', 'Admin'],
  ] as const)('denies a %s %s', async (role, path, name) => {
    serverFor(role);
    renderApp(path);
    expect(await screen.findByText('Not for your role')).toBeTruthy();
    expect(screen.getByText(`You are signed in as ${name}, which does not open this page.`)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Back to the overview' })).toBeTruthy();
  });

  it('that is none says so', async () => {
    serverFor('MEMBER');
    renderApp('/nowhere');
    expect(await screen.findByText('There is no such page')).toBeTruthy();
  });

  it('of the first session tells members whom to ask for a key', async () => {
    serverFor('MEMBER').answer(AgentSetupDocument, setup('shell')).answer(AgentSessionsDocument, NO_AGENT_SESSIONS);
    renderApp('/welcome');
    expect(await screen.findByText(/An admin of Acme Robotics creates the ingest key/)).toBeTruthy();
    expect(screen.queryByRole('radio', { name: 'Send events yourself' })).toBeNull();
  });
});

describe('an organization', () => {
  it('of others stays closed to whoever follows a link', async () => {
    serverFor('ORG_ADMIN');
    renderApp('/?org=globex');
    expect(await screen.findByText(/an organization that your account does not open/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'To Acme Robotics' })).toBeTruthy();
  });

  it('that does not exist is not known to staff', async () => {
    serverFor('SUPPORT').refuse(OrganizationNameDocument, 'NOT_FOUND', 'no such organization');
    renderApp('/?org=nobody');
    expect(await screen.findByText(/an organization that is not known here/)).toBeTruthy();
  });

  it('that fails to load can be retried', async () => {
    const server = serverFor('SUPPORT').refuse(OrganizationNameDocument, 'INTERNAL', 'boom');
    const user = renderApp('/nowhere?org=acme');
    const alert = await screen.findByRole('alert');
    server.answer(OrganizationNameDocument, { organization: { id: 'acme', name: 'Acme Robotics' } });
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('There is no such page')).toBeTruthy();
  });

  it('is created first where there is none', async () => {
    serverFor('SUPER_ADMIN').answer(FirstOrganizationDocument, { organizations: { nodes: [] } });
    renderApp('/');
    expect(await screen.findByRole('heading', { name: 'Welcome to Tachograph' })).toBeTruthy();
  });

  it('is waited for by those who cannot create one', async () => {
    const viewer = {
      id: 'sam',
      name: null,
      email: null,
      role: 'SUPPORT',
      permissions: [],
      organization: null,
    } as const;
    new FakeServer()
      .answer(ViewerDocument, { viewer: { ...viewer, permissions: [] } })
      .answer(FirstOrganizationDocument, { organizations: { nodes: [] } });
    renderApp('/');
    expect(await screen.findByText('No organization yet')).toBeTruthy();
  });
});
