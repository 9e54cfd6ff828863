import type { UserFiguresFragment } from '@/gql/graphql';
import { count, decimal, duration, type Meaning, moneyShort, percent } from '@/lib/format';
import type { Marked } from '../../users/thresholds';

/** The figures of the whole organisation. */
export type Whole = UserFiguresFragment & { readonly activeUsers: number };

export type Kpi = {
  readonly name: string;
  readonly help: string;
  readonly read: (figures: UserFiguresFragment) => number | null;
  /** What it is on average in the organisation. */
  readonly average: (whole: Whole) => number | null;
  readonly write: (value: number | null) => string;
  readonly meaning: Meaning;
  readonly marked?: Marked;
};

type Ratio =
  | 'runsPerSession'
  | 'successRate'
  | 'activeTimePerSessionMs'
  | 'lifespanPerSessionMs'
  | 'handoffRate'
  | 'postHandoffRate';
type Total = 'sessions' | 'runs' | 'costUsd';

/** A ratio is compared with the organisation's own. */
const ratio = (name: Ratio) => ({
  read: (figures: UserFiguresFragment) => figures[name],
  average: (whole: Whole) => whole[name],
});

/** A total is compared with its share of an active user; nobody's share of nothing is null. */
const total = (name: Total) => ({
  read: (figures: UserFiguresFragment) => figures[name],
  average: (whole: Whole) => (whole.activeUsers === 0 ? null : whole[name] / whole.activeUsers),
});

/** A count is whole; its average is not. */
const counted = (value: number | null): string =>
  value === null || Number.isInteger(value) ? count(value) : decimal(value);

/** The nine cards of a user. */
export const KPIS: readonly Kpi[] = [
  {
    name: 'Sessions',
    help: 'Sessions that began in the range',
    ...total('sessions'),
    write: counted,
    meaning: 'neutral',
  },
  { name: 'Runs', help: 'Runs that ended in the range', ...total('runs'), write: counted, meaning: 'neutral' },
  {
    name: 'Cost',
    help: 'What the runs cost, in US dollars',
    ...total('costUsd'),
    write: moneyShort,
    meaning: 'neutral',
  },
  {
    name: 'Success rate',
    help: 'Successful runs / runs',
    ...ratio('successRate'),
    write: percent,
    meaning: 'up-is-good',
    marked: 'successRate',
  },
  {
    name: 'Runs per session',
    help: 'Runs of the sessions that began in the range / sessions',
    ...ratio('runsPerSession'),
    write: decimal,
    meaning: 'up-is-bad',
    marked: 'runsPerSession',
  },
  {
    name: 'Active time',
    help: 'Time in runs, per session',
    ...ratio('activeTimePerSessionMs'),
    write: duration,
    meaning: 'neutral',
  },
  {
    name: 'Lifespan',
    help: 'From the first to the last event, per session',
    ...ratio('lifespanPerSessionMs'),
    write: duration,
    meaning: 'neutral',
  },
  {
    name: 'Handoff rate',
    help: 'Sessions with a local handoff / sessions',
    ...ratio('handoffRate'),
    write: percent,
    meaning: 'up-is-bad',
    marked: 'handoffRate',
  },
  {
    name: 'Post-handoff rate',
    help: 'Sessions in which a run ended within 4 hours after a handoff / sessions',
    ...ratio('postHandoffRate'),
    write: percent,
    meaning: 'up-is-bad',
    marked: 'postHandoffRate',
  },
];
