import { PEOPLE, signIn } from './support/people';
import { type Server, startServer } from './support/server';
import { idsOnScreen } from './support/sessions';
import { expect, test } from './support/test';

// The browser tells of every request that nobody answers.
test.use({ allowed: /Failed to load resource|WebSocket connection/ });

test.describe.configure({ mode: 'serial' });

let server: Server;
test.beforeAll(async () => {
  server = await startServer('--days', '5', '--no-live');
});
test.afterAll(() => server.remove());

/** A run that begins now. */
async function startRun(id: string): Promise<void> {
  const event = {
    event_id: `e2e-${id}`,
    org_id: PEOPLE.dan.org,
    occurred_at: new Date().toISOString(),
    event_type: 'run_started',
    session_id: `e2e-${id}`,
    run_id: `e2e-${id}`,
    user_id: 'dan',
    payload: {},
  };
  const answer = await fetch(`${server.api}/v1/events`, {
    method: 'POST',
    headers: { authorization: 'Bearer dev-ingest-key', 'content-type': 'application/json' },
    body: JSON.stringify({ events: [event] }),
  });
  expect(await answer.json()).toMatchObject({ inserted: 1 });
}

test('what goes on is shown by itself, and again after the server was away', async ({ page }) => {
  await signIn(page, 'dan', '/sessions', server.url);
  const live = page.locator('[data-live]');
  await expect(live).toHaveText('0running');
  expect(await idsOnScreen(page)).not.toContain('e2e-one');
  await startRun('one');
  await expect(live).toHaveText('1running');

  await server.stop();
  await expect(live).toHaveAttribute('data-live', 'stale');
  await expect(live).toContainText('running');
  await expect(live).toContainText('ago');

  await page.getByLabel('Status').selectOption('Has failures');
  const alert = page.getByRole('alert').filter({ hasText: 'The server does not answer.' });
  // The list and its figures fail for the same reason, which is told once.
  await expect(alert).toHaveCount(1);
  await expect(page.locator('[data-unanswered]')).toHaveCount(2);
  await page.getByLabel('Status').selectOption('Any status');
  expect(await idsOnScreen(page)).not.toHaveLength(0);
  await page.getByLabel('Status').selectOption('Has failures');
  await expect(alert).toHaveCount(1);

  await server.start();
  await startRun('two');
  await expect(live).toHaveAttribute('data-live', 'live', { timeout: 20_000 });
  await expect(live).toHaveText('2running');
  await expect(alert).toHaveCount(0);
  await page.getByLabel('Status').selectOption('Any status');
  await expect.poll(() => idsOnScreen(page)).toContain('e2e-two');
});

test('a failed question is asked again by hand', async ({ page }) => {
  await signIn(page, 'dan', '/', server.url);
  await expect(page.locator('[data-live=live]')).toBeVisible();
  await page.route('**/graphql', (route) => route.abort());
  await page.getByRole('link', { name: 'Sessions', exact: true }).click();
  const retry = page.getByRole('button', { name: 'Retry' });
  await expect(retry).toHaveCount(1);
  await page.unroute('**/graphql');
  await retry.click();
  expect((await idsOnScreen(page)).length).toBeGreaterThan(0);
  await expect(retry).toHaveCount(0);
  await expect(page.locator('[data-unanswered]')).toHaveCount(0);
});

test('a server that fails is told once on a page of many questions, and asked again for all of them', async ({
  page,
}) => {
  // Nothing is asked again but by the button.
  await page.routeWebSocket(/graphql\/ws/, () => {});
  await signIn(page, 'frank', '/', server.url);
  await expect(page.locator('[data-kpi=Runs] [data-value]')).toBeVisible();
  await page.route('**/graphql', (route) => route.abort());
  await page.getByRole('radio', { name: '30d' }).check();
  const alerts = page.getByRole('alert');
  await expect(alerts).toHaveCount(1);
  await expect(alerts).toContainText('The server does not answer.');
  await expect(page.getByRole('button', { name: 'Retry' })).toHaveCount(1);
  expect(await page.locator('[data-unanswered]').count()).toBeGreaterThan(3);
  await page.unroute('**/graphql');
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.locator('[data-kpi=Runs] [data-value]')).toBeVisible();
  await expect(alerts).toHaveCount(0);
  await expect(page.locator('[data-unanswered]')).toHaveCount(0);
});
