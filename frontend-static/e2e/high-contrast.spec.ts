import type { Locator, Page } from '@playwright/test';
import { ended, handedOff, producer, said, started } from './support/events';
import { PEOPLE } from './support/people';
import { past } from './support/sessions';
import { expect, test } from './support/test';

test.use({ as: 'dan' });

/** The color that an element is seen in, against that of the ground of the page. */
const paints = (part: Locator) =>
  part.evaluate((element) => {
    const ground = getComputedStyle(document.body).backgroundColor;
    const { backgroundColor, backgroundImage, borderTopColor, borderTopWidth } = getComputedStyle(element);
    const clear = 'rgba(0, 0, 0, 0)';
    const isFilled = backgroundColor !== ground && backgroundColor !== clear;
    const isDrawn = backgroundImage !== 'none' || (borderTopWidth !== '0px' && borderTopColor !== ground);
    return isFilled || isDrawn;
  });

const fill = (part: Locator) => part.evaluate((element) => getComputedStyle(element).backgroundColor);

async function everyOne(parts: Locator): Promise<void> {
  await expect(parts.first()).toBeVisible();
  for (const part of await parts.all()) expect(await paints(part), await part.innerHTML()).toBe(true);
}

const highlight = (page: Page) =>
  page.evaluate(() => {
    const probe = document.createElement('i');
    probe.style.setProperty('forced-color-adjust', 'none');
    probe.style.setProperty('background', 'Highlight');
    document.body.append(probe);
    const color = getComputedStyle(probe).backgroundColor;
    probe.remove();
    return color;
  });

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`on a ${colorScheme} ground`, () => {
    test.beforeEach(({ page }) => page.emulateMedia({ forcedColors: 'active', colorScheme }));

    test('the overview keeps its colors, and what is chosen is highlighted', async ({ page }) => {
      await page.goto(`/?${past()}`);
      await everyOne(page.getByRole('list', { name: 'Legend' }).locator('button > span:first-child'));
      const failures = page.getByRole('region', { name: 'Failed runs by category' });
      await everyOne(failures.locator('div[aria-hidden] > span'));
      await everyOne(failures.locator('dt > span'));
      const chosen = page.getByRole('group', { name: 'Usage' }).locator('label', { hasText: 'Runs' });
      expect(await fill(chosen)).toBe(await highlight(page));
      await page.getByRole('radio', { name: '30d' }).check();
      const range = page.getByRole('group', { name: 'Range' }).filter({ visible: true });
      expect(await fill(range.locator('label', { hasText: '30d' }))).toBe(await highlight(page));
      expect(await fill(range.locator('label', { hasText: '90d' }))).not.toBe(await highlight(page));
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    });

    test('a session shows its runs, and which part is open', async ({ page }) => {
      const dan = producer(PEOPLE.dan.org, 'dan');
      const minute = 60_000;
      const now = Date.now();
      await dan.send(
        said('Go', now - 30 * minute),
        started('one', now - 29 * minute),
        ended('one', 'success', minute, now - 28 * minute),
        ended('two', 'fail', minute, now - 26 * minute),
        ended('three', 'timeout', minute, now - 24 * minute),
        ended('four', 'cancelled', minute, now - 22 * minute),
        handedOff('teleport', now - 20 * minute),
      );
      await page.goto(`/sessions/${dan.session}`);
      await everyOne(page.locator('[data-timeline-bar] [data-block]'));
      await expect(page.locator('[data-timeline-bar] [data-block]')).toHaveCount(4);
      const open = page.getByRole('tab', { name: 'Timeline' });
      expect(await fill(open)).toBe(await highlight(page));
      expect(await fill(page.getByRole('tab', { name: 'Runs' }))).not.toBe(await highlight(page));
    });
  });
}
