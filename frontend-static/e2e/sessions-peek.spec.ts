import { idsOnScreen, past } from './support/sessions';
import { expect, test } from './support/test';

test.use({ as: 'dan' });

test('j and k move, Enter looks into a row, then opens it; Esc closes', async ({ page }) => {
  await page.goto(`/sessions?${past()}`);
  const [first = '', second = '', third = ''] = await idsOnScreen(page);
  const row = (id: string) => page.locator(`[data-row="${id}"]`);
  await page.keyboard.press('j');
  await expect(row(first)).toBeFocused();
  await page.keyboard.press('j');
  await expect(row(second)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`peek=${second}`));
  const peek = page.getByRole('complementary', { name: `Session ${second}` });
  await expect(peek.getByRole('table')).toContainText('Runs');
  await page.keyboard.press('j');
  await expect(page.getByRole('complementary', { name: `Session ${third}` })).toBeVisible();
  await page.keyboard.press('k');
  await expect(peek).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(peek).toBeHidden();
  await expect(row(second)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL((url) => url.pathname === `/sessions/${second}`);
});

test('a click looks into a row; a reload and back keep to the address', async ({ page }) => {
  await page.goto(`/sessions?${past()}`);
  const [, second = ''] = await idsOnScreen(page);
  await page.locator(`[data-row="${second}"] time`).click();
  const peek = page.getByRole('complementary', { name: `Session ${second}` });
  await expect(peek).toBeVisible();
  await page.reload();
  await expect(peek).toBeVisible();
  await peek.getByRole('link', { name: 'Open the page' }).click();
  await expect(page).toHaveURL((url) => url.pathname === `/sessions/${second}` && !url.searchParams.has('peek'));
  await page.goBack();
  await expect(peek).toBeVisible();
  await peek.getByRole('button', { name: 'Close' }).click();
  await expect(peek).toBeHidden();
  await expect(page).not.toHaveURL(/peek/);
});

test.describe('on a narrow screen', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('rows are cards, the sidebar a drawer, and nothing is wider than the screen', async ({ page }) => {
    await page.goto(`/sessions?${past()}`);
    await expect(page.getByRole('table')).toBeHidden();
    const before = await idsOnScreen(page);
    await page.getByLabel('Order').selectOption('Cost, descending');
    await expect(page).toHaveURL(/sort=cost/);
    // The newest may be the dearest as well, but not all of them.
    await expect.poll(() => idsOnScreen(page)).not.toEqual(before);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.getByRole('button', { name: 'Navigation' }).click();
    await page.getByRole('dialog', { name: 'Navigation' }).getByRole('link', { name: 'Users', exact: true }).click();
    await expect(page).toHaveURL((url) => url.pathname === '/users');
    await expect(page.getByRole('dialog', { name: 'Navigation' })).toBeHidden();
  });
});
