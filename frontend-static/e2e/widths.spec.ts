import { expectAccessible } from './support/axe';
import { expectFits } from './support/fits';
import { ask } from './support/people';
import { idsOnScreen, past, pastDays } from './support/sessions';
import { expect, test } from './support/test';

const ORG = 'globex-cloud';

type Answer = { organization: { sessions: { nodes: { id: string }[] }; users: { nodes: { id: string }[] } } };

/** Every page there is; details of what has most to show. */
async function pages(): Promise<string[]> {
  const query = `query ($period: Period!) { organization(id: "${ORG}") {
    sessions(period: $period, first: 1, orderBy: {field: RUNS, direction: DESC}) { nodes { id } }
    users(period: $period, first: 1, orderBy: {field: RUNS, direction: DESC}) { nodes { id } }
  } }`;
  const { organization } = await ask<Answer>('frank', query, { period: pastDays() });
  const session = organization.sessions.nodes[0]?.id;
  const settings = ['members', 'keys', 'agents', 'pipeline', 'dead-letters', 'organizations', 'platform-keys'];
  return [
    '/',
    '/sessions?',
    `/sessions?peek=${session}&`,
    `/sessions/${session}?`,
    `/sessions/${session}?tab=runs&`,
    `/sessions/${session}?tab=artifacts&`,
    '/users?',
    `/users/${organization.users.nodes[0]?.id}?`,
    '/global?',
    '/welcome?',
    '/welcome?by=events&',
    '/no/such/page?',
    ...settings.map((tab) => `/settings?tab=${tab}&`),
  ].map((path) => `${path}${path.includes('?') ? '' : '?'}${past()}&org=${ORG}`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 768, 390]) {
    test.describe(`${colorScheme}, ${width} px wide`, () => {
      // One of the addresses is none, and the server says so.
      test.use({ as: 'frank', colorScheme, viewport: { width, height: 900 }, allowed: /status of 404/ });
      test.slow();

      test('every page fits and is accessible', async ({ page }) => {
        for (const path of await pages()) {
          await test.step(path, async () => {
            await page.goto(path);
            await expect(page.locator('main section, main [role=status]').first()).toBeVisible();
            await expect(page.locator('main [aria-busy=true], main [data-stale=true]')).toHaveCount(0);
            await expectFits(page);
            // Between the two widths nothing has another color or name.
            if (width !== 768) await expectAccessible(page);
          });
        }
      });
    });
  }
}

test.describe('at the widths of usual screens', () => {
  test.use({ as: 'frank' });

  test('tables need not be scrolled to the side', async ({ page }) => {
    for (const [path, width] of [
      ['/sessions', 1280],
      ['/users', 1440],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${path}?${past()}&org=${ORG}`);
      await idsOnScreen(page);
      const table = page.getByRole('main').getByRole('table');
      const [needed, there] = await table.evaluate((one) => [one.scrollWidth, one.parentElement?.clientWidth]);
      expect(needed, `${path} at ${width} px`).toBe(there);
    }
  });
});
