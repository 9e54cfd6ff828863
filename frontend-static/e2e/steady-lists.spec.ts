import { panel } from './support/charts';
import { ended, producer, said, started } from './support/events';
import { ask, signIn } from './support/people';
import { startEmptyServer } from './support/server';
import { idsOnScreen } from './support/sessions';
import { expect, test } from './support/test';

const ORG = 'busy';
let server: Awaited<ReturnType<typeof startEmptyServer>>;
test.beforeAll(async () => {
  server = await startEmptyServer();
  await ask('frank', `mutation { upsertOrganization(id: "${ORG}", name: "Busy Inc") { id } }`, {}, server.api);
});
test.afterAll(() => server.remove());
test.describe.configure({ mode: 'serial' });

const sends = async (session: string, user: string, runs: number, cost: string, org = ORG) => {
  const made = Array.from({ length: runs }, (_, at) => ended(`run-${at}`, 'success', 1_000, undefined, { cost }));
  await producer(org, user, server.api, session).send(said('Hello'), ...made);
};

test('figures are told to be on their way while everything runs for the first time', async ({ page }) => {
  await producer(ORG, 'ann', server.api, 'first').send(said('Hello'), started('one'), started('two'));
  await signIn(page, 'frank', '/', server.url);
  await page.goto(`${server.url}/?org=${ORG}`);
  const notice = page.locator('[data-only-running]');
  await expect(notice).toContainText('No run has ended in this range yet, 2 are running');
  await expect(page.locator('[data-kpi=Lifespan] [data-value]')).not.toHaveText('0s');
  await page.goto(`${server.url}/sessions/first?org=${ORG}`);
  await expect(page.getByLabel('Figures of the session')).toContainText('0 + 2 running');
  await page.goto(`${server.url}/?org=${ORG}`);
  await expect(notice).toBeVisible();
  await sends('second', 'ann', 1, '0.10');
  await expect(notice).toHaveCount(0);
});

test('what happens before the live connection stands is not missed', async ({ page }) => {
  const org = 'early';
  await ask('frank', `mutation { upsertOrganization(id: "${org}", name: "Early Inc") { id } }`, {}, server.api);
  await sends('first', 'ann', 1, '0.10', org);
  const today = new Date().toISOString().slice(0, 10);
  const question = `{ organization(id: "${org}") { metrics(period: { from: "${today}", to: "${today}" }) { runs } } }`;
  type Answer = { organization: { metrics: { runs: number } } };
  const projected = async () => (await ask<Answer>('frank', question, {}, server.api)).organization.metrics.runs;
  await expect.poll(projected).toBe(1);
  await signIn(page, 'frank', '/', server.url);
  const waiting: (() => void)[] = [];
  await page.routeWebSocket(/graphql\/ws/, (socket) => {
    // Nothing goes through before it is let through.
    const held: (string | Buffer)[] = [];
    socket.onMessage((message) => held.push(message));
    waiting.push(() => {
      const upstream = socket.connectToServer();
      socket.onMessage((message) => upstream.send(message));
      for (const message of held) upstream.send(message);
    });
  });
  await page.goto(`${server.url}/?org=${org}`);
  const runs = page.locator('[data-kpi=Runs] [data-value]');
  await expect(runs).toHaveText('1');
  await expect.poll(() => waiting.length).toBeGreaterThan(0);
  await sends('second', 'ann', 1, '0.10', org);
  await expect.poll(projected).toBe(2);
  await expect(page.locator('[data-live=live]')).toHaveCount(0);
  await expect(runs).toHaveText('1');
  for (const open of waiting.splice(0)) open();
  await expect(runs).toHaveText('2');
});

test('rows stay where they are, and what is new comes when it is asked for', async ({ page }) => {
  await signIn(page, 'frank', '/', server.url);
  await page.goto(`${server.url}/sessions?org=${ORG}`);
  const before = await idsOnScreen(page);
  expect(before).toEqual(['second', 'first']);
  await sends('third', 'ben', 2, '0.20');
  await sends('fourth', 'ben', 1, '0.20');
  const button = page.getByRole('button', { name: 'Show 2 new' });
  await expect(button).toBeVisible({ timeout: 25_000 });
  expect(await idsOnScreen(page)).toEqual(before);
  await button.click();
  await expect.poll(() => idsOnScreen(page)).toEqual(['fourth', 'third', 'second', 'first']);
  await expect(button).toHaveCount(0);
});

test('a top list waits while one points at it', async ({ page }) => {
  await signIn(page, 'frank', '/', server.url);
  await page.goto(`${server.url}/?org=${ORG}`);
  const top = panel(page, 'Top users');
  const names = () => top.locator('tbody tr td:first-child').allTextContents();
  await expect.poll(names).toEqual(['ben', 'ann']);
  await top.locator('tbody tr').first().hover();
  await sends('fifth', 'ann', 9, '0.30');
  await expect(page.locator('[data-kpi=Runs] [data-value]')).toHaveText('13');
  // Figures go on where they stand; rows do not.
  await expect(top.locator('tbody tr').nth(1)).toContainText('10');
  expect(await names()).toEqual(['ben', 'ann']);
  await page.mouse.move(5, 5);
  await expect.poll(names).toEqual(['ann', 'ben']);
});

for (const width of [1440, 1024, 768]) {
  test(`a look into a row leaves what the list is ordered by in sight, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, 'frank', '/', server.url);
    await page.goto(`${server.url}/sessions?org=${ORG}&sort=cost`);
    await idsOnScreen(page);
    await page.locator('[data-row] time').first().click();
    const peek = page.getByRole('complementary', { name: /^Session / });
    await expect(peek).toBeVisible();
    const header = page
      .locator('main')
      .getByRole('table', { name: 'Sessions' })
      .getByRole('columnheader', { name: 'Cost' });
    await expect(header).toHaveAttribute('aria-sort', 'descending');
    const edge = async () => {
      const [column, beside] = await Promise.all([header.boundingBox(), peek.boundingBox()]);
      return (beside?.x ?? 0) - ((column?.x ?? 0) + (column?.width ?? 0));
    };
    await expect.poll(edge).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Escape');
    // The agent has room on wide screens alone.
    await expect(page.getByRole('columnheader')).toHaveCount(width >= 1400 ? 11 : 10);
  });
}
