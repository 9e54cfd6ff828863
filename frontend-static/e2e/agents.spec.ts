import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { expectFits } from './support/fits';
import { promptAndAnswer, sendLogs } from './support/otlp';
import { type PersonId, signIn } from './support/people';
import { startEmptyServer } from './support/server';
import { paste } from './support/shell';
import { expect, test } from './support/test';

// Every agent that is seen here would be in the way of others.
let server: Awaited<ReturnType<typeof startEmptyServer>>;
test.beforeAll(async () => {
  server = await startEmptyServer();
});
test.afterAll(() => server.remove());
// What one test connects the next one sees.
test.describe.configure({ mode: 'serial' });

const open = (page: Page, person: PersonId, path = '/settings?tab=agents') => signIn(page, person, path, server.url);
const lines = (page: Page) => page.locator('pre').first();
const step = (page: Page, number: number) => page.locator(`[data-step="${number}"]`);

test('a member sees the lines, a place for the key, and nothing else', async ({ page }) => {
  await open(page, 'frank', '/');
  await page.getByLabel('Id, as events name it').fill('acme-robotics');
  await page.getByLabel('Name', { exact: true }).fill('Acme Robotics');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(step(page, 1)).toContainText('Choose the agent');

  await page.context().clearCookies();
  await open(page, 'alice', '/settings');
  await expect(page.getByRole('tab')).toHaveText(['Agents']);
  await expect(lines(page)).toContainText('OTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20YOUR_INGEST_KEY');
  await expect(lines(page)).toContainText('tachograph.user_id=alice');
  await expect(page.getByText('An admin of Acme Robotics creates the ingest key')).toBeVisible();
  await expect(page.getByRole('button', { name: /Create a key/ })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Agents seen' })).toHaveCount(0);
  await expectAccessible(page);
});

test('the lines fit the agent and its form, and the link keeps both', async ({ page }) => {
  await open(page, 'carol');
  await page.getByRole('radio', { name: 'Codex' }).check();
  await expect(lines(page)).toContainText('/v1/logs"');
  await page.getByRole('radio', { name: 'Container' }).check();
  await expect(page.getByRole('region', { name: /in the container/ })).toBeVisible();
  await page.getByLabel('Repository, if it is always the same').fill('acme/shop');
  await expect(page.getByRole('region', { name: /environment of the container/ })).toContainText('acme/shop');
  await expect(page).toHaveURL(/agent=codex&as=container/);
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Container' })).toBeChecked();
  await expect(lines(page)).toContainText('[otel.exporter.otlp-http]');
  // By keyboard alone.
  await page.getByRole('radio', { name: 'Codex' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Gemini CLI' })).toBeChecked();
  await expect(lines(page)).toContainText('"telemetry"');
});

test('a key in the lines, and the page turns live with the first record', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'carol');
  await expect(step(page, 3)).toContainText('Waiting for the first record of Claude Code');
  await expect(page.getByText('No agent yet')).toBeVisible();
  await page.getByRole('button', { name: 'Create a key for these lines' }).click();
  await expect(page.getByText('Copy them now')).toBeVisible();
  await page.getByRole('button', { name: /^Copy the lines/ }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const [, key = ''] = /Bearer%20(tgk_\w+)/.exec(copied) ?? [];
  expect(key).not.toBe('');
  await expect(lines(page)).not.toContainText('YOUR_INGEST_KEY');

  // What the page offers against silence tells a right key from a wrong one.
  await page.getByRole('button', { name: 'Nothing arrives?' }).click();
  await page.getByRole('button', { name: 'Copy the check' }).click();
  const check = await page.evaluate(() => navigator.clipboard.readText());
  expect(await paste(check.replace(`-w '%{http_code}\\n' `, ''))).toEqual({});

  await sendLogs(server.api, key, { 'tachograph.user_id': 'carol' }, ...promptAndAnswer('claude-1'));
  await expect(page.getByRole('heading', { name: 'Claude Code is live' })).toBeVisible();
  const row = page.locator('[data-agent="claude-code"]');
  await expect(row).toContainText('2.1.332', { timeout: 20_000 });
  await expect(row).toContainText('1 problem');
  await expect(row).toContainText('name no repository');
  await expectAccessible(page);

  // Another agent waits for itself.
  await page.getByRole('radio', { name: 'OpenCode' }).check();
  await expect(step(page, 3)).toContainText('Waiting for the first record of OpenCode');
  await page.getByRole('radio', { name: 'Claude Code' }).check();
  await expect(step(page, 3)).toContainText('was last seen');

  // The secret is nowhere but on this page.
  await page.reload();
  await expect(lines(page)).toContainText('YOUR_INGEST_KEY');
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(stored).not.toContain('tgk_');
  await expect(page.getByText(/the secret of the key that you have already/)).toBeVisible();
});

test('what arrived is a session with its agent, mode and cost', async ({ page }) => {
  await open(page, 'carol', '/sessions/claude-1');
  const facts = page.getByRole('main').getByRole('list').first();
  await expect(facts).toContainText('Claude Code 2.1.332');
  await expect(facts).toContainText('headless');
  await expect(page.getByLabel('Figures of the session')).toContainText('$0.012');
  await page.goto(`${server.url}/sessions`);
  const row = page.locator('[data-row="claude-1"]');
  await expect(row).toContainText('Claude Code');
  await expect(row).toContainText('headless');
});

test('silence has its causes named after a minute', async ({ page }) => {
  await page.clock.install();
  await open(page, 'carol', '/settings?tab=agents&agent=codex');
  await expect(step(page, 3)).toContainText('Waiting for the first record of Codex');
  await expect(page.getByText('OTEL_EXPORTER_OTLP_COMPRESSION is set')).toHaveCount(0);
  await page.clock.fastForward('01:01');
  await expect(page.getByText('Nothing came from Codex for a minute')).toBeVisible();
  await expect(page.getByText('OTEL_EXPORTER_OTLP_COMPRESSION is set')).toBeVisible();
  await expect(page.getByText('of another organization')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 768, 390]) {
    test.describe(`${colorScheme}, ${width} px wide`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } });

      test('everything about agents fits and is accessible', async ({ page }) => {
        await open(page, 'carol');
        await page.getByRole('button', { name: 'Nothing arrives?' }).click();
        for (const agent of ['claude-code', 'codex']) {
          await page.goto(`${server.url}/settings?tab=agents&agent=${agent}&as=settings`);
          await page.getByRole('button', { name: 'Nothing arrives?' }).click();
          await expect(page.locator('[data-agent="claude-code"]')).toBeVisible();
          await expectFits(page);
          await expectAccessible(page);
        }
        await page.goto(`${server.url}/welcome`);
        await expect(lines(page)).toBeVisible();
        await expectFits(page);
        await expectAccessible(page);
      });
    });
  }
}
