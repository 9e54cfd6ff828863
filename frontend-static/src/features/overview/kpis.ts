import type { Kpi } from '@/charts/kpi';
import type { OverviewFiguresFragment } from '@/gql/graphql';
import { costKpi, kpi } from '../kpis/cards';

/** The cards of the overview, in two rows of five. */
export const KPIS: readonly Kpi<OverviewFiguresFragment>[] = [
  kpi('runs'),
  kpi('successRate'),
  kpi('p95DurationMs'),
  costKpi,
  kpi('totalTokens'),
  kpi('runsPerSession'),
  kpi('activeTimePerSessionMs'),
  kpi('lifespanPerSessionMs'),
  kpi('handoffRate'),
  kpi('postHandoffRate'),
];
