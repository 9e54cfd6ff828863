import { ended, handedOff, producer, said, started } from './support/events';
import { PEOPLE } from './support/people';
import { expect, test } from './support/test';

const { org } = PEOPLE.dan;

test.use({ as: 'dan' });

test('a session grows while one looks at it', async ({ page }) => {
  const dan = producer(org, 'dan');
  await dan.send(said('Begin'), started('one'));
  await page.goto(`/sessions/${dan.session}`);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const rows = page.getByRole('list', { name: 'Timeline' }).getByRole('button');
  await expect(rows).toHaveText([/Begin/, /Run 1 started.*running for/]);
  await expect(page.locator('[data-block]')).toHaveCount(1);
  // Whatever comes now comes without a reload.
  await page.evaluate(() => Object.assign(window, { untouched: true }));

  await dan.send(ended('one', 'fail', 900, undefined, { error_type: 'model_error' }));
  await expect(rows).toHaveText([/Begin/, /Run 1 started/, /Run 1 failed.*900ms.*Model error/]);
  await expect(rows.nth(1)).not.toContainText('running');
  await expect(page.getByText('Live', { exact: true })).toHaveCount(0);
  await expect(page.getByLabel('Figures of the session')).toContainText('$0.25');
  await dan.send(handedOff('copy_patch'));
  await expect(rows.last()).toHaveText(/Handoff, patch copied/);
  await expect(page.getByRole('tab', { name: 'Timeline 4' })).toBeVisible();

  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect(page.getByRole('table', { name: 'Runs' }).getByRole('row')).toHaveCount(2);
  await dan.send(started('two'));
  await expect(page.getByRole('table', { name: 'Runs' }).getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('table', { name: 'Runs' })).toContainText('Running');
  expect(await page.evaluate(() => Reflect.get(window, 'untouched'))).toBe(true);
});

test('one that is not there yet appears by itself', async ({ page }) => {
  const dan = producer(org, 'dan');
  await page.goto(`/sessions/${dan.session}`);
  const missing = page.getByText('There is no such session here');
  await expect(missing).toBeVisible();
  // It stays while it is asked for again, and no skeleton comes and goes.
  await page.evaluate(() => {
    const gone = new MutationObserver(() => {
      if (!document.body.innerText.includes('no such session')) Object.assign(window, { flickered: true });
    });
    gone.observe(document.body, { childList: true, subtree: true });
    Object.assign(window, { gone });
  });
  const again = () => page.waitForResponse((answer) => answer.url().endsWith('/graphql'));
  await again();
  await again();
  expect(await page.evaluate(() => Reflect.get(window, 'flickered'))).toBeUndefined();
  await dan.send(said('Begin'));
  await expect(page.getByRole('heading', { level: 1, name: dan.session })).toBeVisible();
  await expect(missing).toHaveCount(0);
});

test('its timeline grows by what is told alone', async ({ page }) => {
  const dan = producer(org, 'dan');
  await dan.send(said('Begin'));
  await page.goto(`/sessions/${dan.session}`);
  const rows = page.getByRole('list', { name: 'Timeline' }).getByRole('button');
  await expect(rows).toHaveText([/Begin/]);
  await expect(page.locator('[data-live=live]')).toBeVisible();
  // Whatever is asked from here on waits, until the test is over.
  const held: (() => Promise<void>)[] = [];
  await page.route('**/graphql', (route) => void held.push(() => route.continue()));
  // Nobody knows when the subscription of the timeline is there, so something is told until it is heard.
  await expect(async () => {
    await dan.send(said('Told'));
    await expect(rows.last()).toHaveText(/Told/, { timeout: 500 });
  }).toPass();
  await dan.send(started('one'));
  await expect(rows.last()).toHaveText(/Run 1 started/);
  for (const release of held) await release();
});

test('an event that arrives late stands where it belongs', async ({ page }) => {
  const dan = producer(org, 'dan');
  const t = Date.now() - 60_000;
  await dan.send(said('First', t), said('Third', t + 2_000));
  await page.goto(`/sessions/${dan.session}`);
  const rows = page.getByRole('list', { name: 'Timeline' }).getByRole('button');
  await expect(rows).toHaveText([/First/, /Third/]);
  await dan.send(said('Second', t + 1_000));
  await expect(rows).toHaveText([/First/, /Second/, /Third/]);
});

test.describe('after a lost connection', () => {
  test.use({ allowed: /ERR_INTERNET_DISCONNECTED|WebSocket/ });

  test('it catches up by itself', async ({ page, context }) => {
    const dan = producer(org, 'dan');
    await dan.send(said('Before'), started('one'));
    await page.goto(`/sessions/${dan.session}`);
    const rows = page.getByRole('list', { name: 'Timeline' }).getByRole('button');
    await expect(rows).toHaveCount(2);
    await expect(page.locator('[data-live=live]')).toBeVisible();
    await context.setOffline(true);
    await expect(page.getByText('Running, connection lost')).toBeVisible();
    await dan.send(said('Meanwhile'), ended('one', 'success', 400));
    await context.setOffline(false);
    await expect(page.locator('[data-live=live]')).toBeVisible();
    await expect(rows).toHaveText([/Before/, /Run 1 started/, /Meanwhile/, /Run 1 succeeded/]);
    await dan.send(said('After'));
    await expect(rows.last()).toHaveText(/After/);
  });
});
