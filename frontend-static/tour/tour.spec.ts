import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { place } from '../e2e/support/charts';
import { ask } from '../e2e/support/people';
import { expect, period, test } from '../e2e/support/test';

const folder = join(import.meta.dirname, '../../docs/images');
const MOST_BYTES = 120 * 1024;
const HERE = 'range=30d&org=globex-cloud';

/** WebP, which the browser itself can write and Playwright cannot. */
async function picture(page: Page, name: string): Promise<void> {
  await expect(page.locator('main [aria-busy=true], main [data-stale=true]')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  const tools = await page.context().newCDPSession(page);
  const { data } = await tools.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
  const bytes = Buffer.from(data, 'base64');
  expect(bytes.length, name).toBeLessThan(MOST_BYTES);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.webp`), bytes);
}

type Answer = { organization: { sessions: { nodes: { id: string }[] } } };

/** Among the sessions with a handoff, the one with most runs. */
async function session(): Promise<string> {
  const query = `query ($period: Period!) { organization(id: "globex-cloud") {
    sessions(period: $period, filter: {hasHandoff: true}, orderBy: {field: RUNS, direction: DESC}, first: 1) { nodes { id } }
  } }`;
  const { organization } = await ask<Answer>('frank', query, { period: period(30) });
  return organization.sessions.nodes[0]?.id ?? '';
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ as: 'frank', colorScheme, viewport: { width: 1440, height: 1000 } });

    test('overview', async ({ page }) => {
      await page.goto(`/?${HERE}`);
      await expect(page.getByRole('slider')).toHaveCount(4);
      await picture(page, `overview-${colorScheme}`);
      const { x, y } = await place(page, 'Usage', 0.6);
      await page.mouse.move(x, y);
      await expect(page.locator('[data-chart-tooltip]').first()).toBeVisible();
      if (colorScheme === 'dark') await picture(page, 'in-step');
    });

    test('session', async ({ page }) => {
      await page.goto(`/sessions/${await session()}?${HERE}`);
      await expect(page.getByRole('list', { name: 'Timeline' })).toBeVisible();
      await picture(page, `session-${colorScheme}`);
    });

    test('user', async ({ page }) => {
      await page.goto(`/users/luca-diallo?${HERE}`);
      await expect(page.locator('[data-kpi]')).toHaveCount(9);
      await picture(page, `user-${colorScheme}`);
    });
  });
}

test.describe('one of each', () => {
  test.use({ as: 'frank', colorScheme: 'light', viewport: { width: 1440, height: 900 } });

  test('sessions', async ({ page }) => {
    await page.goto(`/sessions?${HERE}&status=failed&sort=cost&peek=${await session()}`);
    await expect(page.getByRole('complementary', { name: /^Session / }).getByRole('table')).toBeVisible();
    await picture(page, 'sessions');
  });

  test('runs of a session', async ({ page }) => {
    await page.goto(`/sessions/${await session()}?${HERE}&tab=runs`);
    await expect(page.getByRole('img', { name: /^Run duration/ })).toBeVisible();
    await picture(page, 'session-runs');
  });

  test('users', async ({ page }) => {
    await page.goto(`/users?${HERE}`);
    await expect(page.locator('[data-row]').first()).toBeVisible();
    await picture(page, 'users');
  });

  test('global', async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 1000 });
    await page.goto('/global?range=30d');
    await expect(page.getByRole('slider')).toHaveCount(2);
    await picture(page, 'global');
  });

  test('settings', async ({ page }) => {
    await page.goto('/settings?tab=pipeline&org=globex-cloud');
    await expect(page.locator('main section').first()).toBeVisible();
    await picture(page, 'settings');
  });

  test('first event', async ({ page }) => {
    await page.goto('/welcome?by=events&org=globex-cloud');
    await expect(page.getByRole('button', { name: 'Create the key' })).toBeVisible();
    await picture(page, 'first-event');
  });
});

test.describe('by keyboard', () => {
  test.use({ as: 'frank', colorScheme: 'dark', viewport: { width: 1440, height: 900 } });

  test('palette', async ({ page }) => {
    await page.goto(`/sessions?${HERE}`);
    await expect(page.locator('[data-row]').first()).toBeVisible();
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
    await picture(page, 'palette');
  });
});

test.describe('on a telephone', () => {
  test.use({ as: 'frank', colorScheme: 'light', viewport: { width: 390, height: 844 } });

  test('overview', async ({ page }) => {
    await page.goto(`/?${HERE}`);
    await expect(page.getByRole('slider')).toHaveCount(4);
    await picture(page, 'telephone');
  });
});
