import type { Kpi } from '@/charts/kpi';
import type { OverviewFiguresFragment } from '@/gql/graphql';
import { kpi } from '../kpis/cards';

/** The cards of the overview, in two rows of five. */
export const KPIS: readonly Kpi<OverviewFiguresFragment>[] = [
  kpi('runs'),
  kpi('successRate'),
  kpi('p95DurationMs'),
  kpi('costUsd'),
  kpi('totalTokens'),
  kpi('runsPerSession'),
  kpi('activeTimePerSessionMs'),
  kpi('lifespanPerSessionMs'),
  kpi('handoffRate'),
  kpi('postHandoffRate'),
];
