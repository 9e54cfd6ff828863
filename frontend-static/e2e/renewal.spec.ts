import type { Page, Route } from '@playwright/test';
import { kpi } from './support/charts';
import { expect, test } from './support/test';

// The browser tells of every refusal.
test.use({ as: 'dan', allowed: /Failed to load resource|WebSocket/ });

/** Some seconds, by the pauses between the attempts: however busy the machine, what is shown meanwhile is seen. */
const AWAY = [503, 503, 503, 503];
const REFUSAL = { data: null, errors: [{ message: 'sign in', extensions: { code: 'UNAUTHENTICATED' } }] };

/** A server whose tokens have ended, until one of `answers` to a renewal is good: statuses in their order. */
async function tokensEnd(page: Page, answers: number[], afterwards = 204) {
  // Only who was signed in has a sign-in that ends.
  await expect(kpi(page, 'Runs')).toBeVisible();
  const context = page.context();
  const seen = { renewals: 0, isGood: false };
  await context.route('**/graphql', (route) => (seen.isGood ? route.fallback() : route.fulfill({ json: REFUSAL })));
  await context.route('**/auth/refresh', async (route: Route) => {
    const status = answers[seen.renewals] ?? afterwards;
    seen.renewals += 1;
    // As long as a provider may take: whoever comes second comes meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 150));
    if (status === 204) seen.isGood = true;
    await route.fulfill({ status, ...(status === 204 ? {} : { json: { code: 'X', message: 'x' } }) });
  });
  return seen;
}

test('two tabs whose tokens end together renew once, and both go on', async ({ page, context }) => {
  const other = await context.newPage();
  await other.goto('/');
  await expect(kpi(other, 'Runs')).toBeVisible();
  // A provider that takes each refresh token once: whoever came second would be refused.
  const seen = await tokensEnd(page, [204], 401);
  await Promise.all([page.reload(), other.reload()]);
  await expect(kpi(page, 'Runs')).toBeVisible();
  await expect(kpi(other, 'Runs')).toBeVisible();
  expect(seen.renewals).toBe(1);
});

test('without turns among tabs, a race that was lost is tried once more', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }));
  const seen = await tokensEnd(page, [401, 204]);
  await page.reload();
  await expect(kpi(page, 'Runs')).toBeVisible();
  expect(seen.renewals).toBe(2);
});

test('while the provider is away, nobody is signed out, and it is tried until it is back', async ({ page }) => {
  const seen = await tokensEnd(page, AWAY, 204);
  await page.getByRole('radio', { name: '30d' }).check();
  const alert = page.getByRole('alert').filter({ hasText: 'Cannot reach the sign-in' });
  await expect(alert).toBeVisible();
  expect(page.url()).not.toContain('sign-in');
  expect(await page.evaluate(() => localStorage.getItem('tachograph.signed-in'))).toBe('true');
  await expect(alert).toHaveCount(0, { timeout: 20_000 });
  expect(seen.renewals).toBe(AWAY.length + 1);
  await expect(kpi(page, 'Runs')).toBeVisible();
  await expect(page.locator('[data-unanswered]')).toHaveCount(0);
});

test('a page that opens while the provider is away waits for it as well', async ({ page }) => {
  await tokensEnd(page, AWAY, 204);
  await page.reload();
  await expect(page.getByText('Cannot reach the sign-in.')).toBeVisible();
  await expect(kpi(page, 'Runs')).toBeVisible({ timeout: 20_000 });
});

test('a sign-in that is over says so', async ({ page }) => {
  await tokensEnd(page, [], 401);
  await page.getByRole('radio', { name: '30d' }).check();
  await expect(page).toHaveURL(/sign-in\?return=.*range%3D30d.*ended=1/);
  await expect(page.getByText('Your sign-in ended.')).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem('tachograph.signed-in'))).toBeNull();
});

test.describe('somebody who never signed in', () => {
  test.use({ as: null });

  test('is told nothing of an end', async ({ page }) => {
    await page.goto('/users');
    await expect(page).toHaveURL(/sign-in/);
    await expect(page.getByRole('heading', { name: 'Sign in to Tachograph' })).toBeVisible();
    await expect(page.getByText('Your sign-in ended.')).toHaveCount(0);
  });
});
