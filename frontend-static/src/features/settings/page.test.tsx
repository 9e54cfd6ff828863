import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  CreateKeyDocument,
  DeadLettersDocument,
  MembersDocument,
  OrganizationKeysDocument,
  OrganizationListDocument,
  OrganizationNameDocument,
  PipelineDocument,
} from '@/gql/graphql';
import { ORGANIZATION, renderApp, serverFor } from '@/testing/app';
import { ONLY_PAGE } from '@/testing/data';

const NO_MEMBERS = { organization: { users: { totalCount: 0, nodes: [], pageInfo: ONLY_PAGE } } };
const NO_LETTERS = { deadLetters: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } };
const NO_ORGANIZATIONS = {
  organizations: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
};

const admin = () => serverFor('SUPER_ADMIN').answer(OrganizationNameDocument, { organization: ORGANIZATION });

describe('the members', () => {
  it('are empty, or not found', async () => {
    const server = serverFor('ORG_ADMIN').answer(MembersDocument, NO_MEMBERS);
    const user = renderApp('/settings');
    expect(await screen.findByText('Nobody yet')).toBeTruthy();
    await user.type(screen.getByRole('searchbox'), 'zoe');
    expect(await screen.findByText('Nobody is found')).toBeTruthy();
    expect(server.requests(MembersDocument).at(-1)?.search).toBe('zoe');
  });

  it('can be retried', async () => {
    const server = serverFor('ORG_ADMIN').refuse(MembersDocument, 'INTERNAL', 'boom');
    const user = renderApp('/settings');
    const alert = await screen.findByRole('alert');
    server.answer(MembersDocument, NO_MEMBERS);
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Nobody yet')).toBeTruthy();
  });

  it('are denied where the server says so', async () => {
    serverFor('ORG_ADMIN').refuse(MembersDocument, 'FORBIDDEN', 'this needs the role ORG_ADMIN');
    renderApp('/settings');
    expect(await screen.findByText('This needs the role ORG_ADMIN.')).toBeTruthy();
  });
});

describe('the keys', () => {
  it('are none yet, and a refused one is told at its field', async () => {
    serverFor('ORG_ADMIN')
      .answer(OrganizationKeysDocument, { organization: { ingestKeys: [] } })
      .refuse(CreateKeyDocument, 'BAD_USER_INPUT', 'name: expected a name that no key has');
    const user = renderApp('/settings?tab=keys');
    expect(await screen.findByText('No key yet')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Create a key' }));
    const dialog = await screen.findByRole('dialog', { name: 'Create an ingest key' });
    await user.type(within(dialog).getByLabelText(/^Name/), 'ci');
    await user.click(within(dialog).getByRole('button', { name: 'Create' }));
    expect(await within(dialog).findByText('Expected a name that no key has.')).toBeTruthy();
    expect(within(dialog).getByLabelText(/^Name/).getAttribute('aria-invalid')).toBe('true');
  });
});

describe('the platform', () => {
  it('has no tabs for the admins of an organization', async () => {
    serverFor('ORG_ADMIN').answer(MembersDocument, NO_MEMBERS);
    renderApp('/settings?tab=dead-letters');
    expect(await screen.findByText('Nobody yet')).toBeTruthy();
    expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['Members', 'Ingest keys', 'Agents']);
  });

  it('has no dead letters, or could not tell', async () => {
    const server = admin().refuse(DeadLettersDocument, 'INTERNAL', 'boom');
    const user = renderApp('/settings?org=acme&tab=dead-letters');
    const alert = await screen.findByRole('alert');
    server.answer(DeadLettersDocument, NO_LETTERS);
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('No dead letters')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Replay all' })).toBeNull();
  });

  it('has no organization of a name', async () => {
    admin().answer(OrganizationListDocument, NO_ORGANIZATIONS);
    renderApp('/settings?org=acme&tab=organizations&q=zoe');
    expect(await screen.findByText('None is found')).toBeTruthy();
  });

  it('has a pipeline that is caught up, or cannot be seen', async () => {
    const server = admin().refuse(PipelineDocument, 'INTERNAL', 'boom');
    const user = renderApp('/settings?org=acme&tab=pipeline');
    const alert = await screen.findByRole('alert');
    server.answer(PipelineDocument, {
      pipeline: { queueDepth: 0, oldestQueuedMs: 0, eventsStored: 0, deadLetters: 0, lastProjectedAt: null },
    });
    await user.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Caught up')).toBeTruthy();
  });
});
