import { count, decimal, duration, moneyCompact, percent } from '../src/lib/format';
import { expectAccessible } from './support/axe';
import { peopleOf } from './support/figures';
import { idsOnScreen, past, sessionsOf } from './support/sessions';
import { expect, test } from './support/test';

const ORG = 'globex-cloud';
const RUNS = { field: 'RUNS', direction: 'DESC' };

test.describe('somebody of a large organization', () => {
  test.use({ as: 'frank' });

  test('has nine figures beside the averages of the organization', async ({ page }) => {
    const { metrics: whole, users } = await peopleOf('frank', ORG, RUNS);
    const [busiest] = users.nodes;
    if (busiest === undefined) throw new Error('nobody there');
    await page.goto(`/users/${busiest.id}?${past()}&org=${ORG}`);
    await expect(page.getByRole('heading', { level: 1, name: busiest.name ?? busiest.id })).toBeVisible();
    await expect(page.locator('[data-kpi]')).toHaveCount(9);
    const share = (total: number): number => total / whole.activeUsers;
    const counted = (value: number) => (Number.isInteger(value) ? count(value) : decimal(value));
    const { metrics } = busiest;
    const cards: Record<string, [value: string, average: string]> = {
      Sessions: [count(metrics.sessions), counted(share(whole.sessions))],
      Runs: [count(metrics.runs), counted(share(whole.runs))],
      Cost: [moneyCompact(metrics.costUsd), moneyCompact(share(whole.costUsd))],
      'Success rate': [percent(metrics.successRate), percent(whole.successRate)],
      'Runs per session': [decimal(metrics.runsPerSession), decimal(whole.runsPerSession)],
      'Active time': [duration(metrics.activeTimePerSessionMs), duration(whole.activeTimePerSessionMs)],
      Lifespan: [duration(metrics.lifespanPerSessionMs), duration(whole.lifespanPerSessionMs)],
      'Handoff rate': [percent(metrics.handoffRate), percent(whole.handoffRate)],
      'Post-handoff rate': [percent(metrics.postHandoffRate), percent(whole.postHandoffRate)],
    };
    for (const [name, [value, average]] of Object.entries(cards)) {
      const card = page.locator(`[data-kpi="${name}"]`);
      await expect(card.locator('[data-value]')).toContainText(value);
      await expect(card.locator('[data-average]')).toHaveText(`Average ${average}`);
    }
  });

  test('has charts whose choices stand in the address', async ({ page }) => {
    await page.goto(`/users/luca-diallo?${past()}&org=${ORG}`);
    const cost = page.locator('[data-panel=Cost]');
    await cost.getByText('Cumulative').click();
    await expect(page).toHaveURL(/cost=cumulative/);
    await cost.getByRole('button', { name: 'Show Cost as a table' }).click();
    const sums = await cost.getByRole('cell').allTextContents();
    const dollars = sums.map((text) => Number(text.replace('$', ''))).filter((value) => !Number.isNaN(value));
    // The latest day comes first: what was spent never gets less.
    expect(dollars).toEqual(dollars.toSorted((one, other) => other - one));
    await page.locator('[data-panel=Activity]').getByText('Sessions', { exact: true }).click();
    await page.locator('[data-panel=Friction]').getByText('Runs', { exact: true }).click();
    await expect(page).toHaveURL(/activity=sessions/);
    await expect(page).toHaveURL(/friction=runs/);
    await page.reload();
    await expect(cost.getByRole('radio', { name: 'Cumulative' })).toBeChecked();
  });

  test('has the own sessions alone, in any order, with a look into each', async ({ page }) => {
    const orderBy = { field: 'COST', direction: 'DESC' };
    const { nodes, totalCount } = await sessionsOf('carol', { filter: { userId: 'alice' }, orderBy });
    await page.goto(`/users/alice?${past()}&org=acme-robotics&sort=cost`);
    expect(await idsOnScreen(page)).toEqual(nodes.map(({ id }) => id));
    await expect(page.getByRole('status').filter({ hasText: `of ${totalCount}` })).toBeVisible();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('complementary', { name: `Session ${nodes[0]?.id}` })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Open in Sessions' }).click();
    await expect(page).toHaveURL((url) => url.pathname === '/sessions' && url.searchParams.get('user') === 'alice');
  });

  test('may have done nothing in the range', async ({ page }) => {
    await page.goto('/users/carol?range=2020-01-01~2020-01-07&org=acme-robotics');
    await expect(page.getByText('No activity in this range')).toBeVisible();
    await expect(page.locator('[data-kpi="Success rate"] [data-value]')).toHaveText('–');
  });

  test('is nobody elsewhere', async ({ page }) => {
    await page.goto('/users/alice?org=northwind-labs');
    await expect(page.getByText('There is no such user here')).toBeVisible();
    await page.getByRole('link', { name: 'To the users' }).click();
    await expect(page).toHaveURL((url) => url.pathname === '/users');
  });
});

test.describe('to a member', () => {
  test.use({ as: 'alice' });

  test('is oneself, and nobody else', async ({ page }) => {
    await page.goto('/users/bob');
    await expect(page.getByText('your role sees the own page')).toBeVisible();
    await page.goto(`/users/alice?${past()}`);
    await expect(page.getByRole('heading', { level: 1, name: 'Alice Moreau' })).toBeVisible();
    expect((await idsOnScreen(page)).length).toBeGreaterThan(0);
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, as: 'carol' });

    test('is accessible at every width', async ({ page }) => {
      for (const width of [1440, 768, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await page.goto(`/users/alice?${past()}`);
        await idsOnScreen(page);
        await expectAccessible(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
    });
  });
}
