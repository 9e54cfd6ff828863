import { expectAccessible } from './support/axe';
import { idsOnScreen, past } from './support/sessions';
import { expect, test } from './support/test';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('signing in', async ({ page }) => {
      await page.goto('/sign-in');
      await expect(page.getByRole('button', { name: 'Alice' })).toBeVisible();
      await expectAccessible(page);
    });

    test.describe('with everything open', () => {
      test.use({ as: 'frank' });

      test('the shell and its layers', async ({ page }) => {
        await expect(page.locator('[data-live=live]')).toBeVisible();
        await page.getByRole('button', { name: 'Frank Keller' }).click();
        await expect(page.getByRole('menuitemradio', { name: 'Alice' })).toBeVisible();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: /^Organization/ }).click();
        await expect(page.getByRole('option', { name: 'Globex Cloud' })).toBeVisible();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Custom' }).click();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await page.keyboard.press('?');
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+k');
        await expect(page.getByRole('combobox')).toBeFocused();
        await expectAccessible(page);
      });

      test('the sessions, their menus and a look into one', async ({ page }) => {
        await page.goto(`/sessions?${past()}&org=northwind-labs`);
        const [first = ''] = await idsOnScreen(page);
        await expectAccessible(page);
        await page.getByRole('button', { name: 'Columns' }).click();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Export' }).click();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await page.getByRole('search').getByRole('button', { name: 'Cost' }).click();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await page.locator(`[data-row="${first}"] time`).click();
        await expect(page.getByRole('complementary', { name: `Session ${first}` }).getByRole('table')).toBeVisible();
        await expectAccessible(page);
      });
    });

    test.describe('on a telephone', () => {
      test.use({ as: 'dan', viewport: { width: 390, height: 844 } });

      test('the sessions and the drawer', async ({ page }) => {
        await page.goto(`/sessions?${past()}`);
        await idsOnScreen(page);
        await expectAccessible(page);
        await page.getByRole('button', { name: 'Navigation' }).click();
        await expectAccessible(page);
      });
    });
  });
}
