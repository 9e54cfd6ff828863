import { median, openPage, settle, THROTTLE } from './browser.mjs';
import { longestTask } from './tasks.mjs';

const DAY_MS = 86_400_000;
const day = (ago) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
/** All of the generated days. */
const RANGE = `range=${day(120)}~${day(1)}`;
const LEAST = 10_000;
const PAGES = 5;

/** A list that is much longer than what is shown of it. */
export async function manySessions(browser, rounds) {
  const first = [];
  const scrolling = [];
  const paging = [];
  for (let round = 0; round < rounds; round += 1) {
    first.push(await firstRows(browser));
    const { page, tools } = await openPage(browser, `/sessions?${RANGE}&size=100`);
    await enough(page);
    await settle(page);
    await tools.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
    scrolling.push(await longestTask(tools, () => scroll(page)));
    paging.push(await longestTask(tools, () => turn(page)));
    await page.close();
  }
  return {
    'first of 10 000 sessions after the click': median(first),
    'longest task while scrolling, at 4x': median(scrolling),
    'longest task while paging, at 4x': median(paging),
  };
}

/** From the click on the link to the frame that shows rows. */
async function firstRows(browser) {
  const { page } = await openPage(browser, `/?${RANGE}`);
  await settle(page);
  const ms = await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const begin = performance.now();
    document.querySelector('nav a[href*="/sessions"]').click();
    while (document.querySelector('main [data-row]') === null) await frame();
    await frame();
    return performance.now() - begin;
  });
  await page.close();
  return ms;
}

async function enough(page) {
  const told = page.locator('nav [role=status]', { hasText: /of [\d,]+$/ });
  await told.waitFor();
  const total = Number((await told.textContent()).split(' of ')[1].replaceAll(',', ''));
  if (total < LEAST) throw new Error(`only ${total} sessions`);
}

async function scroll(page) {
  await page.mouse.move(720, 500);
  for (let at = 0; at < 12; at += 1) {
    await page.mouse.wheel(0, 300);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

async function turn(page) {
  for (let at = 0; at < PAGES; at += 1) {
    const shown = await page.locator('[data-row]').first().getAttribute('data-row');
    await page.evaluate(() => document.querySelector('button[aria-label="Next page"]').click());
    await page.waitForFunction((id) => {
      const row = document.querySelector('main [data-stale=false] [data-row]');
      return row !== null && row.getAttribute('data-row') !== id;
    }, shown);
    await settle(page);
  }
}
