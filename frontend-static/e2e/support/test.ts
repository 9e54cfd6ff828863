import { type Browser, type BrowserContextOptions, test as base, type Page } from '@playwright/test';
import { type PersonId, signIn } from './people';

export { expect } from '@playwright/test';

type Options = {
  /** Who is signed in when the test begins, on the first page; null: nobody, nowhere. */
  as: PersonId | null;
  /** What the console may complain about, where a test provokes it. */
  allowed: RegExp | null;
};

type State = Exclude<BrowserContextOptions['storageState'], string | undefined>;
type Shared = { stateOf: (id: PersonId) => Promise<State> };

/** Whatever the console complains about, violations of the content policy included. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(`${error}`));
  return complaints;
}

async function signedIn(browser: Browser, id: PersonId): Promise<State> {
  const { E2E_URL: baseURL = '' } = process.env;
  const context = await browser.newContext({ baseURL });
  await signIn(await context.newPage(), id);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Tests with somebody signed in, which fail on any complaint of the browser. */
export const test = base.extend<Options, Shared>({
  as: [null, { option: true }],
  allowed: [null, { option: true }],
  stateOf: [
    async ({ browser }, use) => {
      const states = new Map<PersonId, Promise<State>>();
      await use((id) => {
        const state = states.get(id) ?? signedIn(browser, id);
        states.set(id, state);
        return state;
      });
    },
    { scope: 'worker' },
  ],
  storageState: async ({ as, stateOf }, use) => use(as === null ? undefined : await stateOf(as)),
  page: async ({ page, as, allowed }, use) => {
    const complaints = listen(page);
    if (as !== null) await page.goto('/');
    await use(page);
    const unexpected = complaints.filter((one) => allowed === null || !allowed.test(one));
    base.expect(unexpected, 'complaints of the browser').toEqual([]);
  },
});

/** The first day of `days` days that end today, and today, in UTC. */
export function period(days: number): { from: string; to: string } {
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  return { from: day(days - 1), to: day(0) };
}
