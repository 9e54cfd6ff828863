import { producer, said } from './support/events';
import { PEOPLE } from './support/people';
import { past } from './support/sessions';
import { expect, test } from './support/test';

// The browser tells of every request that comes to nothing.
test.use({ as: 'carol', allowed: /Failed to load resource/ });

const mine = producer(PEOPLE.carol.org, 'carol');
test.beforeAll(() => mine.send(said('Still here')));

/** Each page with the question that fails, and what stands there once it is answered. */
const PAGES = [
  ['a session', `/sessions/${mine.session}`, 'query Session(', 'Still here'],
  ['the events of a session', `/sessions/${mine.session}`, 'query SessionTimeline(', 'Still here'],
  [
    'the artifacts of a session',
    `/sessions/${mine.session}?tab=artifacts`,
    'query SessionArtifacts(',
    'No files changed',
  ],
  ['the users', `/users?${past()}`, 'query Users(', 'Alice Moreau'],
  ['a user', `/users/alice?${past()}`, 'query User(', 'alice@acme-robotics.example'],
  ['the members', '/settings', 'query Members(', 'Bob Lindqvist'],
  ['the keys', '/settings?tab=keys', 'query OrganizationKeys(', 'No key yet'],
] as const;

for (const [name, path, question, content] of PAGES) {
  test(`without an answer, ${name} can be asked for again`, async ({ page }) => {
    // Until somebody clicks: some questions are asked again by themselves as well.
    await page.addInitScript(() => {
      const note = ({ target }: Event) => {
        const button = target instanceof Element ? target.closest('button') : null;
        if (button?.textContent === 'Retry') Object.assign(window, { retried: true });
      };
      addEventListener('click', note, true);
    });
    const isRetried = () => page.evaluate(() => Reflect.get(window, 'retried') === true).catch(() => true);
    await page.route('**/graphql', async (route) => {
      const isAsked = route.request().postData()?.includes(question) === true;
      return isAsked && !(await isRetried()) ? route.abort() : route.fallback();
    });
    await page.goto(path);
    const alert = page.getByRole('alert').filter({ hasText: 'The server does not answer.' });
    await expect(alert).toBeVisible();
    // The frame stands, and everything else that was answered.
    await expect(page.getByRole('navigation', { name: 'Pages', exact: true })).toBeVisible();
    await alert.getByRole('button', { name: 'Retry' }).click();
    await expect(page.getByText(content).first()).toBeVisible();
    await expect(alert).toHaveCount(0);
  });
}
