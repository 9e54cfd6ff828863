import { count, days, decimal, duration, longDay, money, moneyCompact, percent } from '../src/lib/format';
import { kpi, panel, rowsOf } from './support/charts';
import { ask } from './support/people';
import { past, pastDays } from './support/sessions';
import { expect, test } from './support/test';

test.use({ as: 'dan' });

const FIGURES = `runs sessions activeUsers successfulRuns failedRuns successRate p95DurationMs costUsd costPerRunUsd
  inputTokens outputTokens totalTokens runsPerSession activeTimePerSessionMs lifespanPerSessionMs handoffRate
  postHandoffRate`;
const QUERY = `query ($period: Period!, $bucket: Bucket) {
  organization {
    metrics(period: $period) { ${FIGURES} previous { runs } }
    trends(period: $period, bucket: $bucket) { start end metrics { ${FIGURES} } }
    failureCategories(period: $period) { category count share }
  }
}`;

type Figures = Record<string, number | null>;
type Answer = {
  organization: {
    metrics: Figures & { previous: Figures };
    trends: { start: string; end: string; metrics: Figures }[];
    failureCategories: { category: string; count: number; share: number }[];
  };
};

async function figures(bucket: 'DAY' | 'WEEK', period = pastDays()) {
  return (await ask<Answer>('dan', QUERY, { period, bucket })).organization;
}

const of = (metrics: Figures, name: string): number | null => metrics[name] ?? null;

test('the cards and the categories say what the API says', async ({ page }) => {
  await page.goto(`/?${past()}`);
  const { metrics, failureCategories } = await figures('DAY');
  const cards: Record<string, string> = {
    Runs: count(of(metrics, 'runs')),
    'Success rate': percent(of(metrics, 'successRate')),
    'p95 duration': duration(of(metrics, 'p95DurationMs')),
    Cost: moneyCompact(of(metrics, 'costUsd')),
    Tokens: count(of(metrics, 'totalTokens')),
    'Runs per session': decimal(of(metrics, 'runsPerSession')),
    'Active time': duration(of(metrics, 'activeTimePerSessionMs')),
    Lifespan: duration(of(metrics, 'lifespanPerSessionMs')),
    'Handoff rate': percent(of(metrics, 'handoffRate')),
    'Post-handoff rate': percent(of(metrics, 'postHandoffRate')),
  };
  for (const [name, value] of Object.entries(cards)) await expect(kpi(page, name)).toHaveText(value);
  expect(await page.locator('[data-kpi]').count()).toBe(10);
  expect(failureCategories.length).toBeGreaterThan(0);
  for (const { category, count: failed, share } of failureCategories) {
    await expect(page.locator(`[data-category=${category}] dd`)).toHaveText(`${count(failed)} ${percent(share)}`);
  }
});

test('a change says what it was, and when', async ({ page }) => {
  await page.goto(`/?${past()}`);
  const { metrics } = await figures('DAY');
  const before = `${count(of(metrics.previous, 'runs'))} in `;
  await expect(page.locator('[data-kpi=Runs] [data-change]')).toContainText(before);
  await page.getByRole('button', { name: 'About Runs', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tooltip')).toContainText(`Was ${before}`);
});

const NAMES = { DAY: longDay, WEEK: (start: string, end: string) => days({ from: start, to: end }) };

/** Ninety days and more are weeks: the same figures, and none of the days lost. */
for (const bucket of ['DAY', 'WEEK'] as const) {
  test(`every point of a chart is the API’s, by ${bucket.toLowerCase()}`, async ({ page }) => {
    const to = pastDays().to;
    const before = new Date(Date.parse(to) - 99 * 86_400_000).toISOString().slice(0, 10);
    const period = bucket === 'DAY' ? pastDays() : { from: before, to };
    await page.goto(`/?range=${period.from}~${period.to}`);
    const { trends, metrics } = await figures(bucket, period);
    const name = ({ start, end }: { start: string; end: string }) =>
      start === end ? longDay(start) : NAMES[bucket](start, end);

    const usage = panel(page, 'Usage');
    expect(await rowsOf(usage)).toEqual(
      trends.map((point) => [
        name(point),
        count(of(point.metrics, 'successfulRuns')),
        count(of(point.metrics, 'failedRuns')),
        count(of(point.metrics, 'runs')),
      ]),
    );
    const sum = trends.reduce((total, point) => total + (of(point.metrics, 'runs') ?? 0), 0);
    expect(sum).toBe(metrics.runs);

    await usage.getByRole('radio', { name: 'Sessions' }).check();
    expect(await rowsOf(usage)).toEqual(trends.map((point) => [name(point), count(of(point.metrics, 'sessions'))]));
    await usage.getByRole('radio', { name: 'Active users' }).check();
    expect(await rowsOf(usage)).toEqual(trends.map((point) => [name(point), count(of(point.metrics, 'activeUsers'))]));

    const cost = panel(page, 'Cost');
    expect(await rowsOf(cost)).toEqual(trends.map((point) => [name(point), money(of(point.metrics, 'costUsd'))]));
    const two = (rows: string[][]) => rows.map(([day, value]) => [day, value]);
    await cost.getByRole('radio', { name: 'Per run' }).check();
    expect(two(await rowsOf(cost))).toEqual(
      trends.map((point) => [name(point), money(of(point.metrics, 'costPerRunUsd'))]),
    );
    const reliability = await rowsOf(panel(page, 'Reliability'));
    expect(two(reliability)).toEqual(trends.map((point) => [name(point), percent(of(point.metrics, 'successRate'))]));
  });
}
