import { duration } from './duration';

const GROUPED_UP_TO = 99_999;

const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 });
const percents = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 2 });

const compactDollars = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  notation: 'compact',
  minimumFractionDigits: 0,
  maximumFractionDigits: 2,
});

const dollars = new Map<number, Intl.NumberFormat>();

/** Formats are dear to make, and axes ask often. */
function dollarsWith(digits: number): Intl.NumberFormat {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const format =
    dollars.get(digits) ?? new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', ...options });
  dollars.set(digits, format);
  return format;
}

/** How many decimals a step needs to be told from the next one. */
const decimals = (step: number): number => (String(step).split('.')[1] ?? '').length;

/** A number at an axis: 25, 1,000, 1.25M. */
export const numberTick = (value: number): string => (value <= GROUPED_UP_TO ? plain : compact).format(value);

/** A share of 0 to 1 at an axis: 80%. */
export const percentTick = (value: number): string => percents.format(value);

/** US dollars at an axis that goes in such steps: $5, $0.25, $12.5K. */
export function moneyTick(usd: number, step: number): string {
  if (usd === 0) return '$0';
  if (step >= 1_000) return compactDollars.format(usd);
  return dollarsWith(Number.isInteger(step) ? 0 : Math.max(2, decimals(step))).format(usd);
}

/** Milliseconds at an axis that goes in the steps of a clock: 30s, 2m, 1h 30m. */
export const durationTick = (ms: number): string =>
  ms === 0
    ? '0'
    : duration(ms)
        .replace('.0s', 's')
        .replace(/ 00[hms]$/, '');
