import { PEOPLE, type PersonId } from './support/people';
import { expect, test } from './support/test';

const PAGES: Record<PersonId, string[]> = {
  alice: ['Overview', 'Sessions', 'Users', 'Settings'],
  bob: ['Overview', 'Sessions', 'Users', 'Settings'],
  carol: ['Overview', 'Sessions', 'Users', 'Settings'],
  dan: ['Overview', 'Sessions', 'Users', 'Settings'],
  eve: ['Overview', 'Sessions', 'Users', 'Settings'],
  frank: ['Overview', 'Sessions', 'Users', 'Global', 'Settings'],
};

for (const [id, pages] of Object.entries(PAGES) as [PersonId, string[]][]) {
  test.describe(id, () => {
    test.use({ as: id });

    test(`${id} sees the pages of the role, and the own name`, async ({ page }) => {
      const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
      await expect(links).toHaveText(pages);
      await expect(page.getByRole('complementary').getByRole('button', { name: PEOPLE[id].name })).toBeVisible();
      await expect(page.locator('[data-live=live]')).toContainText('running');
    });
  });
}

test('whoever is not signed in is asked to, and comes back to the same address', async ({ page }) => {
  await page.goto('/sessions?range=30d&status=failed');
  await page.waitForURL(/\/sign-in\?return=/);
  await page.getByRole('button', { name: PEOPLE.bob.name }).click();
  await page.waitForURL('**/sessions?range=30d&status=failed');
  await expect(page.getByLabel('Status')).toHaveValue('failed');
});

test.describe('a member', () => {
  test.use({ as: 'alice' });

  test('is kept from the global page and led back', async ({ page }) => {
    await page.goto('/global');
    await expect(page.getByText('Not for your role')).toBeVisible();
    await page.getByRole('link', { name: 'Back to the overview' }).click();
    await page.waitForURL((url) => url.pathname === '/');
  });

  test('signs out', async ({ page }) => {
    await page.getByRole('button', { name: PEOPLE.alice.name }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
    await page.goto('/');
    await page.waitForURL(/\/sign-in\?return=/);
  });

  test('becomes somebody else in development', async ({ page }) => {
    await page.getByRole('button', { name: PEOPLE.alice.name }).click();
    await page.getByRole('menuitemradio', { name: PEOPLE.frank.name }).click();
    await expect(page.getByRole('complementary').getByRole('button', { name: PEOPLE.frank.name })).toBeVisible();
  });
});

test.describe('an address that is none', () => {
  // The server says so as well.
  test.use({ as: 'alice', allowed: /404/ });

  test('is told from pages', async ({ page }) => {
    await page.goto('/no/such/page');
    await expect(page.getByText('There is no such page')).toBeVisible();
  });
});

test.describe('the platform', () => {
  test.use({ as: 'frank' });

  test('switches the organization in the address, and back', async ({ page }) => {
    await expect(page).toHaveURL(/org=acme-robotics/);
    await page.getByRole('button', { name: /^Organization/ }).click();
    await page.getByRole('option', { name: 'Globex Cloud' }).click();
    await expect(page).toHaveURL(/org=globex-cloud/);
    await expect(page.getByRole('button', { name: /^Organization/ })).toContainText('Globex Cloud');
    await page.goBack();
    await expect(page).toHaveURL(/org=acme-robotics/);
    await expect(page.getByRole('button', { name: /^Organization/ })).toContainText('Acme Robotics');
  });

  test('all organizations are the global page', async ({ page }) => {
    await page.getByRole('button', { name: /^Organization/ }).click();
    await page.getByRole('option', { name: 'All organizations' }).click();
    await expect(page).toHaveURL(/\/global/);
    await expect(page.getByRole('button', { name: /^Organization:/ })).toContainText('All organizations');
  });
});

test.describe('the range', () => {
  test.use({ as: 'bob' });

  test('is relative, or days of UTC; the usual one is not written', async ({ page }) => {
    await page.getByRole('radio', { name: '30d' }).check();
    await expect(page).toHaveURL(/\?range=30d$/);
    await page.getByRole('radio', { name: '7d' }).check();
    await expect(page).not.toHaveURL(/range/);
    await page.getByRole('button', { name: 'Custom' }).click();
    await page.getByLabel('First day').fill('2026-02-27');
    await page.getByLabel('Last day').fill('2026-03-02');
    await page.getByRole('button', { name: 'Show these days' }).click();
    await expect(page).toHaveURL(/range=2026-02-27~2026-03-02$/);
    await expect(page.getByRole('button', { name: 'Feb 27 – Mar 2, 2026' })).toBeVisible();
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    await expect(page).toHaveURL(/\/sessions\?range=2026-02-27~2026-03-02$/);
  });

  test('days in the wrong order are not taken', async ({ page }) => {
    await page.getByRole('button', { name: 'Custom' }).click();
    await page.getByLabel('First day').fill('2026-03-02');
    await page.getByLabel('Last day').fill('2026-02-27');
    await expect(page.getByRole('alert')).toHaveText('The first day comes after the last.');
    await expect(page.getByRole('button', { name: 'Show these days' })).toBeDisabled();
  });
});

test.describe('light and dark', () => {
  test.use({ as: 'bob', colorScheme: 'dark' });

  test('follow the system, then the choice, which stays', async ({ page }) => {
    const html = page.locator('html');
    await expect(html).toHaveAttribute('data-theme', 'dark');
    await page.getByRole('button', { name: 'Light or dark' }).click();
    await expect(html).toHaveAttribute('data-theme', 'light');
    await page.reload();
    await expect(html).toHaveAttribute('data-theme', 'light');
  });
});
