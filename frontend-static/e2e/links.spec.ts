import type { Page } from '@playwright/test';
import { count } from '../src/lib/format';
import { kpi } from './support/charts';
import { ask } from './support/people';
import { idsOnScreen, past, pastDays, sessionsOf } from './support/sessions';
import { expect, test } from './support/test';

test.use({ as: 'frank' });

/** Everything that an address of the sessions carries. */
async function view(page: Page) {
  const ids = await idsOnScreen(page);
  return {
    ids,
    organization: await page.getByRole('button', { name: /^Organization/ }).textContent(),
    days: await page.getByRole('button', { name: /–/ }).first().textContent(),
    status: await page.getByLabel('Status').inputValue(),
    order: await page.locator('th[aria-sort]').textContent(),
    place: await page.getByRole('navigation', { name: 'Pages of the list' }).getByRole('status').textContent(),
    peek: await page.getByRole('complementary', { name: /^Session / }).getAttribute('aria-label'),
  };
}

test('a copied link restores organization, days, filter, order, page and peek; so do reload, back and forward', async ({
  page,
  context,
}) => {
  await page.goto(`/sessions?${past()}`);
  await page.getByRole('button', { name: /^Organization/ }).click();
  await page.getByRole('option', { name: 'Globex Cloud' }).click();
  await expect(page).toHaveURL(/org=globex-cloud/);
  await page.getByLabel('Status').selectOption('Has failures');
  await expect(page).toHaveURL(/status=failed/);
  await page.getByRole('columnheader', { name: 'Cost' }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=cost/);
  await idsOnScreen(page);
  await page.getByRole('button', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/page=2/);
  const [first = ''] = await idsOnScreen(page);
  await page.locator(`[data-row="${first}"] time`).click();
  await expect(page.getByRole('complementary', { name: `Session ${first}` })).toBeVisible();
  const left = await view(page);
  expect(left.ids).toHaveLength(25);

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole('complementary', { name: `Session ${first}` })).toBeVisible();
  await expect.poll(() => view(other)).toEqual(left);
  await other.close();

  await page.reload();
  await expect.poll(() => view(page)).toEqual(left);
  await page.goBack();
  await expect(page.getByRole('complementary', { name: /^Session / })).toBeHidden();
  await page.goBack();
  await expect(page).not.toHaveURL(/page=2/);
  await page.goForward();
  await page.goForward();
  await expect.poll(() => view(page)).toEqual(left);
});

type Runs = { organization: { metrics: { runs: number } }; global: { metrics: { runs: number } } };
const RUNS = `query ($period: Period!) {
  organization(id: "northwind-labs") { metrics(period: $period) { runs } }
  global(period: $period) { metrics { runs } }
}`;

test('days of one’s own go with every page, and their figures are those of the API', async ({ page }) => {
  const { from, to } = pastDays();
  await page.goto('/sessions?org=northwind-labs');
  await page.getByRole('button', { name: 'Custom' }).click();
  await page.getByLabel('First day').fill(from);
  await page.getByLabel('Last day').fill(to);
  await page.getByRole('button', { name: 'Show these days' }).click();
  await expect(page).toHaveURL(new RegExp(past()));
  const { nodes, totalCount } = await sessionsOf('dan');
  await expect.poll(() => idsOnScreen(page)).toEqual(nodes.map(({ id }) => id));
  await expect(page.getByRole('status').filter({ hasText: `of ${totalCount}` })).toBeVisible();
  const period = { from, to };
  const { organization, global } = await ask<Runs>('frank', RUNS, { period });
  const pages = {
    Users: page
      .getByLabel('All users of the list')
      .locator('div', { hasText: /^Runs[\d,]/ })
      .locator('dd'),
    Overview: kpi(page, 'Runs'),
    Global: kpi(page, 'Runs'),
    Sessions: page
      .getByLabel('All sessions of the list')
      .locator('div', { hasText: /^Sessions[\d,]/ })
      .locator('dd'),
  };
  for (const [name, figure] of Object.entries(pages)) {
    await page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link', { name }).click();
    const pathname = name === 'Overview' ? '/' : `/${name.toLowerCase()}`;
    await expect(page).toHaveURL((url) => url.pathname === pathname && url.search.includes(past()));
    await expect(page).toHaveURL(/org=northwind-labs/);
    const runs = name === 'Global' ? global.metrics.runs : organization.metrics.runs;
    await expect(figure).toHaveText(count(name === 'Sessions' ? totalCount : runs));
  }
});
