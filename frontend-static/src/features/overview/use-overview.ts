import { OverviewDocument, type OverviewQuery } from '@/gql/graphql';
import { useLiveRefetch } from '@/lib/live/use-live-refetch';
import { comparisonPeriod } from '@/lib/range';
import { type GqlResult, useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useRange } from '@/lib/use-range';

export type OverviewData = NonNullable<OverviewQuery['organization']>;
export type OverviewPoint = OverviewData['trends'][number];

const LIVE = [OverviewDocument];

/** The figures and trends of the organization: one query for cards and charts. */
export function useOverview(): GqlResult<OverviewQuery> {
  const { org } = useOrg();
  const { period, bucket } = useRange();
  const before = comparisonPeriod(period, bucket);
  useLiveRefetch(LIVE, period);
  return useGql(OverviewDocument, { organizationId: org.id, period, before, bucket });
}

/** Whether there was no activity at all. */
export const hasNoActivity = ({ organization }: OverviewQuery): boolean =>
  organization !== null &&
  organization.metrics.runs === 0 &&
  organization.metrics.openRuns === 0 &&
  organization.metrics.sessions === 0;
