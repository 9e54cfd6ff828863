import { GlobalDocument, type GlobalQuery } from '@/gql/graphql';
import { useLiveRefetch } from '@/lib/live/use-live-refetch';
import { type GqlResult, useGql } from '@/lib/use-gql';
import { useRange } from '@/lib/use-range';

export type GlobalData = GlobalQuery['global'];

const LIVE = [GlobalDocument];

/** The figures and trends of the whole platform. */
export function useGlobal(): GqlResult<GlobalQuery> {
  const { period, bucket } = useRange();
  useLiveRefetch(LIVE, period);
  return useGql(GlobalDocument, { period, bucket });
}
