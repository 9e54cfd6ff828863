import { expectAccessible } from './support/axe';
import { expectFits } from './support/fits';
import { PEOPLE } from './support/people';
import { expect, test } from './support/test';

const { org } = PEOPLE.dan;

type Step = { type: string; run?: string; at: number; mode?: string; payload: object };

let made = 0;

/** Sends a session of an agent that reports its steps, as events of version 2. */
async function send(session: string, ...steps: Step[]): Promise<void> {
  const body = steps.map(({ type, run, at, mode = 'headless', payload }) => {
    made += 1;
    return {
      event_id: `${session}-${String(made).padStart(4, '0')}`,
      org_id: org,
      occurred_at: new Date(at).toISOString(),
      event_type: type,
      session_id: session,
      user_id: 'dan',
      agent: 'claude-code',
      mode,
      ...(run === undefined ? {} : { run_id: `${session}-${run}` }),
      payload,
    };
  });
  const answer = await fetch(`${process.env.E2E_API}/v1/events`, {
    method: 'POST',
    headers: { authorization: 'Bearer dev-ingest-key', 'content-type': 'application/json' },
    body: JSON.stringify({ events: body }),
  });
  expect(await answer.json()).toMatchObject({ inserted: body.length, errors: [] });
}

const prompt = (run: string, at: number, mode?: string): Step => ({
  type: 'message_created',
  run,
  at,
  ...(mode === undefined ? {} : { mode }),
  payload: { actor: 'user', text: `Do ${run}`, starts_run: true },
});

const call = (run: string, at: number, more: object = {}): Step => ({
  type: 'model_called',
  run,
  at,
  payload: {
    role: 'main',
    status: 'ok',
    model: 'claude-sonnet-4-5',
    input_tokens: 1000,
    cache_read_tokens: 800,
    output_tokens: 50,
    cost: '0.02',
    duration_ms: 1200,
    asked_tools: true,
    ...more,
  },
});

const tool = (run: string, at: number, more: object = {}): Step => ({
  type: 'tool_used',
  run,
  at,
  payload: { tool: 'Bash', status: 'ok', duration_ms: 300, ...more },
});

const MINUTE = 60_000;

/** A run that worked, one that a person rejected, and one that stopped, an hour ago. */
async function sendSession(): Promise<string> {
  const session = `steps-${process.pid}-${Date.now()}-${made}`;
  const at = Date.now() - 60 * MINUTE;
  await send(
    session,
    prompt('one', at),
    call('one', at + 2_000),
    tool('one', at + 3_000, { status: 'rejected', rejected_by: 'policy' }),
    call('one', at + 5_000, { asked_tools: false }),
    prompt('two', at + MINUTE, 'interactive'),
    call('two', at + MINUTE + 2_000, { model: 'house-model', cost: null }),
    tool('two', at + MINUTE + 9_000, { status: 'rejected', rejected_by: 'user', waited_ms: 6_000 }),
    prompt('three', at + 2 * MINUTE, 'interactive'),
    call('three', at + 2 * MINUTE + 2_000),
  );
  return session;
}

test.use({ as: 'dan' });

test('the timeline folds the steps of a run under its start', async ({ page }) => {
  const session = await sendSession();
  await page.goto(`/sessions/${session}`);
  const timeline = page.getByRole('list', { name: 'Timeline' });
  await expect(page.getByText('6 steps are folded under the starts of their runs')).toBeVisible();
  await expect(timeline.getByText('claude-sonnet-4-5')).toHaveCount(2);
  await expect(timeline.getByRole('button', { name: /Handoff, opened in the CLI/ })).toContainText('inferred');
  await expect(timeline.getByRole('button', { name: /Run 3 started/ })).toContainText('stopped without an outcome');

  // By keyboard.
  const first = timeline.getByRole('button', { name: /Run 1 started/ });
  await first.focus();
  await page.keyboard.press('Enter');
  const steps = page.getByRole('list', { name: 'Steps of run 1' }).getByRole('listitem');
  await expect(steps).toHaveText([
    /claude-sonnet-4-5.*1,000 read \(800 cached\).*50 written.*1\.2s.*\$0\.02/,
    /Bash.*blocked by a rule/,
    /claude-sonnet-4-5/,
  ]);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(steps).toHaveCount(0);

  await timeline.getByRole('button', { name: /Run 2 started/ }).click();
  const second = page.getByRole('list', { name: 'Steps of run 2' });
  await expect(second).toContainText('price unknown');
  await expect(second).toContainText('rejected by a person');
  await expect(second).toContainText('waited 6.0s for a person');
  await expect(page.getByText('1 model call, 1 tool use, 1 rejected by a person')).toBeVisible();
});

test('figures, lists and peek tell of stopped runs and of calls without a price', async ({ page }) => {
  const session = await sendSession();
  await page.goto(`/sessions/${session}?tab=runs`);
  const figures = page.getByLabel('Figures of the session');
  await expect(figures).toContainText('2 + 1 stopped');
  await expect(figures).toContainText('+ 1 unpriced');
  const runs = page.getByRole('table', { name: 'Runs' });
  await expect(runs.getByRole('row')).toHaveText([/Status/, /Success/, /Cancelled.*\+1\?/, /Stopped/]);
  await page.getByRole('button', { name: 'Details of run 1' }).click();
  await expect(page.getByRole('list', { name: 'Steps of run 1' }).getByRole('listitem')).toHaveCount(3);
  await expectAccessible(page);

  await page.goto(`/sessions?q=${session}&peek=${session}`);
  await expect(page.locator(`[data-row="${session}"]`)).toContainText('and 1 open run');
  const peek = page.getByRole('complementary', { name: `Session ${session}` });
  await expect(peek).toContainText('2 + 1 open');
  await expect(peek.getByRole('table')).toContainText('Stopped');
  await expectAccessible(page);
});

test('the steps of a run that goes on appear by themselves', async ({ page }) => {
  const session = `steps-live-${process.pid}-${Date.now()}`;
  await send(session, prompt('one', Date.now() - 2_000), call('one', Date.now() - 1_000));
  await page.goto(`/sessions/${session}`);
  await page.getByRole('button', { name: /Run 1 started.*running for/ }).click();
  const steps = page.getByRole('list', { name: 'Steps of run 1' }).getByRole('listitem');
  await expect(steps).toHaveCount(1);
  await expect(page.locator('[data-live=live]')).toBeVisible();
  await send(session, tool('one', Date.now()));
  await expect(steps).toHaveCount(2);
  await expect(page.getByLabel('Figures of the session')).toContainText('$0.02');
  await send(session, call('one', Date.now(), { asked_tools: false }));
  await expect(steps).toHaveCount(3);
  await expect(page.getByRole('button', { name: /Run 1 succeeded/ })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`${colorScheme}, on a phone`, () => {
    test.use({ colorScheme, viewport: { width: 390, height: 844 } });

    test('steps fit and are accessible', async ({ page }) => {
      const session = await sendSession();
      await page.goto(`/sessions/${session}`);
      await page.getByRole('button', { name: /Run 1 started/ }).click();
      await page.getByRole('button', { name: /Run 2 started/ }).click();
      await expect(page.getByRole('list', { name: 'Steps of run 2' })).toBeVisible();
      await expectFits(page);
      await expectAccessible(page);
    });
  });
}
