import type { Polarity } from '@/lib/format';

/** A figure of a card: where it stands in an answer, how it is written, and which way of it is good. */
export type Kpi<Figures> = {
  readonly name: string;
  readonly help: string;
  readonly read: (figures: Figures) => number | null;
  readonly format: (value: number | null) => string;
  readonly polarity: Polarity;
};
