import type { Kpi, Lack } from '@/charts/kpi';
import { count, decimal, duration, moneyCompact, percent } from '@/lib/format';
import { unpricedNote, unpricedText } from '@/ui/cost';

type Card = Omit<Kpi<unknown>, 'read'>;

/** The figures on cards, by their names in the API, so that a figure has one name and meaning on all pages. */
export const KPI_CARDS = {
  runs: { name: 'Runs', help: 'Runs that ended in the period', format: count, polarity: 'up-is-good' },
  successRate: { name: 'Success rate', help: 'Successful runs / runs', format: percent, polarity: 'up-is-good' },
  p95DurationMs: {
    name: 'p95 duration',
    help: '95% of the runs took at most this long',
    format: duration,
    polarity: 'up-is-bad',
  },
  costUsd: {
    name: 'Cost',
    help: 'What the runs cost, in US dollars, open ones included',
    format: moneyCompact,
    polarity: 'up-is-bad',
  },
  totalTokens: {
    name: 'Tokens',
    help: 'Tokens that the models read and wrote, in open runs as well',
    format: count,
    polarity: 'neutral',
  },
  runsPerSession: {
    name: 'Runs per session',
    help: 'Runs of the sessions that began in the period / sessions',
    format: decimal,
    polarity: 'up-is-bad',
  },
  activeTimePerSessionMs: {
    name: 'Active time',
    help: 'Time in runs, per session',
    format: duration,
    polarity: 'neutral',
  },
  lifespanPerSessionMs: {
    name: 'Lifespan',
    help: 'From the first to the last event, per session; none while they have one event each',
    format: (ms) => duration(ms === 0 ? null : ms),
    polarity: 'neutral',
  },
  handoffRate: {
    name: 'Handoff rate',
    help: 'Sessions that somebody took home / sessions',
    format: percent,
    polarity: 'up-is-bad',
  },
  postHandoffRate: {
    name: 'Post-handoff rate',
    help: 'Sessions in which a run ended within 4 hours after a handoff / sessions',
    format: percent,
    polarity: 'up-is-bad',
  },
} as const satisfies Record<string, Card>;

export type CardName = keyof typeof KPI_CARDS;

/** A card with the value of a period. */
export const kpi = <Name extends CardName>(name: Name): Kpi<Readonly<Record<Name, number | null>>> => ({
  ...KPI_CARDS[name],
  read: (figures) => figures[name],
});

type Costs = { readonly costUsd: number | null; readonly unpricedCalls: number };

/** The model calls of unknown price that a cost lacks. */
export function unpricedLack({ unpricedCalls }: Pick<Costs, 'unpricedCalls'>): Lack | null {
  const [note, text] = [unpricedNote(unpricedCalls), unpricedText(unpricedCalls)];
  return note === null || text === null ? null : { note, text };
}

/** The card of the cost, which says what it lacks. */
export const costKpi: Kpi<Costs> = { ...kpi('costUsd'), lack: unpricedLack };
