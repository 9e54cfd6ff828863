import type { Page } from '@playwright/test';
import { idsOnScreen, past, sessionsOf } from './support/sessions';
import { expect, test } from './support/test';

test.use({ as: 'dan' });

async function bounds(page: Page, name: string, least: string, greatest: string): Promise<void> {
  await page.getByRole('search').getByRole('button', { name }).click();
  await page.getByLabel('At least').fill(least);
  await page.getByLabel('At most').fill(greatest);
  await page.getByRole('button', { name: 'Apply' }).click();
}

const FILTERS: Record<string, { act: (page: Page) => Promise<unknown>; address: RegExp; filter: object }> = {
  'has failures': {
    act: (page) => page.getByLabel('Status').selectOption('Has failures'),
    address: /status=failed/,
    filter: { hasFailures: true },
  },
  'all succeeded': {
    act: (page) => page.getByLabel('Status').selectOption('All succeeded'),
    address: /status=succeeded/,
    filter: { hasFailures: false },
  },
  'with handoff': {
    act: (page) => page.getByLabel('Handoff', { exact: true }).selectOption('With handoff'),
    address: /handoff=yes/,
    filter: { hasHandoff: true },
  },
  'without handoff': {
    act: (page) => page.getByLabel('Handoff', { exact: true }).selectOption('Without handoff'),
    address: /handoff=no/,
    filter: { hasHandoff: false },
  },
  'with post-handoff': {
    act: (page) => page.getByLabel('Post-handoff').selectOption('With post-handoff'),
    address: /post=yes/,
    filter: { hasPostHandoff: true },
  },
  'without post-handoff': {
    act: (page) => page.getByLabel('Post-handoff').selectOption('Without post-handoff'),
    address: /post=no/,
    filter: { hasPostHandoff: false },
  },
  lifespan: {
    act: (page) => bounds(page, 'Lifespan', '2', '30'),
    address: /lifespan=2~30/,
    filter: { minLifespanMs: 120_000, maxLifespanMs: 1_800_000 },
  },
  cost: {
    act: (page) => bounds(page, 'Cost', '0.05', ''),
    address: /cost=0.05~/,
    filter: { minCostUsd: 0.05 },
  },
  user: {
    act: async (page) => {
      await page.getByRole('button', { name: 'User', exact: true }).click();
      await page.getByRole('combobox', { name: 'Find a user' }).fill('whitf');
      await page.getByRole('option', { name: /^Dan Whitfield/ }).click();
    },
    address: /user=dan/,
    filter: { userId: 'dan' },
  },
};

for (const [name, { act, address, filter }] of Object.entries(FILTERS)) {
  test(`narrows by ${name}; back, forward, reload and clearing restore`, async ({ page }) => {
    await page.goto(`/sessions?${past()}`);
    const [all, some] = await Promise.all([sessionsOf('dan'), sessionsOf('dan', { filter })]);
    const [every, narrowed] = [all, some].map(({ nodes }) => nodes.map((node) => node.id));
    expect(some.totalCount).toBeGreaterThan(0);
    expect(some.totalCount).toBeLessThan(all.totalCount);
    await act(page);
    await expect(page).toHaveURL(address);
    await expect.poll(() => idsOnScreen(page)).toEqual(narrowed);
    await expect(page.getByLabel('All sessions of the list')).toContainText(`Sessions${some.totalCount}`);
    await page.goBack();
    await expect.poll(() => idsOnScreen(page)).toEqual(every);
    await page.goForward();
    await expect.poll(() => idsOnScreen(page)).toEqual(narrowed);
    await page.reload();
    expect(await idsOnScreen(page)).toEqual(narrowed);
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(() => idsOnScreen(page)).toEqual(every);
  });
}

test('/ goes to the search, which narrows by id', async ({ page }) => {
  await page.goto(`/sessions?${past()}`);
  const [wanted = ''] = await idsOnScreen(page);
  await page.keyboard.press('/');
  const search = page.getByRole('searchbox', { name: 'Session id' });
  await expect(search).toBeFocused();
  await page.keyboard.type(wanted.slice(4).toUpperCase());
  await expect.poll(() => idsOnScreen(page)).toEqual([wanted]);
  await expect(page).toHaveURL(/q=/);
  await page.goBack();
  await expect(search).toHaveValue('');
  await expect.poll(async () => (await idsOnScreen(page)).length).toBeGreaterThan(1);
});

test('an empty list says why', async ({ page }) => {
  await page.goto(`/sessions?${past()}&q=no-such-session`);
  await expect(page.getByText('No session is like that')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(page).not.toHaveURL(/q=/);
  expect((await idsOnScreen(page)).length).toBeGreaterThan(1);
  await page.goto('/sessions?range=2020-01-01~2020-01-31');
  await expect(page.getByText('No activity in this range')).toBeVisible();
  await page.getByRole('button', { name: 'Show 90 days' }).click();
  await expect(page).toHaveURL(/range=90d/);
  expect((await idsOnScreen(page)).length).toBeGreaterThan(1);
});
