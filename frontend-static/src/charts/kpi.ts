import type { Polarity } from '@/lib/format';

/** What a figure lacks. */
export type Lack = { readonly note: string; readonly text: string };

/** A figure of a card: how to read it from a result, how to format it, and which direction is good. */
export type Kpi<Figures> = {
  readonly name: string;
  readonly help: string;
  readonly read: (figures: Figures) => number | null;
  readonly format: (value: number | null) => string;
  readonly polarity: Polarity;
  /** What the figure lacks: beside it in two words, and in the explanation as a sentence. */
  readonly lack?: (figures: Figures) => Lack | null;
};
