import { expectAccessible } from './support/axe';
import { panel } from './support/charts';
import { ask, type PersonId } from './support/people';
import { past, pastDays } from './support/sessions';
import { expect, test } from './support/test';

type Ids = { nodes: { id: string }[] };

async function top(as: PersonId, list: 'sessions' | 'users', field: string, direction: string): Promise<string[]> {
  const order = list === 'sessions' ? 'SessionOrder' : 'UserOrder';
  const query = `query ($period: Period!, $orderBy: ${order}!) {
    organization { list: ${list}(period: $period, orderBy: $orderBy, first: 10) { nodes { id } } }
  }`;
  const variables = { period: pastDays(), orderBy: { field, direction } };
  const { organization } = await ask<{ organization: { list: Ids } }>(as, query, variables);
  return organization.list.nodes.map(({ id }) => id);
}

test.describe('the first of the lists', () => {
  test.use({ as: 'dan' });

  for (const [title, list, column, field] of [
    ['Top sessions', 'sessions', 'Runs', 'RUNS'],
    ['Top users', 'users', 'Success', 'SUCCESS_RATE'],
  ] as const) {
    test(`${title} are in the order of the API, which the address keeps`, async ({ page }) => {
      await page.goto(`/?${past()}`);
      const card = panel(page, title);
      const ids = () =>
        card.locator('tbody tr').evaluateAll((rows, path) => {
          const links = rows.map((row) => row.querySelector(`a[href*="/${path}/"]`)?.getAttribute('href') ?? '');
          return links.map((href) => decodeURIComponent(href.split('?')[0]?.split('/').at(-1) ?? ''));
        }, list);
      const usual = list === 'sessions' ? 'COST' : 'RUNS';
      const first = await top('dan', list, usual, 'DESC');
      await expect.poll(ids).toEqual(first);
      await card.getByRole('button', { name: column }).click();
      await expect(page).toHaveURL(new RegExp(`top-${list}=${field.toLowerCase()}$`));
      const most = await top('dan', list, field, 'DESC');
      await expect.poll(ids).toEqual(most);
      await expect(card.locator('th[aria-sort]')).toHaveText(column);
      await card.getByRole('button', { name: column }).click();
      const least = await top('dan', list, field, 'ASC');
      await expect.poll(ids).toEqual(least);
      await page.reload();
      await expect.poll(ids).toEqual(least);
      await card.getByRole('link', { name: /^All / }).click();
      await expect(page).toHaveURL(new RegExp(`/${list}\\?range=.*&sort=${field.toLowerCase()}.asc$`));
    });
  }
});

test.describe('a member', () => {
  test.use({ as: 'alice' });

  test('sees the figures of all, and the lists of the own', async ({ page }) => {
    await page.goto(`/?${past()}`);
    await expect(panel(page, 'Your top sessions')).toBeVisible();
    await expect(panel(page, 'Your figures').locator('tbody tr')).toHaveCount(1);
    await expect(panel(page, 'Your figures')).toContainText('Alice Moreau');
    await expect(page.locator('[data-kpi]')).toHaveCount(10);
    const people = await panel(page, 'Your top sessions').locator('tbody tr td:nth-child(2)').allTextContents();
    expect(new Set(people)).toEqual(new Set(['Alice Moreau']));
  });
});

for (const id of ['alice', 'bob', 'carol', 'dan', 'eve', 'frank'] as const) {
  test.describe(id, () => {
    test.use({ as: id });
    test(`${id} sees the overview`, async ({ page }) => {
      await expect(page.locator('[data-kpi]')).toHaveCount(10);
      await expect(page.getByRole('slider')).toHaveCount(4);
      await expect(page.getByRole('alert')).toHaveCount(0);
    });
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 768, 1280, 1440]) {
    test.describe(`${colorScheme}, ${width} px wide`, () => {
      test.use({ as: 'dan', colorScheme, viewport: { width, height: 900 } });

      test('the overview is accessible, and no wider than the screen', async ({ page }) => {
        await page.goto(`/?${past()}`);
        await expect(page.getByRole('slider')).toHaveCount(4);
        await expect(panel(page, 'Top users').locator('tbody a').first()).toBeVisible();
        await expectAccessible(page);
        await panel(page, 'Friction').getByRole('slider').focus();
        await panel(page, 'Friction').getByRole('slider').press('ArrowLeft');
        await panel(page, 'Usage')
          .getByRole('button', { name: /as a table$/ })
          .click();
        await expectAccessible(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide).toBeLessThanOrEqual(width);
      });
    });
  }
}
