import { expectAccessible } from './support/axe';
import { peopleOf } from './support/figures';
import { asTexts, type Row, readCsv, take } from './support/files';
import { ask } from './support/people';
import { idsOnScreen, past, pastDays } from './support/sessions';
import { expect, test } from './support/test';

const ORG = 'globex-cloud';
const RUNS = { field: 'RUNS', direction: 'DESC' };
const percent = (share: number | null) => (share === null ? '–' : `${(share * 100).toFixed(1)}%`);

/** In the order of the columns of a file. */
const EXPORTED = `query ($id: ID, $period: Period!) {
  organization(id: $id) {
    users(period: $period, orderBy: { field: COST, direction: DESC }, first: 500) {
      nodes {
        id name email role memberSince
        metrics(period: $period) {
          sessions runs runsPerSession activeTimePerSessionMs lifespanPerSessionMs handoffRate postHandoffRate
          successRate successfulRuns failedRuns avgDurationMs costUsd costNanoUsd costPerRunUsd inputTokens outputTokens
        }
      }
    }
  }
}`;

test.describe('of a large organization', () => {
  test.use({ as: 'frank' });

  test('the list and its summary are the API’s', async ({ page }) => {
    const { users } = await peopleOf('frank', ORG, RUNS);
    await page.goto(`/users?${past()}&org=${ORG}`);
    expect(await idsOnScreen(page)).toEqual(users.nodes.map(({ id }) => id));
    const summary = page.getByLabel('All users of the list');
    await expect(summary).toContainText(`Users${users.totalCount}`);
    await expect(summary).toContainText(`Sessions${users.summary.sessions}`);
    await expect(summary).toContainText(`Success${percent(users.summary.successRate)}`);
    for (const { id, metrics } of users.nodes) {
      const row = page.locator(`[data-row="${id}"]`);
      await expect(row).toContainText(percent(metrics.successRate));
      await expect(row).toContainText(percent(metrics.handoffRate));
    }
  });

  for (const [name, field] of [
    ['User', 'NAME'],
    ['Sessions', 'SESSIONS'],
    ['Runs / session', 'RUNS_PER_SESSION'],
    ['Active time', 'ACTIVE_TIME'],
    ['Lifespan', 'LIFESPAN'],
    ['Handoff', 'HANDOFF_RATE'],
    ['Post-handoff', 'POST_HANDOFF_RATE'],
    ['Success', 'SUCCESS_RATE'],
    ['Cost', 'COST'],
    ['Cost / run', 'COST_PER_RUN'],
  ] as const) {
    test(`by ${name}, both ways, in the address`, async ({ page }) => {
      await page.goto(`/users?${past()}&org=${ORG}`);
      await idsOnScreen(page);
      const head = page.getByRole('columnheader', { name, exact: true });
      for (const direction of field === 'NAME' ? ['ASC', 'DESC'] : ['DESC', 'ASC']) {
        await head.getByRole('button').click();
        await expect(head).toHaveAttribute('aria-sort', direction === 'ASC' ? 'ascending' : 'descending');
        await expect(page).toHaveURL(
          new RegExp(`sort=${field.toLowerCase()}${direction === 'ASC' ? '.asc' : '(&|$)'}`),
        );
        const { users } = await peopleOf('frank', ORG, { field, direction });
        await expect.poll(() => idsOnScreen(page)).toEqual(users.nodes.map(({ id }) => id));
      }
      await page.reload();
      await expect(head).toHaveAttribute('aria-sort', field === 'NAME' ? 'descending' : 'ascending');
    });
  }

  test('a search narrows the list and its summary, and stands in the address', async ({ page }) => {
    await page.goto(`/users?${past()}&org=${ORG}`);
    await idsOnScreen(page);
    await page.keyboard.press('/');
    await page.keyboard.type('LUCA');
    await expect(page).toHaveURL(/q=LUCA/);
    const { users } = await peopleOf('frank', ORG, RUNS, 'luca');
    expect(users.totalCount).toBe(1);
    await expect.poll(() => idsOnScreen(page)).toEqual(users.nodes.map(({ id }) => id));
    await expect(page.getByLabel('All users of the list')).toContainText('Users1');
    await page.getByLabel('Name, email or id').fill('nobody is called that');
    await expect(page.getByText('Nobody is found')).toBeVisible();
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await expect.poll(async () => (await idsOnScreen(page)).length).toBeGreaterThan(1);
  });

  test('what is beyond a threshold is marked; thresholds are one’s own and stay', async ({ page }) => {
    const { users } = await peopleOf('frank', ORG, RUNS);
    const low = users.nodes.filter(({ metrics }) => metrics.successRate !== null && metrics.successRate < 0.85);
    await page.goto(`/users?${past()}&org=${ORG}`);
    await idsOnScreen(page);
    const marks = page.locator('[data-notable=successRate]');
    await expect(marks).toHaveCount(low.length);
    expect(low.length).toBeGreaterThan(0);
    await expect(marks.first()).toContainText('below 85.0%');

    await page.getByRole('button', { name: 'Marks' }).click();
    await page.getByLabel('Success rate below').fill('many');
    await expect(page.getByRole('alert')).toHaveText('A number from 0 on.');
    await page.getByLabel('Success rate below').fill('0');
    await page.getByLabel('Runs per session above').fill('0');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(marks).toHaveCount(0);
    await expect(page.locator('[data-notable=runsPerSession]')).toHaveCount(users.nodes.length);
    await page.reload();
    await idsOnScreen(page);
    await expect(marks).toHaveCount(0);
    await page.getByRole('button', { name: 'Marks' }).click();
    await page.getByRole('button', { name: 'The usual ones' }).click();
    await expect(marks).toHaveCount(low.length);
  });

  test('the exported files hold the list, column by column', async ({ page }) => {
    const { organization } = await ask<{ organization: { users: { nodes: (Row & { metrics: Row })[] } } }>(
      'frank',
      EXPORTED,
      { id: ORG, period: pastDays() },
    );
    const expected = organization.users.nodes.map(({ metrics, ...user }) => ({ ...user, ...metrics }));
    expect(expected.length).toBeGreaterThan(0);
    await page.goto(`/users?${past()}&org=${ORG}&sort=cost`);
    await idsOnScreen(page);
    expect(JSON.parse((await take(page, 'JSON')).text)).toEqual(expected);
    const csv = readCsv((await take(page, 'CSV')).text);
    expect(csv.head).toEqual(Object.keys(expected[0] ?? {}));
    expect(csv.rows).toEqual(expected.map(asTexts));
  });

  test('j and k move, Enter looks at a person and opens the page', async ({ page }) => {
    await page.goto(`/users?${past()}&org=${ORG}`);
    const [first = '', second = ''] = await idsOnScreen(page);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`peek=${first}`));
    await expect(page.getByRole('complementary', { name: `User ${first}` })).toContainText('Latest sessions');
    await page.keyboard.press('j');
    const peek = page.getByRole('complementary', { name: `User ${second}` });
    await expect(peek).toContainText('Latest sessions');
    await page.keyboard.press('Escape');
    await expect(peek).toBeHidden();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL((url) => url.pathname === `/users/${second}`);
  });
});

test.describe('a member', () => {
  test.use({ as: 'alice' });

  test('sees the own row, without an export, and is told so', async ({ page }) => {
    await page.goto(`/users?${past()}`);
    expect(await idsOnScreen(page)).toEqual(['alice']);
    await expect(page.getByRole('note')).toContainText('your own row');
    await expect(page.getByRole('button', { name: 'Export' })).toHaveCount(0);
    await expect(page.getByLabel('All users of the list')).toContainText('Users1');
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, as: 'frank' });

    test('the list, its marks and a look at somebody are accessible', async ({ page }) => {
      await page.goto(`/users?${past()}&org=${ORG}`);
      const [first = ''] = await idsOnScreen(page);
      await page.getByRole('button', { name: 'Marks' }).click();
      await expectAccessible(page);
      await page.goto(`/users?${past()}&org=${ORG}&peek=${first}`);
      await expect(page.getByRole('complementary', { name: `User ${first}` })).toContainText('Latest sessions');
      await expectAccessible(page);
      for (const width of [1440, 768, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await page.goto(`/users?${past()}&org=${ORG}`);
        await idsOnScreen(page);
        await expectAccessible(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
    });
  });
}
