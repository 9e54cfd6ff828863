/** Stands for an unknown value. */
export const DASH = '–';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const GROUPED_UP_TO = 99_999;

type Maybe = number | null | undefined;

/** A count: every digit up to 99,999, then 1.2M. */
export function count(value: Maybe): string {
  if (value == null) return DASH;
  return Math.abs(value) <= GROUPED_UP_TO ? whole.format(value) : compact.format(value);
}

/** A count with every digit. */
export const exact = (value: Maybe): string => (value == null ? DASH : whole.format(value));

/** A ratio or a mean, with one decimal. */
export function decimal(value: Maybe): string {
  if (value == null) return DASH;
  return Math.abs(value) <= GROUPED_UP_TO ? tenths.format(value) : compact.format(value);
}

/** A ratio from 0 to 1: 80.0%. */
export const percent = (value: Maybe): string => (value == null ? DASH : `${tenths.format(value * 100)}%`);
