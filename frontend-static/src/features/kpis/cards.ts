import type { Kpi } from '@/charts/kpi';
import { count, decimal, duration, moneyCompact, percent } from '@/lib/format';

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
  costUsd: { name: 'Cost', help: 'What the runs cost, in US dollars', format: moneyCompact, polarity: 'up-is-bad' },
  totalTokens: {
    name: 'Tokens',
    help: 'Tokens that the models read and wrote',
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
