import { producer, said, started } from './support/events';
import { ask, signIn } from './support/people';
import { type Server, startServer } from './support/server';
import { expect, period, test } from './support/test';

const ORG = 'northwind-labs';
/** Every way in which an address may be read once too often. */
const ID = 'a%2Fb%25/c&d=e#f?g';

let server: Server;
test.beforeAll(async () => {
  server = await startServer('--days', '5', '--no-live');
});
test.afterAll(() => server.remove());

test('ids with signs of per cent and slashes are what they are, wherever they stand', async ({ page }) => {
  const someone = producer(ORG, `${ID} user`, server.api, ID);
  await someone.send(said('Hello'), started('one'));
  await signIn(page, 'dan', `/sessions/${encodeURIComponent(ID)}`, server.url);
  const title = page.getByRole('heading', { level: 1, name: ID, exact: true });
  await expect(title).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Breadcrumbs' })).toContainText(ID);
  // A choice on the page changes the query, and nothing else.
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect(page).toHaveURL(`${server.url}/sessions/${encodeURIComponent(ID)}?tab=runs`);
  await page.reload();
  await expect(title).toBeVisible();

  await page.getByRole('link', { name: `${ID} user` }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${ID} user` })).toBeVisible();
  await page.getByRole('link', { name: 'Open in Sessions' }).click();
  await expect(page.locator('[data-row]')).toHaveCount(1);
  await page.getByLabel('Session id').fill('%2Fb%25');
  await expect(page).toHaveURL(/q=%252Fb%2525/);
  await expect(page.getByLabel('All sessions of the list')).toContainText('Sessions1');
  await page.reload();
  await expect(page.getByLabel('Session id')).toHaveValue('%2Fb%25');
  await page.locator('[data-row] time').first().click();
  await expect(page.getByRole('complementary', { name: `Session ${ID}` })).toBeVisible();
});

for (const id of ['.', '..']) {
  test(`the id ${id}, a step for paths, has pages of sessions and people like any other`, async ({ page }) => {
    await producer(ORG, id, server.api, id).send(said('Hello'), started('one'));
    await signIn(page, 'dan', '/sessions', server.url);
    await page.locator(`[data-row="${id}"]`).getByRole('link', { name: id, exact: true }).first().click();
    const title = page.getByRole('heading', { level: 1, name: id, exact: true });
    await expect(title).toBeVisible();
    await expect(page.getByRole('button', { name: /Hello/ })).toBeVisible();
    await page.getByRole('tab', { name: 'Runs' }).click();
    await page.reload();
    await expect(title).toBeVisible();
    await expect(page.getByRole('tab', { name: 'Runs' })).toHaveAttribute('aria-selected', 'true');
    await page.locator('main').getByRole('link', { name: id, exact: true }).click();
    await expect(page.getByRole('link', { name: 'Open in Sessions' })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Breadcrumbs' })).toContainText(`Users${id}`);
    await page.reload();
    await expect(page.getByRole('link', { name: 'Open in Sessions' })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole('tab', { name: 'Runs' })).toBeVisible();
  });
}

test('people are named in the breadcrumbs and the title', async ({ page }) => {
  await signIn(page, 'dan', '/users/dan', server.url);
  await expect(page.getByRole('navigation', { name: 'Breadcrumbs' })).toContainText('Dan Whitfield');
  await expect(page).toHaveTitle(/^Dan Whitfield · Users/);
});

test('days that are none are told so, and others are shown', async ({ page }) => {
  await signIn(page, 'dan', '/?range=14days', server.url);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('14days names no days, so the last 7 are shown.');
  await expect(page.getByRole('radio', { name: '7d' })).toBeChecked();
  await alert.getByRole('button', { name: 'Keep 7 days' }).click();
  await expect(alert).toHaveCount(0);
  await expect(page).toHaveURL(`${server.url}/`);
  const { from, to } = period(30);
  await page.goto(`${server.url}/?range=${to}~${from}`);
  await expect(alert).toContainText(`${to}~${from} names no days`);
});

test('every organization can be chosen, however many there are, and the frame stays meanwhile', async ({ page }) => {
  const made = Array.from({ length: 70 }, (_, at) => `many-${String(at).padStart(3, '0')}`);
  const fields = made.map(
    (id) => `${id.replace('-', '_')}: upsertOrganization(id: "${id}", name: "Many ${id}") { id }`,
  );
  for (let at = 0; at < fields.length; at += 10) {
    await ask('frank', `mutation { ${fields.slice(at, at + 10).join(' ')} }`, {}, server.api);
  }
  await signIn(page, 'frank', '/', server.url);
  await page.getByRole('button', { name: /^Organization/ }).click();
  const choices = page.getByRole('dialog', { name: 'Choose an organization' });
  await expect(choices.getByText('50 of 73')).toBeVisible();
  await choices.getByRole('button', { name: 'Show more' }).scrollIntoViewIfNeeded();
  await expect(choices.getByRole('option', { name: /^Many|^Acme|^Globex|^Northwind/ })).toHaveCount(73);

  // The name of the next one is long in coming; what is around it does not go away.
  const held: (() => Promise<void>)[] = [];
  await page.route('**/graphql', (route) =>
    route.request().postData()?.includes('query OrganizationName')
      ? void held.push(() => route.continue())
      : route.fallback(),
  );
  await choices.getByRole('option', { name: 'Many many-042' }).click();
  await expect(page).toHaveURL(/org=many-042/);
  await expect(page.locator('main [aria-busy=true]').first()).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Pages', exact: true })).toBeVisible();
  await expect.poll(() => held.length).toBeGreaterThan(0);
  for (const release of held) await release();
  await expect(page.getByRole('button', { name: /^Organization/ })).toContainText('Many many-042');
});
