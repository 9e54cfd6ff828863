import { type EmptyServer, startPlainServer } from './support/server';
import { expect, test } from './support/test';

test.describe.configure({ mode: 'serial' });
// The browser tells of the answer 404.
test.use({ allowed: /Failed to load resource/ });

let server: EmptyServer;
test.beforeAll(async () => {
  server = await startPlainServer();
});
test.afterAll(() => server.remove());

const SETTINGS = ['AUTH_ISSUER', 'AUTH_JWKS', 'AUTH_CLIENT_ID', 'AUTH_CLIENT_SECRET', 'PUBLIC_URL'];

test('a server without a provider says on its page what to set', async ({ page }) => {
  await page.goto(`${server.api}/sessions`);
  await page.waitForURL(/\/sign-in\?return=/);
  await expect(page.getByRole('heading', { name: 'Nobody can sign in here yet' })).toBeVisible();
  await expect(page.locator('dt')).toHaveText(SETTINGS.map((name) => `TACHOGRAPH_${name}`));
  await expect(page.getByText(`${server.api}/auth/callback`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in' })).toHaveCount(0);
});

test('and so does the address that signs in elsewhere', async ({ page }) => {
  const answer = await page.goto(`${server.api}/auth/login`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Nobody can sign in here yet' })).toBeVisible();
  for (const name of SETTINGS) await expect(page.getByText(`TACHOGRAPH_${name}`, { exact: true })).toBeVisible();
});
