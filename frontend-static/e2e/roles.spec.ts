import type { Page } from '@playwright/test';
import { ask, PEOPLE, type PersonId } from './support/people';
import { idsOnScreen, past, pastDays } from './support/sessions';
import { expect, test } from './support/test';

type Reach = {
  /** Where one looks whose role belongs to no organization. */
  readonly at: string;
  readonly seesOthers: boolean;
  readonly exports: boolean;
  readonly switches: boolean;
  readonly settings: readonly string[];
  readonly global: boolean;
};

const OF_EVERYBODY = ['Agents'];
const OF_ORGANIZATION = ['Members', 'Ingest keys', ...OF_EVERYBODY];
const OF_PLATFORM = [...OF_ORGANIZATION, 'Pipeline', 'Dead letters', 'Organizations', 'Platform keys'];
const none = { at: '', seesOthers: true, exports: true, switches: false, settings: OF_EVERYBODY, global: false };
const platform = { ...none, at: `&org=${PEOPLE.carol.org}`, switches: true };

const REACH: Record<PersonId, Reach> = {
  alice: { ...none, seesOthers: false, exports: false },
  bob: none,
  carol: { ...none, settings: OF_ORGANIZATION },
  dan: { ...none, settings: OF_ORGANIZATION },
  eve: platform,
  frank: { ...platform, settings: OF_PLATFORM, global: true },
};

type Ids = { nodes: { id: string; user: { id: string } | null }[] };
type Answer = { organization: { sessions: Ids; users: { totalCount: number; nodes: { id: string }[] } } };

/** What there is in an organization, as its admin sees it. */
async function everything(admin: 'carol' | 'dan') {
  const query = `query ($period: Period!) { organization {
    sessions(period: $period, first: 200) { nodes { id user { id } } }
    users(period: $period, first: 200) { totalCount nodes { id } }
  } }`;
  return (await ask<Answer>(admin, query, { period: pastDays() })).organization;
}

/** A page of the product that the role does not open says so, and leads back. */
async function expectDenied(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByText('Not for your role')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Back to the overview' }).click();
  await expect(page).toHaveURL((url) => url.pathname === '/');
  await expect(page.locator('[data-kpi]')).toHaveCount(10);
}

for (const [person, reach] of Object.entries(REACH) as [PersonId, Reach][]) {
  test.describe(person, () => {
    test.use({ as: person });
    const query = `?${past()}${reach.at}`;
    const admin = person === 'dan' ? 'dan' : 'carol';

    test(`${person}: lists and details, as far as the role reaches`, async ({ page }) => {
      const { sessions, users } = await everything(admin);
      const owned = (node: Ids['nodes'][number]) => node.user?.id === person;
      const expected = reach.seesOthers ? sessions.nodes : sessions.nodes.filter(owned);

      await page.goto(`/sessions${query}&size=100`);
      await idsOnScreen(page);
      await expect(page.getByRole('status').filter({ hasText: `of ${expected.length}` })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Export' })).toHaveCount(reach.exports ? 1 : 0);
      await expect(page.getByRole('button', { name: /^Organization/ })).toHaveCount(reach.switches ? 1 : 0);

      const foreign = sessions.nodes.find((node) => !owned(node))?.id ?? '';
      await page.goto(`/sessions/${foreign}${query}`);
      if (reach.seesOthers) await expect(page.getByRole('heading', { level: 1, name: foreign })).toBeVisible();
      else await expect(page.getByText('There is no such session here')).toBeVisible();

      await page.goto(`/users${query}`);
      expect(await idsOnScreen(page)).toHaveLength(reach.seesOthers ? users.totalCount : 1);
      await expect(page.getByRole('button', { name: 'Export' })).toHaveCount(reach.exports ? 1 : 0);

      const other = users.nodes.find(({ id }) => id !== person)?.id;
      await page.goto(`/users/${other}${query}`);
      if (reach.seesOthers) {
        await expect(page.locator('[data-kpi]')).toHaveCount(9);
      } else {
        // Who else there is, is no member's business.
        await expect(page.getByText('There is no such user here')).toBeVisible();
        await page.getByRole('link', { name: 'To the users' }).click();
        await expect(page.locator(`[data-row="${person}"]`)).toBeVisible();
      }
    });

    test(`${person}: pages that only some roles open`, async ({ page }) => {
      if (reach.global) {
        await page.goto(`/global${query}`);
        await expect(page.locator('[data-kpi]')).toHaveCount(6);
      } else {
        await expectDenied(page, `/global${query}`);
      }
      await page.goto(`/settings${query}`);
      await expect(page.getByRole('tab')).toHaveText([...reach.settings]);
      await page.goto(`/welcome${query}`);
      const createsKeys = reach.settings.includes('Ingest keys');
      if (!createsKeys) await expect(page.getByText('creates the ingest key')).toBeVisible();
      await expect(page.getByRole('button', { name: /^Create a key/ })).toHaveCount(createsKeys ? 1 : 0);
    });
  });
}

for (const person of ['bob', 'carol', 'dan'] as const) {
  test.describe(person, () => {
    test.use({ as: person });

    test(`${person} is told of another organization’s session what is told of none`, async ({ page }) => {
      const { sessions } = await everything(person === 'dan' ? 'carol' : 'dan');
      const told = page.getByRole('main').getByRole('status');
      const words = async (id: string) => {
        await page.goto(`/sessions/${id}`);
        await expect(page.getByText('There is no such session here')).toBeVisible();
        return (await told.first().textContent())?.replaceAll(id, '');
      };
      expect(await words(sessions.nodes[0]?.id ?? '')).toBe(await words('no-such-session'));
    });
  });
}

test.describe('a link to a foreign organization', () => {
  test.use({ as: 'dan' });

  test('shows nothing of the own one under its name', async ({ page }) => {
    await page.goto('/sessions?org=globex-cloud');
    await expect(page.getByText('an organization that your account does not open')).toBeVisible();
    await page.getByRole('link', { name: 'To Northwind Labs' }).click();
    await expect(page).toHaveURL(/\/$/);
    await expect(page.getByRole('heading', { name: 'Usage' })).toBeVisible();
  });
});

test.describe('a link to an organization that is none', () => {
  test.use({ as: 'eve' });

  test('leads back', async ({ page }) => {
    await page.goto('/sessions?org=no-such-organization');
    await expect(page.getByText('an organization that is not known here')).toBeVisible();
    await page.getByRole('link', { name: 'To your organizations' }).click();
    await expect(page.getByRole('heading', { name: 'Usage' })).toBeVisible();
  });
});
