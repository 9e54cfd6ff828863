import { expectAccessible } from './support/axe';
import { kpi } from './support/charts';
import { past } from './support/sessions';
import { expect, test } from './support/test';

test.use({ as: 'dan' });

const CARDS = [
  'Runs',
  'Success rate',
  'p95 duration',
  'Cost',
  'Tokens',
  'Runs per session',
  'Active time',
  'Lifespan',
  'Handoff rate',
  'Post-handoff rate',
];

test('every card says what it means, and what it was in which days, to keyboard and mouse', async ({ page }) => {
  await page.goto(`/?${past()}`);
  await expect(kpi(page, 'Runs')).toBeVisible();
  const tip = page.getByRole('tooltip');
  await page.getByRole('button', { name: 'About Runs', exact: true }).focus();
  for (const [at, name] of CARDS.entries()) {
    if (at > 0) await page.keyboard.press('ArrowRight');
    const button = page.getByRole('button', { name: `About ${name}`, exact: true });
    await expect(button).toBeFocused();
    await expect(tip).toHaveCount(1);
    await expect(button).toHaveAttribute('aria-describedby', (await tip.getAttribute('id')) ?? '');
    await expect(tip).toContainText(/Was .+ in \w{3} \d+ – /);
  }
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(tip).toHaveCount(0);
  await page.getByRole('button', { name: 'About Cost', exact: true }).hover();
  await expect(tip).toContainText('What the runs cost');
});

test('the cards are one stop on the way to the first chart', async ({ page }) => {
  await page.goto(`/?${past()}`);
  await expect(kpi(page, 'Runs')).toBeVisible();
  await page.evaluate(() => document.querySelector('main')?.focus());
  let stops = 0;
  const isInCharts = () => page.evaluate(() => document.activeElement?.closest('[data-panel]') != null);
  while (!(await isInCharts()) && stops < 10) {
    await page.keyboard.press('Tab');
    stops += 1;
  }
  expect(stops).toBe(2);
});

test('figures of a list and names of columns tell more to the keyboard as well', async ({ page }) => {
  await page.goto(`/sessions?${past()}`);
  const strip = page.getByLabel('All sessions of the list');
  await strip.getByRole('button', { name: 'Success' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tooltip')).toHaveText('Successful runs / runs.');
  await page.getByRole('columnheader', { name: 'Post-handoff' }).getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tooltip')).toContainText('within 4 hours after a handoff');
});

test.describe('by touch', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test('a tap tells, and a tap elsewhere ends it', async ({ page }) => {
    await page.goto(`/?${past()}`);
    await page.getByRole('button', { name: 'About Success rate' }).tap();
    const tip = page.getByRole('tooltip');
    await expect(tip).toContainText('Successful runs / runs');
    await expect(tip).toContainText('Was ');
    await kpi(page, 'Runs').tap();
    await expect(tip).toHaveCount(0);
    await page.goto(`/users/dan?${past()}`);
    await page.getByRole('button', { name: 'About Sessions' }).tap();
    await expect(tip).toContainText('Sessions that began in the period');
  });
});

test('a change of the range is told to those who do not see it', async ({ page }) => {
  await expect(kpi(page, 'Runs')).toBeVisible();
  await page.getByRole('radio', { name: '30d' }).check();
  const status = page.locator('main').getByRole('status').filter({ hasText: 'Showing' });
  await expect(status).toHaveText(/^Showing \w{3} \d+.* – \w{3} \d+, \d{4}$/);
});
