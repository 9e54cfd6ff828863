import { DASH } from './number';

const cents = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const mills = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', minimumFractionDigits: 3 });
const compact = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  notation: 'compact',
  maximumFractionDigits: 1,
});
const MILLS_BELOW = 1;
const LEAST = 0.001;
const COMPACT_FROM = 10_000;

/** US dollars: $14.03, with a third decimal below a dollar. */
export function money(usd: number | null | undefined): string {
  if (usd == null) return DASH;
  if (usd === 0) return '$0.00';
  if (Math.abs(usd) < LEAST) return '<$0.001';
  return (Math.abs(usd) < MILLS_BELOW ? mills : cents).format(usd);
}

/** US dollars for cards and axes: $38.1K. */
export function moneyCompact(usd: number | null | undefined): string {
  if (usd == null) return DASH;
  return Math.abs(usd) < COMPACT_FROM ? money(usd) : compact.format(usd);
}
