import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { type PersonId, signIn } from './support/people';
import { type Server, startServer } from './support/server';
import { paste } from './support/shell';
import { expect, test } from './support/test';

// What is set here would be in the way of others.
let server: Server;
test.beforeAll(async () => {
  server = await startServer('--days', '5', '--no-live');
});
test.afterAll(() => server.remove());

const open = (page: Page, person: PersonId, path = '/settings') => signIn(page, person, path, server.url);
const send = (page: Page) => page.getByRole('dialog').locator('[type=submit]').click();

test('an admin adds a member, changes the role and removes the member', async ({ page }) => {
  await open(page, 'carol');
  await expect(page.getByRole('tab')).toHaveText(['Members', 'Ingest keys', 'Agents']);
  const rows = page.locator('[data-member]');
  await expect(rows).toHaveCount(3);
  await page.getByRole('button', { name: 'Add a member' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a member' });
  await expect(dialog.locator('option')).toHaveText(['Member', 'Manager', 'Admin']);
  await send(page);
  await expect(dialog.getByRole('alert')).toHaveText(/^Expected 1 to 128 characters/);
  await expect(dialog.getByLabel('Id, as events name the person')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Id, as events name the person').fill('zoe');
  await dialog.getByLabel('Name', { exact: true }).fill('Zoë Å');
  await dialog.getByLabel('Email').fill('zoe@acme.example');
  await dialog.getByLabel('Role').selectOption('Manager');
  await send(page);
  const zoe = page.locator('[data-member=zoe]');
  await expect(dialog).toBeHidden();
  await expect(zoe).toContainText('Zoë Å');
  await expect(zoe).toContainText('Manager');
  await expect(rows).toHaveCount(4);

  await page.getByRole('button', { name: 'Change Zoë Å' }).click();
  await page.getByRole('dialog').getByLabel('Role').selectOption('Admin');
  await send(page);
  await expect(zoe).toContainText('Admin');
  await expect(zoe).toContainText('zoe@acme.example');

  await page.getByLabel('Name, email or id').fill('zoe');
  await expect(rows).toHaveCount(1);
  await page.getByRole('button', { name: 'Remove Zoë Å' }).click();
  await page.getByRole('dialog', { name: 'Remove Zoë Å?' }).getByRole('button', { name: 'Cancel' }).click();
  await expect(zoe).toBeVisible();
  await page.getByRole('button', { name: 'Remove Zoë Å' }).click();
  await send(page);
  await expect(page.getByText('Nobody is found')).toBeVisible();
});

test('an admin creates a key whose command works as printed, and revokes it', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'carol', '/settings?tab=keys');
  await expect(page.getByText('No key yet')).toBeVisible();
  await page.getByRole('button', { name: 'Create a key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create an ingest key' });
  await dialog.getByLabel('Name').fill('first producer');
  await dialog.getByLabel('Last day').fill('2020-01-01');
  await send(page);
  await expect(dialog.getByRole('alert')).toHaveText('Expected a time in the future.');
  await dialog.getByLabel('Last day').fill('2099-12-31');
  await send(page);
  await expect(page.getByRole('status').filter({ hasText: 'first producer is there' })).toBeVisible();
  const key = page.locator('[data-key="first producer"]');
  await expect(key).toContainText('Active');
  await expect(key).toContainText('Never');
  await expect(key).toContainText('2099');

  await page.getByRole('button', { name: 'Copy the command' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  expect(await paste(command)).toMatchObject({ received: 3, inserted: 3, errors: [] });
  expect(await paste(command)).toMatchObject({ received: 3, inserted: 0, ignored: 3 });
  await expect(key).toContainText('just now', { timeout: 20_000 });

  await page.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.getByText('tgk_').filter({ hasNotText: '…' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Revoke first producer' }).click();
  await expect(page.getByRole('dialog', { name: 'Revoke first producer?' })).toContainText('cannot be brought back');
  await send(page);
  await expect(key).toContainText('Revoked');
  await expect(page.getByRole('button', { name: 'Revoke first producer' })).toHaveCount(0);
  await expect.poll(() => paste(command)).toMatchObject({ code: 'UNAUTHENTICATED' });
});

for (const person of ['alice', 'bob', 'eve'] as const) {
  test(`${person} connects agents, and finds nothing else in the settings`, async ({ page }) => {
    await open(page, person, '/settings?tab=members');
    await expect(page.getByRole('tab')).toHaveText(['Agents']);
    await expect(page.getByRole('heading', { name: 'Connect an agent' })).toBeVisible();
    await expect(page.getByText('YOUR_INGEST_KEY').first()).toBeVisible();
    await expect(page.getByRole('button', { name: /Create a key/ })).toHaveCount(0);
  });
}

test('the platform’s admin sees the pipeline, and finds organizations, makes and renames them', async ({ page }) => {
  await open(page, 'frank', '/settings?tab=pipeline');
  await expect(page.getByRole('tab')).toHaveCount(7);
  await expect(page.getByText('Caught up')).toBeVisible();
  const stored = page.getByLabel('The pipeline').locator('div', { hasText: 'Events stored' }).locator('dd');
  await expect(stored).not.toHaveText('0');

  await page.getByRole('tab', { name: 'Organizations' }).click();
  await expect(page).toHaveURL(/tab=organizations/);
  const rows = page.locator('[data-organization]');
  await expect(rows).toHaveCount(3);
  await page.getByRole('button', { name: 'Create an organization' }).click();
  await send(page);
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  await page.getByLabel('Id, as events name it').fill('new-one');
  await page.getByLabel('Name', { exact: true }).fill('New One');
  await send(page);
  await expect(rows).toHaveCount(4);
  await page.getByRole('button', { name: 'Rename New One' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Newer One');
  await send(page);
  await expect(page.locator('[data-organization=new-one]')).toContainText('Newer One');
  await page.getByLabel('Name or id').fill('glob');
  await expect(rows).toHaveCount(1);
});

test('the platform’s admin makes a key for all organizations', async ({ page }) => {
  await open(page, 'frank', '/settings?tab=platform-keys');
  await page.getByRole('button', { name: 'Create a key' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('drop copy');
  await send(page);
  await expect(page.locator('[data-key="drop copy"]')).toContainText('Active');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('every tab and its dialog are accessible', async ({ page }) => {
      await open(page, 'frank', '/settings?org=acme-robotics');
      const dialogs = { keys: 'Create a key', members: 'Add a member', organizations: 'Create an organization' };
      for (const [tab, button] of Object.entries(dialogs)) {
        await page.goto(`${server.url}/settings?org=acme-robotics&tab=${tab}`);
        await page.getByRole('button', { name: button }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
        // One types at once.
        await expect(page.getByRole('dialog').getByRole('textbox').first()).toBeFocused();
        await expectAccessible(page);
      }
      await page.setViewportSize({ width: 390, height: 844 });
      for (const tab of ['members', 'keys', 'agents', 'pipeline', 'dead-letters', 'organizations', 'platform-keys']) {
        await page.goto(`${server.url}/settings?org=acme-robotics&tab=${tab}`);
        await expect(page.getByRole('tabpanel').locator('[aria-busy=true]')).toHaveCount(0);
        await expectAccessible(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      }
    });
  });
}
