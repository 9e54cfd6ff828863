import { expectAccessible } from './support/axe';
import { signIn } from './support/people';
import { startEmptyServer } from './support/server';
import { paste } from './support/shell';
import { expect, test } from './support/test';

let server: Awaited<ReturnType<typeof startEmptyServer>>;
test.beforeAll(async () => {
  server = await startEmptyServer();
});
test.afterAll(() => server.remove());
// One installation, from nothing on.
test.describe.configure({ mode: 'serial' });

test('support waits for the first organization', async ({ page }) => {
  await signIn(page, 'eve', '/', server.url);
  await expect(page.getByText('No organization yet')).toBeVisible();
  await expectAccessible(page);
});

test('from nothing to the first event of one’s own on screen', async ({ page }) => {
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole('button', { name: 'Frank' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome to Tachograph' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('alert')).toHaveCount(1);
  await page.getByLabel('Id, as events name it').fill('acme-robotics');
  await page.getByLabel('Name', { exact: true }).fill("Acme's Robots");
  await page.getByRole('button', { name: 'Create' }).click();

  const step = (number: number) => page.locator(`[data-step="${number}"]`);
  await expect(step(1)).toContainText('Choose the agent');
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'Send events yourself' }).check();
  await expect(page).toHaveURL(/by=events/);
  await expect(step(1)).toHaveAttribute('data-state', 'now');
  await expect(step(3)).toContainText('Waiting for the first event');
  await page.getByRole('button', { name: 'Create the key' }).click();
  await expect(step(1)).toHaveAttribute('data-state', 'done');
  await expectAccessible(page);
  const command = await page.getByRole('region', { name: 'A first session' }).locator('pre').textContent();
  expect(await paste(command ?? '')).toMatchObject({ inserted: 3, errors: [] });

  await expect(step(3)).toContainText('The first event is here');
  await expect(step(3)).toContainText('one completed run');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Open the session' }).click();
  await expect(page.getByRole('button', { name: /Hello, Tachograph/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /Run 1 succeeded/ })).toBeVisible();
});

test('whoever comes back makes no second key of the same name', async ({ page }) => {
  await signIn(page, 'frank', '/welcome?by=events', server.url);
  const step = page.locator('[data-step="1"]');
  await expect(step).toContainText('First producer can send events already');
  await expect(step.getByLabel('Name of the key')).toHaveValue('First producer 2');
  await step.getByRole('button', { name: 'Create another' }).click();
  await expect(step).toHaveAttribute('data-state', 'done');
  await page.reload();
  await expect(step).toContainText('and 1 more');
  await expect(step.getByLabel('Name of the key')).toHaveValue('First producer 3');
});

test('an empty organization leads its admin there, and tells its members whom to ask', async ({ page, browser }) => {
  await signIn(page, 'dan', '/', server.url);
  await expect(page).toHaveURL((url) => url.pathname === '/welcome');
  await expect(page.getByRole('button', { name: 'Create a key for these lines' })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);

  const other = await (await browser.newContext()).newPage();
  await signIn(other, 'bob', '/sessions?range=2020-01-01~2020-01-02', server.url);
  await expect(other.getByText('No activity in this range')).toBeVisible();
  await other.goto(`${server.url}/welcome`);
  await expect(other.getByText('An admin of', { exact: false })).toBeVisible();
  await other.context().close();
});
