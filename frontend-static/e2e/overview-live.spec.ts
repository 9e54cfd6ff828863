import { kpi, panel } from './support/charts';
import { ask, PEOPLE, signIn } from './support/people';
import { type Server, startServer } from './support/server';
import { expect, test } from './support/test';

let server: Server;
test.beforeAll(async () => {
  server = await startServer('--days', '5', '--no-live');
});
test.afterAll(() => server.remove());

/** A run that ended just now. */
async function completeRun(id: string): Promise<void> {
  const event = {
    event_id: `live-${id}`,
    org_id: PEOPLE.dan.org,
    occurred_at: new Date().toISOString(),
    event_type: 'run_completed',
    session_id: `live-${id}`,
    run_id: `live-${id}`,
    user_id: 'dan',
    payload: { status: 'success', duration_ms: 1_000, cost: '0.01', input_tokens: 10, output_tokens: 1 },
  };
  const answer = await fetch(`${server.api}/v1/events`, {
    method: 'POST',
    headers: { authorization: 'Bearer dev-ingest-key', 'content-type': 'application/json' },
    body: JSON.stringify({ events: [event] }),
  });
  expect(await answer.json()).toMatchObject({ inserted: 1 });
}

test('today’s figures grow by themselves', async ({ page }) => {
  await signIn(page, 'dan', '/', server.url);
  await expect(page.locator('[data-live=live]')).toBeVisible();
  const runs = kpi(page, 'Runs');
  await expect(runs).toHaveText(/^\d+$/);
  const before = Number(await runs.textContent());
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  await completeRun('one');
  await expect(runs).toHaveText(String(before + 1));
  await completeRun('two');
  await completeRun('three');
  await expect(runs).toHaveText(String(before + 3));
  await expect(panel(page, 'Top users')).toContainText(PEOPLE.dan.name);
  expect(await page.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
});

test('days without anything say so, and lead to days with something', async ({ page }) => {
  await signIn(page, 'dan', '/?range=2020-01-01~2020-01-07', server.url);
  await expect(page.getByText('No activity in this range')).toBeVisible();
  await expect(kpi(page, 'Runs')).toHaveText('0');
  await expect(kpi(page, 'Success rate')).toHaveText('–');
  await page.getByRole('button', { name: 'Show 90 days' }).click();
  await expect(page).toHaveURL(/range=90d$/);
  await expect(panel(page, 'Usage').getByRole('slider')).toBeVisible();
});

test('an organization without any event says so, and leads whoever may create keys to the first', async ({ page }) => {
  await ask('frank', 'mutation { upsertOrganization(id: "empty", name: "Empty Inc") { id } }', {}, server.api);
  await signIn(page, 'eve', '/?org=empty', server.url);
  await expect(page.getByText('No data yet')).toBeVisible();
  await signIn(page, 'frank', '/', server.url);
  await page.goto(`${server.url}/?org=empty`);
  await expect(page).toHaveURL(/\/welcome/);
});
