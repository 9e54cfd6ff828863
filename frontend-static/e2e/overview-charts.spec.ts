import { panel, place, pointedAt } from './support/charts';
import { past, pastDays } from './support/sessions';
import { expect, test } from './support/test';

test.use({ as: 'dan' });

const CHARTS = ['Usage', 'Cost', 'Friction', 'Reliability'];

test.beforeEach(async ({ page }) => {
  await page.goto(`/?${past()}`);
  for (const title of CHARTS) await expect(panel(page, title).getByRole('slider')).toBeVisible();
});

test('what is chosen stands in the address, and comes back with it', async ({ page }) => {
  await panel(page, 'Usage').getByRole('radio', { name: 'Sessions' }).check();
  await panel(page, 'Cost').getByRole('radio', { name: 'Tokens' }).check();
  await panel(page, 'Friction').getByRole('radio', { name: 'Runs per session' }).check();
  await expect(page).toHaveURL(/usage=sessions&cost=tokens&friction=runs/);
  await page.reload();
  await expect(panel(page, 'Cost').getByRole('radio', { name: 'Tokens' })).toBeChecked();
  await expect(panel(page, 'Cost').locator('[data-series]')).toHaveCount(2);
  await panel(page, 'Usage').getByRole('radio', { name: 'Runs' }).check();
  await expect(page).not.toHaveURL(/usage=/);
});

test('crosshair and tooltip are in step in all charts', async ({ page }) => {
  const at = await place(page, 'Usage', 0.5);
  await page.mouse.move(at.x, at.y);
  await expect.poll(async () => (await pointedAt(page)).length).toBe(CHARTS.length);
  expect(new Set(await pointedAt(page)).size).toBe(1);
  await expect(page.locator('[data-crosshair]')).toHaveCount(CHARTS.length);
  await expect(panel(page, 'Usage').locator('[data-chart-tooltip]')).toContainText('Total');
  await page.mouse.move(1, 1);
  await expect(page.locator('[data-chart-tooltip]')).toHaveCount(0);
});

test('arrow keys move the crosshair', async ({ page }) => {
  const chart = panel(page, 'Cost').getByRole('slider');
  await page.keyboard.press('Tab');
  await chart.focus();
  await chart.press('End');
  const [last] = await pointedAt(page);
  await chart.press('ArrowLeft');
  const [before] = await pointedAt(page);
  expect(before).not.toBe(last);
  await expect(chart).toHaveAttribute('aria-valuetext', new RegExp(`^${before}: Cost \\$`));
  await chart.press('ArrowRight');
  expect((await pointedAt(page))[0]).toBe(last);
  await chart.press('Home');
  await expect(chart).toHaveAttribute('aria-valuenow', '0');
});

test('a click on the legend shows a series alone, another one all of them', async ({ page }) => {
  const usage = panel(page, 'Usage');
  await expect(usage.locator('[data-series]')).toHaveCount(2);
  await usage.getByRole('button', { name: 'Failed' }).click();
  await expect(usage.locator('[data-series]')).toHaveCount(1);
  await expect(usage.getByRole('button', { name: 'Failed' })).toHaveAttribute('aria-pressed', 'true');
  await usage.getByRole('button', { name: 'Failed' }).click();
  await expect(usage.locator('[data-series]')).toHaveCount(2);
});

test('dragging sets the range, Esc lets go, and back brings the old one', async ({ page }) => {
  const { from } = pastDays();
  const day = (index: number) => new Date(Date.parse(from) + index * 86_400_000).toISOString().slice(0, 10);
  const middleOf = (index: number) => place(page, 'Reliability', (index + 0.5) / 30);
  await panel(page, 'Reliability').scrollIntoViewIfNeeded();
  const [start, end] = [await middleOf(20), await middleOf(10)];

  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await expect(page.locator('[data-dragged]')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-dragged]')).toHaveCount(0);
  await page.mouse.up();
  await expect(page).toHaveURL(new RegExp(past()));

  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(new RegExp(`range=${day(10)}~${day(20)}$`));
  await expect(panel(page, 'Usage').getByRole('slider')).toHaveAttribute('aria-valuemax', '10');
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(past()));
});

test('today is hatched, and only today', async ({ page }) => {
  await expect(page.locator('[data-unfinished]')).toHaveCount(0);
  await page.getByRole('radio', { name: '7d' }).check();
  await expect(panel(page, 'Cost').locator('[data-unfinished]')).toHaveCount(1);
  const at = await place(page, 'Cost', 0.99);
  await page.mouse.move(at.x, at.y);
  await expect(panel(page, 'Cost').locator('[data-chart-tooltip]')).toContainText('so far');
});

test('nothing moves when the answer comes, or when the range changes', async ({ page }) => {
  await page.evaluate(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.getByRole('radio', { name: '30d' }).check();
  await expect(page.locator('main [data-stale=true]')).toHaveCount(0);
  await page.getByRole('radio', { name: '90d' }).check();
  await expect(panel(page, 'Usage')).toContainText('per week');
  await expect(page.locator('main [data-stale=true]')).toHaveCount(0);
  const total = await page.evaluate(() =>
    (globalThis as unknown as { shifts: number[] }).shifts.reduce((sum, one) => sum + one, 0),
  );
  expect(total).toBeLessThan(0.02);
});

test.describe('without an answer', () => {
  // The browser tells of every request that nobody answers.
  test.use({ allowed: /Failed to load resource/ });

  test('what fails together is told once, each panel keeps its place, and all are asked again', async ({ page }) => {
    await page.route('**/graphql', (route) => route.abort());
    const [from, to] = [await place(page, 'Usage', 0.1), await place(page, 'Usage', 0.9)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 3 });
    await page.mouse.up();
    // The cards, four charts and two lists.
    const unanswered = page.locator('[data-unanswered]');
    await expect(unanswered).toHaveCount(7);
    const retry = page.getByRole('button', { name: 'Retry' });
    await expect(retry).toHaveCount(1);
    await page.unroute('**/graphql');
    await retry.click();
    for (const title of CHARTS) await expect(panel(page, title).getByRole('slider')).toBeVisible();
    await expect(panel(page, 'Top users').locator('tbody a').first()).toBeVisible();
    await expect(retry).toHaveCount(0);
    await expect(unanswered).toHaveCount(0);
  });

  test('a question that fails alone says so in its panel', async ({ page }) => {
    let fails = true;
    await page.route('**/graphql', (route) =>
      fails && route.request().postData()?.includes('query TopUsers(') === true ? route.abort() : route.fallback(),
    );
    await page.reload();
    const alert = panel(page, 'Top users').getByRole('alert');
    await expect(alert).toContainText('The server does not answer.');
    await expect(panel(page, 'Usage').getByRole('slider')).toBeVisible();
    fails = false;
    await alert.getByRole('button', { name: 'Retry' }).click();
    await expect(panel(page, 'Top users').locator('tbody a').first()).toBeVisible();
  });
});
