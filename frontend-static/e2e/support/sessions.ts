import type { Page } from '@playwright/test';
import { ask, type PersonId } from './people';

/** Days that are over, of whole generated weeks: nothing is added to them while tests run. */
export function pastDays(): { from: string; to: string } {
  // Of when the tests began: a page of before midnight is compared with an answer of after it otherwise.
  const day = (ago: number) => new Date(Number(process.env.E2E_BEGAN) - ago * 86_400_000).toISOString().slice(0, 10);
  return { from: day(31), to: day(2) };
}

export const past = (): string => `range=${pastDays().from}~${pastDays().to}`;

export type Listed = { id: string; costUsd: number; failedRuns: number; handoffCount: number; lifespanMs: number };
type Arguments = { filter?: object; orderBy?: object; first?: number; after?: string };
type Answer = {
  organization: {
    sessions: { totalCount: number; nodes: Listed[]; summary: { costUsd: number; runs: number; successRate: number } };
  };
};

const QUERY = `query ($id: ID, $period: Period!, $filter: SessionFilter, $orderBy: SessionOrder, $first: Int, $after: String) {
  organization(id: $id) {
    sessions(period: $period, filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
      totalCount summary { costUsd runs successRate }
      nodes { id costUsd failedRuns handoffCount lifespanMs }
    }
  }
}`;

/** What the API answers for the days of `past()`. */
export async function sessionsOf(id: PersonId, variables: Arguments = {}) {
  const { organization } = await ask<Answer>(id, QUERY, { period: pastDays(), first: 25, ...variables });
  return organization.sessions;
}

/** The ids of the rows on screen, once the list is up to date. */
export async function idsOnScreen(page: Page): Promise<string[]> {
  await page.locator('main [data-stale=false] [data-row]').first().waitFor();
  await page.locator('main tbody[aria-busy=true]').waitFor({ state: 'detached' });
  return page.locator('[data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row') ?? ''));
}
