import { median, openPage, settle, THROTTLE } from './browser.mjs';
import { longestTask } from './tasks.mjs';

const RUNS = 500;
const STEP_MS = 20_000;

/** A session that is much longer than what is shown of it: messages, starts and ends of runs, all of today. */
export async function longSession(browser, rounds) {
  const id = await send(browser.url);
  const scrolling = [];
  for (let round = 0; round < rounds; round += 1) {
    const { page, tools } = await openPage(browser, `/sessions/${id}?org=globex-cloud`);
    await page.locator('[data-event]').first().waitFor();
    await toTheEnd(page);
    await settle(page);
    await tools.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
    scrolling.push(await longestTask(tools, () => scroll(page)));
    await page.close();
  }
  return { 'longest task while scrolling 2 000 events, at 4x': median(scrolling) };
}

async function send(url) {
  const id = `long-${Date.now()}`;
  const first = Date.now() - 4 * RUNS * STEP_MS;
  const events = Array.from({ length: 4 * RUNS }, (_, at) => ({ ...kind(id, at), at }));
  for (let from = 0; from < events.length; from += 500) {
    const body = events.slice(from, from + 500).map(({ at, ...event }) => ({
      event_id: `${id}-${at}`,
      org_id: 'globex-cloud',
      session_id: id,
      user_id: 'luca-diallo',
      occurred_at: new Date(first + at * STEP_MS).toISOString(),
      ...event,
    }));
    const answer = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { authorization: 'Bearer dev-ingest-key', 'content-type': 'application/json' },
      body: JSON.stringify({ events: body }),
    });
    const { inserted } = await answer.json();
    if (inserted !== body.length) throw new Error(`${inserted} of ${body.length} events were taken`);
  }
  return id;
}

function kind(id, at) {
  const run_id = `${id}-run-${at >> 2}`;
  switch (at % 4) {
    case 1:
      return { event_type: 'run_started', run_id, payload: { queue_wait_ms: 500, model: 'sonnet' } };
    case 2: {
      const payload = { status: 'success', duration_ms: 9_000, cost: '0.02', input_tokens: 900, output_tokens: 90 };
      return { event_type: 'run_completed', run_id, payload };
    }
    default: {
      const actor = at % 4 === 0 ? 'user' : 'agent';
      return {
        event_type: 'message_created',
        payload: { actor, text: `Message ${at}: what there is to say about it.` },
      };
    }
  }
}

/** Until every page of the timeline is there, and back. */
async function toTheEnd(page) {
  await page.waitForFunction((count) => {
    window.scrollTo(0, document.documentElement.scrollHeight);
    return document.querySelector(`[aria-posinset="${count}"]`) !== null;
  }, 4 * RUNS);
  await page.evaluate(() => window.scrollTo(0, 0));
}

async function scroll(page) {
  await page.mouse.move(720, 600);
  for (let at = 0; at < 40; at += 1) {
    await page.mouse.wheel(0, 300);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}
