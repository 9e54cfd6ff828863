import { count, longDay, money, moneyCompact, percent } from '../src/lib/format';
import { expectAccessible } from './support/axe';
import { kpi, panel, place, pointedAt, rowsOf } from './support/charts';
import { ask } from './support/people';
import { past, pastDays } from './support/sessions';
import { expect, test } from './support/test';

type Org = { id: string; name: string };
type Figures = Record<'runs' | 'successRate' | 'costUsd' | 'totalTokens' | 'activeUsers' | 'handoffRate', number>;
type Ranked = { organization: Org; health: string; metrics: Figures };
type Answer = {
  global: {
    organizationCount: number;
    metrics: Figures;
    trendsByOrganization: { organization: Org | null; points: { start: string; metrics: Figures }[] }[];
    organizations: { nodes: Ranked[] };
    notableChanges: { organization: Org; kind: string }[];
  };
};

const QUERY = `query ($period: Period!, $orderBy: OrganizationOrder) {
  global(period: $period) {
    organizationCount
    metrics { ...f }
    trendsByOrganization { organization { id name } points { start metrics { ...f } } }
    organizations(orderBy: $orderBy) { nodes { organization { id name } health metrics { ...f } } }
    notableChanges { organization { id name } kind }
  }
}
fragment f on Metrics { runs successRate costUsd totalTokens activeUsers handoffRate }`;

async function platform(orderBy?: { field: string; direction: string }) {
  return (await ask<Answer>('frank', QUERY, { period: pastDays(), orderBy })).global;
}

const names = (nodes: readonly { organization: Org }[]): string[] => nodes.map(({ organization }) => organization.name);

test.describe('the platform', () => {
  test.use({ as: 'frank' });
  test.beforeEach(async ({ page }) => {
    await page.goto(`/global?${past()}`);
    await expect(page.getByRole('slider')).toHaveCount(2);
  });

  test('figures and stacks are the API’s', async ({ page }) => {
    const { organizationCount, metrics, trendsByOrganization } = await platform();
    await expect(kpi(page, 'Organizations')).toHaveText(String(organizationCount));
    await expect(kpi(page, 'Runs')).toHaveText(count(metrics.runs));
    await expect(kpi(page, 'Success rate')).toHaveText(percent(metrics.successRate));
    await expect(kpi(page, 'Cost')).toHaveText(moneyCompact(metrics.costUsd));
    await expect(kpi(page, 'Tokens')).toHaveText(count(metrics.totalTokens));
    await expect(kpi(page, 'Active users')).toHaveText(count(metrics.activeUsers));

    const shown = trendsByOrganization.filter(({ organization }) => organization !== null);
    const days = shown[0]?.points.map(({ start }) => start) ?? [];
    for (const [title, read, write] of [
      ['Usage', (figures: Figures) => figures.runs, count],
      ['Cost', (figures: Figures) => figures.costUsd, money],
    ] as const) {
      const rows = await rowsOf(panel(page, title));
      expect(rows.map((row) => row.slice(0, shown.length + 1))).toEqual(
        days.map((day, at) => [
          longDay(day),
          ...shown.map(({ points }) => write(points[at] === undefined ? null : read(points[at].metrics))),
        ]),
      );
    }
  });

  test('the ranking goes by any column, and leads into an organization', async ({ page }) => {
    const ranking = panel(page, 'Organizations');
    const shown = () => ranking.locator('tbody tr td:first-child').allTextContents();
    const byRuns = names((await platform({ field: 'RUNS', direction: 'DESC' })).organizations.nodes);
    await expect.poll(shown).toEqual(byRuns);
    await ranking.getByRole('button', { name: 'Organization', exact: true }).click();
    await expect(page).toHaveURL(/sort=name\.asc$/);
    const byName = names((await platform({ field: 'NAME', direction: 'ASC' })).organizations.nodes);
    await expect.poll(shown).toEqual(byName);
    await page.goBack();
    await expect.poll(shown).toEqual(byRuns);
    await ranking.getByRole('link', { name: 'Northwind Labs' }).click();
    await expect(page).toHaveURL(new RegExp(`/\\?org=northwind-labs&${past()}$`));
    await expect(page.locator('[data-kpi]')).toHaveCount(10);
  });

  test('health and what is notable are the API’s', async ({ page }) => {
    const { organizations, notableChanges } = await platform({ field: 'SUCCESS_RATE', direction: 'ASC' });
    const rows = panel(page, 'Health').locator('tbody tr');
    await expect(rows).toHaveCount(organizations.nodes.length);
    for (const [at, { organization, health, metrics }] of organizations.nodes.entries()) {
      await expect(rows.nth(at)).toContainText(organization.name);
      await expect(rows.nth(at)).toContainText(percent(metrics.successRate));
      await expect(rows.nth(at)).toContainText(percent(metrics.handoffRate));
      await expect(rows.nth(at)).toContainText(new RegExp(health, 'i'));
    }
    const items = panel(page, 'Notable changes').getByRole('listitem');
    await expect(items).toHaveCount(notableChanges.length);
    for (const [at, { organization }] of notableChanges.entries()) {
      await expect(items.nth(at).getByRole('link')).toHaveAttribute('href', new RegExp(`org=${organization.id}`));
    }
  });

  test('both charts are in step, and dragging sets the range', async ({ page }) => {
    const [from, to] = [await place(page, 'Usage', 0.05), await place(page, 'Usage', 0.4)];
    await page.mouse.move(from.x, from.y);
    await expect.poll(async () => (await pointedAt(page)).length).toBe(2);
    expect(new Set(await pointedAt(page)).size).toBe(1);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 3 });
    await page.mouse.up();
    await expect(page).not.toHaveURL(new RegExp(past()));
    await expect(page).toHaveURL(/\/global\?range=\d{4}-\d\d-\d\d~\d{4}-\d\d-\d\d&/);
  });
});

for (const id of ['alice', 'carol', 'eve'] as const) {
  test.describe(id, () => {
    test.use({ as: id });
    test(`${id} is not let in`, async ({ page }) => {
      await page.goto('/global');
      await expect(page.getByText('Not for your role')).toBeVisible();
      await expect(page.locator('[data-kpi]')).toHaveCount(0);
    });
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 768, 1280, 1440]) {
    test.describe(`${colorScheme}, ${width} px wide`, () => {
      test.use({ as: 'frank', colorScheme, viewport: { width, height: 900 } });

      test('the global page is accessible, and no wider than the screen', async ({ page }) => {
        await page.goto(`/global?${past()}`);
        await expect(page.getByRole('slider')).toHaveCount(2);
        await expect(panel(page, 'Health').locator('tbody a').first()).toBeVisible();
        await expectAccessible(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide).toBeLessThanOrEqual(width);
      });
    });
  }
}
