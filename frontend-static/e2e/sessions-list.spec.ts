import { asTexts, type Row, readCsv, take } from './support/files';
import { ask } from './support/people';
import { idsOnScreen, past, pastDays, sessionsOf } from './support/sessions';
import { expect, test } from './support/test';

test.use({ as: 'dan' });

const ids = (rows: readonly { id: string }[]): string[] => rows.map((row) => row.id);

test('rows and figures are the API’s', async ({ page }) => {
  await page.goto(`/sessions?${past()}`);
  const { nodes, totalCount, summary } = await sessionsOf('dan');
  expect(await idsOnScreen(page)).toEqual(ids(nodes));
  const strip = page.getByLabel('All sessions of the list');
  await expect(strip).toContainText(`Sessions${totalCount}`);
  await expect(strip).toContainText(`Runs${summary.runs.toLocaleString('en-US')}`);
  await expect(strip).toContainText(`Success${(summary.successRate * 100).toFixed(1)}%`);
  await expect(page.getByRole('navigation', { name: 'Pages of the list' })).toContainText(`1–25 of ${totalCount}`);
});

const SORTS = {
  Started: 'STARTED_AT',
  Lifespan: 'LIFESPAN',
  'Active time': 'ACTIVE_TIME',
  Runs: 'RUNS',
  Handoffs: 'HANDOFFS',
  Success: 'SUCCESS_RATE',
  Cost: 'COST',
};

for (const [name, field] of Object.entries(SORTS)) {
  test(`sorts by ${name}, both ways, in the address`, async ({ page }) => {
    await page.goto(`/sessions?${past()}${field === 'STARTED_AT' ? '&sort=cost' : ''}`);
    const header = page.getByRole('columnheader', { name, exact: true });
    await header.getByRole('button').click();
    await expect(header).toHaveAttribute('aria-sort', 'descending');
    const descending = await sessionsOf('dan', { orderBy: { field, direction: 'DESC' } });
    await expect.poll(() => idsOnScreen(page)).toEqual(ids(descending.nodes));
    await header.getByRole('button').click();
    await expect(header).toHaveAttribute('aria-sort', 'ascending');
    await expect(page).toHaveURL(new RegExp(`sort=${field.toLowerCase()}.asc`));
    const ascending = await sessionsOf('dan', { orderBy: { field, direction: 'ASC' } });
    await expect.poll(() => idsOnScreen(page)).toEqual(ids(ascending.nodes));
    await page.reload();
    expect(await idsOnScreen(page)).toEqual(ids(ascending.nodes));
  });
}

test('pages lead forward and back, and every size holds', async ({ page }) => {
  await page.goto(`/sessions?${past()}`);
  const { nodes, totalCount } = await sessionsOf('dan', { first: 100 });
  const pages = page.getByRole('navigation', { name: 'Pages of the list' });
  await pages.getByRole('button', { name: 'Next page' }).click();
  await expect(pages).toContainText(`26–50 of ${totalCount}`);
  await expect.poll(() => idsOnScreen(page)).toEqual(ids(nodes.slice(25, 50)));
  await pages.getByRole('button', { name: 'Next page' }).click();
  await expect.poll(() => idsOnScreen(page)).toEqual(ids(nodes.slice(50, 75)));
  await page.reload();
  await expect(pages).toContainText(`51–75 of ${totalCount}`);
  await pages.getByRole('button', { name: 'Previous page' }).click();
  await expect.poll(() => idsOnScreen(page)).toEqual(ids(nodes.slice(25, 50)));
  await pages.getByRole('button', { name: 'Previous page' }).click();
  await expect.poll(() => idsOnScreen(page)).toEqual(ids(nodes.slice(0, 25)));
  await expect(page).not.toHaveURL(/page=|after=|before=/);
  await page.goBack();
  await expect(pages).toContainText(`26–50 of ${totalCount}`);
  // Of long pages only what is in sight is drawn.
  await page.setViewportSize({ width: 1440, height: 4600 });
  for (const size of [50, 100]) {
    await pages.getByLabel('Rows').selectOption(String(size));
    await expect(page).toHaveURL(new RegExp(`size=${size}`));
    await expect.poll(() => idsOnScreen(page)).toEqual(ids(nodes.slice(0, size)));
  }
});

test('an address of another time still shows the list', async ({ page }) => {
  await page.goto(`/sessions?${past()}&page=4&after=nonsense&sort=nothing&size=7&status=odd&cost=9~1`);
  await page.getByRole('button', { name: 'Retry' }).click();
  const { nodes } = await sessionsOf('dan');
  await expect.poll(() => idsOnScreen(page)).toEqual(ids(nodes));
});

test('columns come, go and move, and stay so', async ({ page }) => {
  await page.goto(`/sessions?${past()}`);
  const names = page.getByRole('columnheader');
  await expect(names.first()).toHaveText('Session');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Repository' }).check();
  await page.getByRole('checkbox', { name: 'Active time' }).uncheck();
  await page.getByRole('button', { name: 'Move Created by down' }).click();
  await page.keyboard.press('Escape');
  const arranged = [
    'Session',
    'Agent',
    'Created by',
    'Started',
    'Lifespan',
    'Runs',
    'Handoffs',
    'Post-handoff',
    'Success',
    'Cost',
    'Repository',
  ];
  await expect(names).toHaveText(arranged);
  await page.reload();
  await expect(names).toHaveText(arranged);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('button', { name: 'As they were' }).click();
  await expect(names).toHaveCount(11);
  await expect(names.nth(1)).toHaveText('Created by');
});

type Exported = Row & { id: string } & { user: { id: string; name: string | null } | null };
/** In the order of the columns of a file. */
const EXPORTED = `query ($period: Period!) {
  organization {
    sessions(period: $period, filter: { hasFailures: true }, orderBy: { field: COST, direction: DESC }, first: 500) {
      nodes {
        id user { id name } repoId startedAt lastEventAt lifespanMs activeTimeMs runCount successfulRuns failedRuns
        successRate handoffCount hasPostHandoffIteration costUsd costNanoUsd inputTokens outputTokens
      }
    }
  }
}`;

test('what is taken away is what is listed, column by column', async ({ page }) => {
  await page.goto(`/sessions?${past()}&status=failed&sort=cost`);
  const { organization } = await ask<{ organization: { sessions: { nodes: Exported[] } } }>('dan', EXPORTED, {
    period: pastDays(),
  });
  const expected = organization.sessions.nodes.map(({ id, user, ...rest }) => ({
    id,
    userId: user?.id ?? null,
    userName: user?.name ?? null,
    ...rest,
  }));
  expect(expected.length).toBeGreaterThan(0);
  const json = await take(page, 'JSON');
  expect(json.name).toMatch(/^sessions_northwind-labs_.*\.json$/);
  expect(JSON.parse(json.text)).toEqual(expected);
  const csv = readCsv((await take(page, 'CSV')).text);
  expect(csv.head).toEqual(Object.keys(expected[0] ?? {}));
  expect(csv.rows).toEqual(expected.map(asTexts));
});

test.describe('a member', () => {
  test.use({ as: 'alice' });

  test('sees the own sessions, and takes nothing away', async ({ page }) => {
    await page.goto(`/sessions?${past()}`);
    const { nodes, totalCount } = await sessionsOf('alice');
    expect(totalCount).toBeGreaterThan(0);
    expect(await idsOnScreen(page)).toEqual(ids(nodes));
    await expect(page.getByRole('button', { name: 'Columns' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Export' })).toBeHidden();
    await expect(page.getByRole('button', { name: 'User', exact: true })).toBeHidden();
  });
});
