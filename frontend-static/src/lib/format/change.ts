import { DASH } from './number';

/** Which direction of a figure is good; most have none. */
export type Polarity = 'up-is-good' | 'up-is-bad' | 'neutral';

export type Change = {
  /** Without a sign; the arrow shows the direction. */
  readonly text: string;
  readonly direction: 'up' | 'down' | 'flat';
  readonly tone: 'good' | 'bad' | 'neutral';
};

/** Smaller changes are neutral. */
const NOTABLE = 0.005;
const tenths = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** The change between two periods; null if the previous one has nothing to compare with. */
export function change(value: number | null, previous: number | null | undefined, meaning: Polarity): Change | null {
  if (value === null || previous == null || previous === 0) return null;
  const ratio = (value - previous) / Math.abs(previous);
  const size = Math.abs(ratio) * 100;
  const text = `${(size < 1_000 ? tenths : whole).format(size)}%`;
  const direction = ratio > 0 ? 'up' : ratio < 0 ? 'down' : 'flat';
  if (Math.abs(ratio) < NOTABLE || meaning === 'neutral' || direction === 'flat')
    return { text, direction, tone: 'neutral' };
  return { text, direction, tone: (direction === 'up') === (meaning === 'up-is-good') ? 'good' : 'bad' };
}

const signed = new Intl.NumberFormat('en-US', {
  maximumFractionDigits: 1,
  minimumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

/** The change of a ratio, in percentage points: +2.4 points. */
export function percentagePoints(value: number | null, previous: number | null | undefined): string {
  if (value === null || previous == null) return DASH;
  return `${signed.format((value - previous) * 100)} points`;
}
