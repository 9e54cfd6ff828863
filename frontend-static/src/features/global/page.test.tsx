import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { GlobalDocument, GlobalRankingDocument, OrganizationNameDocument } from '@/gql/graphql';
import { ORGANIZATION, renderApp, serverFor } from '@/testing/app';

const FIGURES = {
  activeUsers: 0,
  runs: 1,
  successRate: null,
  costUsd: 0,
  unpricedCalls: 0,
  openRuns: 0,
  totalTokens: 0,
};
const GLOBAL = {
  global: {
    organizationCount: 1,
    metrics: { ...FIGURES, previous: null },
    trends: [],
    trendsByOrganization: [],
    notableChanges: [],
  },
};
const NO_RANKING = { global: { organizations: { totalCount: 0, nodes: [] } } };

const support = () => serverFor('SUPPORT').answer(OrganizationNameDocument, { organization: ORGANIZATION });

describe('the global page', () => {
  it('says where nothing is notable', async () => {
    support().answer(GlobalDocument, GLOBAL).answer(GlobalRankingDocument, NO_RANKING);
    renderApp('/global?org=acme');
    expect(await screen.findByText('Nothing out of the ordinary')).toBeTruthy();
    expect(await screen.findByRole('table', { name: 'Organizations' })).toBeTruthy();
  });

  it('tells once why its lists are missing', async () => {
    const server = support().answer(GlobalDocument, GLOBAL).refuse(GlobalRankingDocument, 'INTERNAL', 'boom');
    const user = renderApp('/global?org=acme');
    expect(await screen.findAllByText('Not loaded')).toHaveLength(2);
    server.answer(GlobalRankingDocument, NO_RANKING);
    await user.click(within(screen.getByRole('alert')).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('table', { name: 'Health' })).toBeTruthy();
    expect(screen.queryByText('Not loaded')).toBeNull();
  });
});
