import { expectAccessible } from './support/axe';
import { idsOnScreen, past } from './support/sessions';
import { expect, test } from './support/test';

test.describe('the choice of a user', () => {
  test.use({ as: 'dan' });

  test('is made by the arrow keys and Enter, and told to screen readers', async ({ page }) => {
    await page.goto(`/sessions?${past()}`);
    await idsOnScreen(page);
    await page.getByRole('button', { name: 'User', exact: true }).click();
    const field = page.getByRole('combobox', { name: 'Find a user' });
    await expect(field).toBeFocused();
    await expect(field).toHaveAttribute('aria-expanded', 'true');
    const list = page.getByRole('listbox', { name: 'Find a user' });
    expect(await field.getAttribute('aria-controls')).toBe(await list.getAttribute('id'));
    const options = list.getByRole('option');
    await expect(options.first()).toHaveText('Any user');
    await expect(options.nth(1)).toBeVisible();
    const active = async () => page.locator(`[id="${await field.getAttribute('aria-activedescendant')}"]`);
    await expect(await active()).toHaveText('Any user');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(await active()).toHaveText((await options.nth(2).textContent()) ?? '');
    await expect(options.nth(2)).toHaveAttribute('aria-selected', 'true');
    await expectAccessible(page);
    await page.keyboard.press('ArrowUp');
    await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/user=/);
    await expect(field).toBeHidden();
  });

  test('takes what is found even where Enter is faster than the server', async ({ page }) => {
    await page.goto(`/sessions?${past()}`);
    await idsOnScreen(page);
    await page.getByRole('button', { name: 'User', exact: true }).click();
    await page.keyboard.type('whitf');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/user=dan/);
  });

  test('the hint of the search gives way to what is typed', async ({ page }) => {
    await page.goto(`/sessions?${past()}`);
    const search = page.getByRole('searchbox', { name: 'Session id' });
    const hint = page.locator('kbd', { hasText: '/' });
    await expect(hint).toBeVisible();
    await search.fill('ses');
    await expect(hint).toBeHidden();
    await search.fill('');
    await expect(hint).toBeVisible();
  });
});

test.describe('the choice of an organization', () => {
  test.use({ as: 'frank' });

  test('is made by typing, the arrow keys and Enter', async ({ page }) => {
    await page.getByRole('button', { name: /^Organization/ }).click();
    const field = page.getByRole('combobox', { name: 'Find an organization' });
    await expect(field).toBeFocused();
    const options = page.getByRole('listbox', { name: 'Find an organization' }).getByRole('option');
    await expect(options).toHaveCount(4);
    // What is looked at now is where one begins.
    await expect(options.filter({ hasText: 'Acme Robotics' })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/org=globex-cloud/);
    await page.getByRole('button', { name: /^Organization/ }).click();
    // As a person would: typing begins when the field is there, Enter follows what is seen.
    await expect(field).toBeFocused();
    await page.keyboard.type('north');
    await expect(options).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/org=northwind-labs/);
  });
});
