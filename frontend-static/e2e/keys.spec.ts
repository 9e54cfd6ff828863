import { ask, PEOPLE } from './support/people';
import { expect, period, test } from './support/test';

test.use({ as: 'frank' });

for (const [key, path] of Object.entries({ s: '/sessions', u: '/users', g: '/global', ',': '/settings', o: '/' })) {
  test(`g ${key} goes to ${path}`, async ({ page }) => {
    await page.goto(path === '/' ? '/sessions' : '/');
    await expect(page.locator('[data-live=live]')).toBeVisible();
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await expect(page).toHaveURL((url) => url.pathname === path);
  });
}

test('? lists the keys, Esc closes them', async ({ page }) => {
  await expect(page.locator('[data-live=live]')).toBeVisible();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  await expect(dialog).toContainText('Go to the filter');
  await expect(dialog).toContainText('g g');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('letters that are typed are text', async ({ page }) => {
  await page.goto('/sessions');
  await page.getByRole('searchbox', { name: 'Session id' }).pressSequentially('gs?');
  await expect(page.getByRole('searchbox', { name: 'Session id' })).toHaveValue('gs?');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test.describe('the palette', () => {
  test('goes to a page by its name', async ({ page }) => {
    await expect(page.locator('[data-live=live]')).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('sess');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL((url) => url.pathname === '/sessions');
  });

  test('finds a session by its id, and a person by the name', async ({ page }) => {
    type Answer = { organization: { sessions: { nodes: { id: string }[] } } };
    const query =
      'query ($p: Period!) { organization(id: "acme-robotics") { sessions(period: $p, first: 1) { nodes { id } } } }';
    const { organization } = await ask<Answer>('frank', query, { p: period(30) });
    const id = organization.sessions.nodes[0]?.id ?? '';
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('combobox').fill(id.slice(-6));
    await page.getByRole('option', { name: id }).click();
    await expect(page).toHaveURL((url) => url.pathname === `/sessions/${id}`);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('carol');
    await page.getByRole('option', { name: PEOPLE.carol.name }).click();
    await expect(page).toHaveURL((url) => url.pathname === '/users/carol');
  });

  test('changes the range', async ({ page }) => {
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('combobox').fill('30 days');
    await page.getByRole('option', { name: 'Show 30 days' }).click();
    await expect(page).toHaveURL(/range=30d/);
  });
});
