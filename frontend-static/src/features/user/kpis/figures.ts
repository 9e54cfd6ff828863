import type { Kpi as PeriodKpi } from '@/charts/kpi';
import type { UserFiguresFragment } from '@/gql/graphql';
import { count, decimal } from '@/lib/format';
import { costKpi, KPI_CARDS, kpi } from '../../kpis/cards';
import type { Marked } from '../../users/thresholds';

/** The figures of the whole organization. */
export type OrganizationFigures = UserFiguresFragment & { readonly activeUsers: number };

export type Kpi = PeriodKpi<UserFiguresFragment> & {
  /** The average in the organization. */
  readonly average: (whole: OrganizationFigures) => number | null;
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

/** A ratio is compared with the ratio of the organization. */
const ratio = (name: Ratio, marked?: Marked): Kpi => ({
  ...kpi(name),
  average: (whole) => whole[name],
  ...(marked === undefined ? {} : { marked }),
});

/** A total is compared with the total per active user; null without active users. */
const total = (name: Total) => ({
  read: (figures: UserFiguresFragment) => figures[name],
  average: (whole: OrganizationFigures) => (whole.activeUsers === 0 ? null : whole[name] / whole.activeUsers),
  polarity: 'neutral' as const,
});

/** A count is an integer, but its average may not be. */
const counted = (value: number | null): string =>
  value === null || Number.isInteger(value) ? count(value) : decimal(value);

/** The nine cards of a user. */
export const KPIS: readonly Kpi[] = [
  { name: 'Sessions', help: 'Sessions that began in the period', format: counted, ...total('sessions') },
  { ...KPI_CARDS.runs, format: counted, ...total('runs') },
  { ...costKpi, ...total('costUsd') },
  ratio('successRate', 'successRate'),
  ratio('runsPerSession', 'runsPerSession'),
  ratio('activeTimePerSessionMs'),
  ratio('lifespanPerSessionMs'),
  ratio('handoffRate', 'handoffRate'),
  ratio('postHandoffRate', 'postHandoffRate'),
];
