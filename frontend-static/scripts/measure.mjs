// Measures the dashboard in Chromium against the real binary, and says whether it keeps what it promises; ends with 1
// where it does not. Medians of several rounds; meant for a quiet machine.
//
//   node scripts/measure.mjs [rounds]
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { openBrowser } from './measure/browser.mjs';
import { layoutShift } from './measure/layout-shift.mjs';
import { lighthouseScores } from './measure/lighthouse.mjs';
import { longSession } from './measure/long-session.mjs';
import { manySessions } from './measure/many-sessions.mjs';
import { rangeChanges } from './measure/range-changes.mjs';

const rounds = Number(process.argv[2] ?? 5);

/** Kept by everybody who looks: what a limit means stands in docs/DASHBOARD.md. */
const LIMITS = {
  'Lighthouse, performance': { least: 95 },
  'Lighthouse, accessibility': { least: 100 },
  'Lighthouse, best practices': { least: 100 },
  'layout shift, worst page': { most: 0.02, digits: 4 },
  'range change from the cache, CPU at 4x': { most: 200, unit: 'ms' },
  'heap after 10 range changes': { most: 25, unit: 'MB', digits: 1 },
  'first of 10 000 sessions after the click': { most: 300, unit: 'ms' },
  'longest task while scrolling, at 4x': { most: 50, unit: 'ms' },
  'longest task while paging, at 4x': { most: 50, unit: 'ms' },
  'longest task while scrolling 2 000 events, at 4x': { most: 50, unit: 'ms' },
};

// More than 10 000 sessions of one organization, all in one range.
const { module: support } = await runnerImport(join(import.meta.dirname, '../e2e/support/server.ts'));
console.error('Starting a server with 120 days and more than 10 000 sessions ..');
const server = await support.startServer('--days', '120', '--scale', '5', '--orgs', 'globex-cloud', '--no-live');
const browser = await openBrowser(server.url);
const values = {};
try {
  for (const measure of [layoutShift, rangeChanges, manySessions, longSession, lighthouseScores]) {
    console.error(`Measuring: ${measure.name} ..`);
    Object.assign(values, await measure(browser, rounds));
  }
} finally {
  await browser.close();
  await server.remove();
}

let over = false;
console.log(`${'figure'.padEnd(50)} ${'limit'.padStart(10)} ${'value'.padStart(10)}`);
for (const [figure, { least, most, unit = '', digits = 0 }] of Object.entries(LIMITS)) {
  const value = values[figure];
  const isOver = value === undefined || value < (least ?? -Infinity) || value > (most ?? Infinity);
  over ||= isOver;
  const limit = least === undefined ? `<= ${most}` : `>= ${least}`;
  const shown = `${value?.toFixed(digits) ?? '?'} ${unit}`.trim();
  console.log(
    `${figure.padEnd(50)} ${`${limit} ${unit}`.trim().padStart(10)} ${shown.padStart(10)}  ${isOver ? 'OVER' : 'ok'}`,
  );
}
if (over) process.exitCode = 1;
