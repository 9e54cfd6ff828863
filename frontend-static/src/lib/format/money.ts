import { DASH } from './number';

const cents = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const mills = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', minimumFractionDigits: 3 });
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  notation: 'compact',
  maximumFractionDigits: 1,
});
const MILLS_BELOW = 1;
const LEAST = 0.001;
const COMPACT_FROM = 10_000;

/** US dollars in a row: $14.03, and a third decimal below a dollar. */
export function money(usd: number | null | undefined): string {
  if (usd == null) return DASH;
  if (usd === 0) return '$0.00';
  if (Math.abs(usd) < LEAST) return '<$0.001';
  return (Math.abs(usd) < MILLS_BELOW ? mills : cents).format(usd);
}

/** US dollars in a card or on an axis: $38.1K. */
export function moneyShort(usd: number | null | undefined): string {
  if (usd == null) return DASH;
  return Math.abs(usd) < COMPACT_FROM ? money(usd) : compact.format(usd);
}

/** US dollars at an axis that goes in such steps: $5 in whole ones, $0.25 in parts, $10K. */
export function moneyTick(usd: number, step: number): string {
  if (usd === 0) return '$0';
  if (step >= 1) return (usd < COMPACT_FROM ? dollars : compact).format(usd);
  return (step < 0.01 ? mills : cents).format(usd);
}
