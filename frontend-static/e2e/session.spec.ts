import { expectAccessible } from './support/axe';
import { ended, handedOff, producer, said, started } from './support/events';
import { PEOPLE } from './support/people';
import { sessionsOf } from './support/sessions';
import { expect, test } from './support/test';

const { org } = PEOPLE.dan;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Three runs of one, two and four minutes, a wait of an hour, and a handoff at its end. */
async function threeRuns() {
  const dan = producer(org, 'dan');
  // Yesterday at ten: a pause over midnight would be told as a new day.
  const t = Math.floor(Date.now() / DAY) * DAY - 14 * 60 * MINUTE;
  const files = [
    ['src/a.rs', 10, 2],
    ['src/b.rs', 3, 0],
  ];
  await dan.send(
    said('Make it so', t),
    started('one', t + MINUTE),
    ended('one', 'success', MINUTE, t + 2 * MINUTE, {
      artifacts: { files_changed: 2, lines_added: 13, lines_deleted: 2, tests_run: 5, tests_passed: 4, files },
    }),
    started('two', t + 2 * MINUTE),
    ended('two', 'fail', 2 * MINUTE, t + 4 * MINUTE, { error_type: 'tool_error' }),
    started('three', t + 64 * MINUTE),
    ended('three', 'success', 4 * MINUTE, t + 68 * MINUTE),
    handedOff('teleport', t + 69 * MINUTE),
  );
  return dan;
}

test.use({ as: 'dan' });

test('has its figures, its tabs in the address, and everything behind a click', async ({ page }) => {
  const { session } = await threeRuns();
  await page.goto(`/sessions/${session}`);
  const figure = (name: string) =>
    page.getByLabel('Figures of the session').locator('div', { hasText: name }).locator('dd');
  await expect(page.getByRole('heading', { level: 1, name: session })).toBeVisible();
  await expect(figure('Runs')).toHaveText('3');
  await expect(figure('Success')).toHaveText('66.7%');
  await expect(figure('Active time')).toHaveText('7m 00s');
  await expect(figure('Lifespan')).toHaveText('1h 09m');
  await expect(figure('Cost')).toHaveText(/^\$0\.75/);
  await expect(figure('Tokens')).toHaveText('3,600');
  await expect(figure('Handoffs')).toHaveText('1');
  await expect(figure('Post-handoff')).toHaveText('No');

  const rows = page.getByRole('list', { name: 'Timeline' }).getByRole('button');
  await expect(rows).toHaveText([
    /Make it so/,
    /Run 1 started/,
    /Run 1 succeeded.*1m 00s.*\$0\.25/,
    /Run 2 started/,
    /Run 2 failed.*Tool error/,
    /Run 3 started/,
    /Run 3 succeeded/,
    /Handoff, teleported by Dan Whitfield/,
  ]);
  await expect(page.getByText('1h 00m later')).toBeVisible();
  await rows.nth(1).click();
  await expect(rows.nth(1)).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByText('500ms')).toBeVisible();

  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect(page).toHaveURL(/tab=runs/);
  const table = page.getByRole('table', { name: 'Runs' });
  await expect(table.getByRole('row')).toHaveCount(4);
  await expect(table.getByRole('row').nth(2)).toContainText('Tool error');
  await expect(page.getByText('3 runs, median')).toHaveCount(2);
  await page.getByRole('button', { name: 'Details of run 1' }).click();
  await expect(page.getByRole('table', { name: 'Files changed by run 1' })).toContainText('src/a.rs');

  await page.getByRole('tab', { name: 'Artifacts' }).click();
  await expect(page).toHaveURL(/tab=artifacts/);
  await expect(page.getByText('4 of 5 tests passed')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Files changed' }).getByRole('row')).toHaveCount(3);
  await expect(page.getByText('Teleported by')).toBeVisible();

  await page.goBack();
  await expect(page.getByRole('tab', { name: 'Runs' })).toHaveAttribute('aria-selected', 'true');
  await page.reload();
  await expect(table).toBeVisible();
});

test('the bar is to scale, and in step with the list', async ({ page }) => {
  const { session } = await threeRuns();
  await page.goto(`/sessions/${session}`);
  const bar = page.getByRole('slider', { name: 'The whole session, to scale' });
  const blocks = bar.locator('[data-block]');
  const widths = async () =>
    Promise.all((await blocks.all()).map(async (one) => (await one.boundingBox())?.width ?? 0));
  await expect(blocks).toHaveCount(3);
  const [one = 0, two = 0, three = 0] = await widths();
  expect(two / one).toBeCloseTo(2, 1);
  expect(three / one).toBeCloseTo(4, 1);

  const marked = page.locator('li[data-event] > [data-marked=true]');
  await expect(marked).toHaveCount(0);
  await blocks.nth(1).hover();
  await expect(marked).toHaveText([/Run 2 started/, /Run 2 failed/]);
  await expect(page.locator('[data-bar-caption]')).toContainText('Run 2, failed, 2m 00s');
  await page.getByRole('button', { name: 'Run 3 started' }).hover();
  await expect(blocks.nth(2)).toHaveAttribute('data-marked', 'true');
  await page.getByRole('button', { name: 'Handoff, teleported' }).click();
  await page.getByRole('heading', { level: 1 }).hover();
  await expect(bar.locator('[data-mark][data-marked=true]')).toHaveCount(1);

  await bar.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(bar).toHaveAttribute('aria-valuetext', /^Run 1, success/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Run 1 started' })).toBeFocused();
});

test('a long one comes page by page, and the bar leads to what is not there yet', async ({ page }) => {
  const dan = producer(org, 'dan');
  const t = Date.now() - 20 * 60 * MINUTE;
  const messages = Array.from({ length: 350 }, (_, at) => said(`Message ${at + 1}`, t + at * 1_000));
  await dan.send(...messages, started('last', t + 400_000), ended('last', 'success', 100_000, t + 500_000));
  await page.goto(`/sessions/${dan.session}`);
  await expect(page.getByRole('tab', { name: 'Timeline 352' })).toBeVisible();
  const rows = page.getByRole('list', { name: 'Timeline' }).getByRole('listitem');
  await expect(rows).toHaveCount(100);
  await page.getByRole('button', { name: 'Show more' }).scrollIntoViewIfNeeded();
  await expect(page.getByText(/^[23]00 so far/)).toBeVisible();
  await page.locator('[data-block]').click();
  await expect(page.getByRole('button', { name: 'Run 1 started' })).toBeFocused();
  await expect(page.getByText(/so far/)).toHaveCount(0);
  // Of so many only those in sight are there, each with its place.
  await expect(rows.last()).toHaveAttribute('aria-posinset', '352');
  await expect(rows.last()).toHaveAttribute('aria-setsize', '352');
  expect(await rows.count()).toBeLessThan(100);
});

test.describe('what is not to be seen', () => {
  test('an unknown and a foreign session look alike', async ({ page }) => {
    const [foreign] = (await sessionsOf('carol', { first: 1 })).nodes;
    for (const id of ['nobody-has-this', foreign?.id ?? '', '100%', 'a/b']) {
      await page.goto(`/sessions/${encodeURIComponent(id)}`);
      await expect(page.getByText('There is no such session here')).toBeVisible();
      await expect(page.getByText(id, { exact: true }).last()).toBeVisible();
    }
    await page.getByRole('link', { name: 'To the sessions' }).click();
    await expect(page).toHaveURL((url) => url.pathname === '/sessions');
  });

  test.describe('to a member', () => {
    test.use({ as: 'alice' });

    test('is somebody else’s session, and the page says why', async ({ page }) => {
      const { session, send } = producer(PEOPLE.bob.org, 'bob');
      await send(said('Not for Alice'));
      await page.goto(`/sessions/${session}`);
      await expect(page.getByText('your role sees the own sessions')).toBeVisible();
      const own = producer(PEOPLE.alice.org, 'alice');
      await own.send(said('Mine'));
      await page.goto(`/sessions/${own.session}`);
      await expect(page.getByRole('button', { name: /Mine/ })).toBeVisible();
    });
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('every tab is accessible, opened up', async ({ page }) => {
      const { session } = await threeRuns();
      await page.goto(`/sessions/${session}`);
      await page.getByRole('button', { name: 'Run 1 succeeded' }).click();
      await expectAccessible(page);
      await page.goto(`/sessions/${session}?tab=runs`);
      await page.getByRole('button', { name: 'Details of run 1' }).click();
      await expect(page.getByRole('table', { name: 'Files changed by run 1' })).toBeVisible();
      await expectAccessible(page);
      await page.goto(`/sessions/${session}?tab=artifacts`);
      await expect(page.getByRole('table', { name: 'Files changed' })).toBeVisible();
      await expectAccessible(page);
      await page.setViewportSize({ width: 390, height: 844 });
      for (const tab of ['timeline', 'runs', 'artifacts']) {
        await page.goto(`/sessions/${session}?tab=${tab}`);
        await expect(page.getByRole('heading', { level: 1, name: session })).toBeVisible();
        await expectAccessible(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      }
    });
  });
}

test('the axis of what runs cost has labels of cents, each of them in full', async ({ page }) => {
  const dan = producer(org, 'dan');
  const costs = ['0.22', '0.31', '0.44', '0.58', '0.88'];
  for (const [at, cost] of costs.entries()) await dan.send(ended(`run-${at}`, 'success', MINUTE, undefined, { cost }));
  await page.goto(`/sessions/${dan.session}?tab=runs`);
  const chart = page.getByRole('img', { name: /^Run cost/ });
  await expect(chart).toBeVisible();
  const labels = await chart.locator('text').allTextContents();
  expect(labels.filter((label) => label.startsWith('$'))).toContain('$0.30');
  for (const label of labels) expect(label.length).toBeLessThanOrEqual(6);
  // Nothing of a label is outside of the drawing, and none lies on the next.
  const boxes = await chart.locator('text').evaluateAll((all) =>
    all.map((text) => {
      const { left, right, top } = text.getBoundingClientRect();
      return { left, right, top };
    }),
  );
  const frame = await chart.boundingBox();
  for (const { left } of boxes) expect(left).toBeGreaterThanOrEqual(frame?.x ?? 0);
  const below = boxes.filter(({ top }) => top === Math.max(...boxes.map((box) => box.top)));
  for (const [at, box] of below.slice(1).entries()) expect(box.left).toBeGreaterThan(below[at]?.right ?? 0);
});

test('shows all of what is longer than a page of the API', async ({ page }) => {
  const dan = producer(org, 'dan');
  const many = 520;
  const t = Date.now() - 20 * 60 * MINUTE;
  const numbers = Array.from({ length: many }, (_, n) => n);
  // Those that fail come last, each with a file and a handoff of its own.
  await dan.send(
    ...numbers.map((n) => {
      const files = [[`src/${String(n).padStart(4, '0')}.rs`, 1, 0]];
      const artifacts = { files_changed: 1, lines_added: 1, lines_deleted: 0, files };
      return ended(`run-${n}`, n < 500 ? 'success' : 'fail', 1_000, t + n * MINUTE, { artifacts });
    }),
  );
  await dan.send(...numbers.map((n) => handedOff('teleport', t + n * MINUTE + 1_000)));
  await page.goto(`/sessions/${dan.session}?tab=runs`);
  await expect(page.getByRole('tab', { name: 'Runs' })).toHaveText(`Runs ${many}`);
  const runs = page.getByRole('table', { name: 'Runs' }).getByRole('row');
  await expect(runs).toHaveCount(many + 1);
  await expect(runs.last()).toContainText('Failed');
  await page.getByRole('tab', { name: 'Artifacts' }).click();
  await expect(page.getByText(`Show all ${many}`)).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'no run within 4 h' })).toHaveCount(1);
  await expect(page.getByRole('listitem').filter({ hasText: 'Teleported by' })).toHaveCount(many);
});
