import { openPage, settle } from './browser.mjs';

const PATHS = ['/', '/sessions', '/users', '/global', '/settings', '/?range=90d', '/sessions?range=90d'];

/** How much moves on its own while a page loads, wide and narrow. */
export async function layoutShift(browser) {
  let worst = 0;
  for (const width of [1440, 390]) {
    for (const path of [...PATHS, ...(await details(browser))]) {
      const { page } = await openPage(browser, '/sign-in');
      await page.setViewportSize({ width, height: 900 });
      await page.goto(browser.url + path);
      await settle(page);
      const shift = await page.evaluate(observed);
      if (shift > 0.001) console.error(`  ${path} at ${width} px: ${shift.toFixed(4)}`);
      worst = Math.max(worst, shift);
      await page.close();
    }
  }
  return { 'layout shift, worst page': worst };
}

/** A session and a user. */
async function details(browser) {
  const found = [];
  for (const list of ['/sessions', '/users']) {
    const { page } = await openPage(browser, `${list}?range=90d`);
    const id = await page.locator('[data-row]').first().getAttribute('data-row');
    found.push(`${list}/${encodeURIComponent(id)}?range=90d`);
    await page.close();
  }
  return found;
}

/** Runs in the page. */
function observed() {
  return new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(sum), 100);
  });
}
