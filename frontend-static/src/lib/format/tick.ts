const GROUPED_UP_TO = 99_999;
/** The maximum number of decimals. */
const MOST_DECIMALS = 9;
/** The relative error of floating-point arithmetic. */
const DUST = 1e-9;

/** How many decimals a step needs, ignoring the noise of floating-point arithmetic. */
export function decimals(step: number): number {
  const size = Math.abs(step);
  for (let digits = 0; digits < MOST_DECIMALS; digits += 1) {
    const scaled = size * 10 ** digits;
    if (Math.abs(scaled - Math.round(scaled)) <= Math.max(scaled, 1) * DUST && Math.round(scaled) > 0) return digits;
  }
  return size === 0 ? 0 : MOST_DECIMALS;
}

const formats = new Map<string, Intl.NumberFormat>();

/** Formats are expensive to create, and axes use many. */
function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = JSON.stringify(options);
  const known = formats.get(name) ?? new Intl.NumberFormat('en-US', options);
  formats.set(name, known);
  return known;
}

/** In thousands, millions or billions, with enough decimals for the step. */
function compact(value: number, step: number, options: Intl.NumberFormatOptions = {}): string {
  const unit = 1_000 ** Math.max(0, Math.floor(Math.log10(Math.abs(value)) / 3));
  return format({
    ...options,
    notation: 'compact',
    minimumFractionDigits: 0,
    maximumFractionDigits: Math.max(2, decimals(step / unit)),
  }).format(value);
}

/** A number on an axis with this step: 25, 1,000, 1.25M. */
export const numberTick = (value: number, step: number): string =>
  Math.abs(value) > GROUPED_UP_TO
    ? compact(value, step)
    : format({ maximumFractionDigits: decimals(step) }).format(value);

/** A ratio from 0 to 1 on an axis with this step: 80%. */
export const percentTick = (value: number, step: number): string =>
  format({ style: 'percent', maximumFractionDigits: decimals(step * 100) }).format(value);

/** US dollars on an axis with this step: $5, $0.25, $12.5K. */
export function moneyTick(usd: number, step: number): string {
  const dollars = { style: 'currency', currency: 'USD' } as const;
  if (usd === 0) return '$0';
  if (step >= 1_000) return compact(usd, step, dollars);
  const needed = decimals(step);
  const digits = needed === 0 ? 0 : Math.max(2, needed);
  return format({ ...dollars, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(usd);
}

const [S, M, H, D] = [1_000, 60_000, 3_600_000, 86_400_000] as const;

/** Milliseconds on an axis with this step: 250ms, 1.25s, 30s, 2m, 1h 30m. Units that are 0 are left out. */
export function durationTick(ms: number, step: number): string {
  const whole = Math.round(ms);
  if (whole === 0) return '0';
  if (whole < S) return `${whole}ms`;
  const seconds = (whole % M) / S;
  const parts = [
    [Math.floor(whole / D), 'd'],
    [Math.floor((whole % D) / H), 'h'],
    [Math.floor((whole % H) / M), 'm'],
    [Number(seconds.toFixed(Math.min(3, decimals(step / S)))), 's'],
  ] as const;
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(' ');
}
