import { ended, producer } from './support/events';
import { ask, signIn } from './support/people';
import { startEmptyServer } from './support/server';
import { expect, test } from './support/test';

const NAMES = [
  'Acme Robotics',
  'Globex Cloud',
  'Northwind Labs',
  'Initech Systems',
  'Umbrella Analytics',
  'Stark Works',
];
const LONG = `${'Consolidated Amalgamated '.repeat(9)}Limited`.slice(0, 200);
const UNBROKEN = 'n'.repeat(200);

let server: Awaited<ReturnType<typeof startEmptyServer>>;
test.beforeAll(async () => {
  server = await startEmptyServer();
  for (const [at, name] of [...NAMES, LONG].entries()) {
    const id = `org-${at}`;
    await ask(
      'frank',
      'mutation ($id: ID!, $name: String!) { upsertOrganization(id: $id, name: $name) { id } }',
      { id, name },
      server.api,
    );
    // The long one fails, so that it is notable.
    const status = name === LONG ? 'fail' : 'success';
    const runs = Array.from({ length: 9 - at }, (_, run) => ended(`run-${run}`, status, 60_000));
    await producer(id, 'someone', server.api, `session-${at}`).send(...runs);
  }
  await ask(
    'frank',
    'mutation ($organizationId: ID!, $member: MemberInput!) { upsertMember(organizationId: $organizationId, member: $member) { id } }',
    { organizationId: 'org-0', member: { userId: 'someone', displayName: UNBROKEN, role: 'MEMBER' } },
    server.api,
  );
});
test.afterAll(() => server.remove());

test('ordinary names stand in the legend in full', async ({ page }) => {
  await signIn(page, 'frank', '/global', server.url);
  const legend = page.locator('[data-panel=Usage]').getByRole('list', { name: 'Legend' });
  await expect(legend).toContainText('Umbrella Analytics');
  const cut = await legend
    .locator('button span:last-child')
    .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent));
  expect(cut).toEqual([]);
  // What the legend takes, the plot gives: cards side by side stay as high as they were.
  expect((await page.locator('[data-panel=Usage]').boundingBox())?.height).toBeLessThan(360);
});

for (const width of [1440, 390]) {
  test(`a name of two hundred characters takes two lines, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, 'frank', '/global', server.url);
    const item = page
      .locator('[data-panel="Notable changes"]')
      .getByRole('link')
      .filter({ hasText: 'Consolidated' })
      .first();
    await expect(item).toBeVisible();
    expect((await item.boundingBox())?.height).toBeLessThan(100);
    await item.focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('tooltip')).toHaveText(LONG);

    await page.goto(`${server.url}/users/someone?org=org-0`);
    const name = page.getByRole('heading', { level: 1, name: UNBROKEN });
    await expect(name).toBeVisible();
    expect((await name.boundingBox())?.height).toBeLessThan(60);
    // It takes the focus once it is known to be cut.
    await expect(name.locator('[tabindex="0"]')).toBeVisible();
    await page.locator('main').focus();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('tooltip')).toHaveText(UNBROKEN);
    for (const path of [
      '/',
      '/users',
      '/sessions',
      '/sessions/session-0',
      '/settings',
      '/welcome',
      '/?org=org-6',
      '/settings?tab=organizations',
    ]) {
      const url = new URL(path, server.url);
      if (!url.searchParams.has('org')) url.searchParams.set('org', 'org-0');
      // What is awaited has come, and what it brought is drawn.
      await page.goto(url.href, { waitUntil: 'networkidle' });
      await expect(page.locator('main [aria-busy=true]')).toHaveCount(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(width);
    }
  });
}
