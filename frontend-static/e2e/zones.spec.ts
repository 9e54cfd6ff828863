import type { Page } from '@playwright/test';
import { count, days, longDay } from '../src/lib/format';
import { kpi, panel, rowsOf } from './support/charts';
import { ended, producer } from './support/events';
import { ask, PEOPLE, signIn } from './support/people';
import { type Server, startServer } from './support/server';
import { expect, period, test } from './support/test';

const ZONES = ['America/Los_Angeles', 'Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Kiritimati'];
const DAY_MS = 86_400_000;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

// Runs on the edges of days would be in the way of others.
let server: Server;
test.beforeAll(async () => {
  server = await startServer('--days', '100', '--no-live', '--orgs', PEOPLE.dan.org);
  await sendOnEdges();
});
test.afterAll(() => server.remove());

/** The offset of a zone at noon of a day, as browsers tell it. */
function offset(zone: string, time: number): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** The days of the past ten months on which somebody's clock changes; what has none gets the day of Berlin. */
function changes(zone: string): string[] {
  const today = Date.parse(dayOf(Date.now()));
  const found: string[] = [];
  for (let ago = 300; ago > 5; ago -= 1) {
    const start = today - ago * DAY_MS;
    if (offset(zone, start) !== offset(zone, start + DAY_MS)) found.push(dayOf(start));
  }
  return found.length > 0 ? found : changes('Europe/Berlin');
}

/** Three days before and after. */
function around(day: string): { from: string; to: string } {
  const time = Date.parse(day);
  return { from: dayOf(time - 3 * DAY_MS), to: dayOf(time + 3 * DAY_MS) };
}

/** A run in the first and one in the last second of each day around each change: two a day, on no other. */
async function sendOnEdges(): Promise<void> {
  const all = new Set(ZONES.flatMap(changes));
  const edges = new Set<number>();
  for (const day of all) {
    for (let by = -1; by <= 1; by += 1) {
      const start = Date.parse(day) + by * DAY_MS;
      edges.add(start + 500).add(start + DAY_MS - 500);
    }
  }
  const send = producer('edges-of-days', 'eve', server.api).send;
  await send(...[...edges].map((at) => ended(`at-${at}`, 'success', 100, at)));
}

type Point = { start: string; end: string; metrics: { runs: number; successfulRuns: number; failedRuns: number } };
type Answer = { organization: { metrics: { runs: number; sessions: number }; trends: Point[] } };

async function figures(id: string, of: { from: string; to: string }, bucket = 'DAY') {
  const query = `query ($id: ID!, $period: Period!, $bucket: Bucket!) { organization(id: $id) {
    metrics(period: $period) { runs sessions }
    trends(period: $period, bucket: $bucket) { start end metrics { runs successfulRuns failedRuns } }
  } }`;
  const { organization } = await ask<Answer>('frank', query, { id, period: of, bucket }, server.api);
  return organization;
}

const rows = (page: Page) => rowsOf(panel(page, 'Usage'));
const name = ({ start, end }: Point) => (start === end ? longDay(start) : days({ from: start, to: end }));
const row = (point: Point) => [
  name(point),
  count(point.metrics.successfulRuns),
  count(point.metrics.failedRuns),
  count(point.metrics.runs),
];

for (const zone of ZONES) {
  test.describe(zone, () => {
    test.use({ timezoneId: zone });

    test('no day is lost or moved where clocks change', async ({ page }) => {
      await signIn(page, 'frank', '/', server.url);
      for (const day of changes(zone)) {
        const { from, to } = around(day);
        await page.goto(`${server.url}/?org=edges-of-days&range=${from}~${to}`);
        const shown = await rows(page);
        expect(shown.map(([first]) => first)).toEqual(
          Array.from({ length: 7 }, (_, at) => longDay(dayOf(Date.parse(from) + at * DAY_MS))),
        );
        expect(shown.slice(2, 5).map((cells) => cells.at(-1))).toEqual(['2', '2', '2']);
        const { trends, metrics } = await figures('edges-of-days', { from, to });
        expect(shown).toEqual(trends.map(row));
        await expect(kpi(page, 'Runs')).toHaveText(count(metrics.runs));
      }
    });

    test('relative days end with today in UTC, and ninety of them are weeks', async ({ page }) => {
      await signIn(page, 'dan', '/', server.url);
      for (const length of [7, 30, 90] as const) {
        await page.getByRole('radio', { name: `${length}d` }).check();
        const of = period(length);
        const { trends, metrics } = await figures(PEOPLE.dan.org, of, length === 90 ? 'WEEK' : 'DAY');
        expect([trends[0]?.start, trends.at(-1)?.end]).toEqual([of.from, of.to]);
        await expect.poll(() => rows(page)).toEqual(trends.map(row));
        await expect(kpi(page, 'Runs')).toHaveText(count(metrics.runs));
        const sum = trends.reduce((total, point) => total + point.metrics.runs, 0);
        expect(sum).toBe(metrics.runs);
        if (length === 90) for (const { start } of trends.slice(1)) expect(new Date(start).getUTCDay()).toBe(1);
      }
    });
  });
}
