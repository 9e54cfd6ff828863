import { AnyActivityDocument } from '@/gql/graphql';
import { addDays } from '@/lib/day';
import { MAX_DAYS } from '@/lib/range';
import { useGql } from '@/lib/use-gql';
import { useOrg } from '@/lib/use-org';
import { useToday } from '@/lib/use-today';

/** Whether the organization had any activity within the longest period that the API takes; null while unknown. */
export function useEverActive(): boolean | null {
  const { org } = useOrg();
  const today = useToday();
  const period = { from: addDays(today, 1 - MAX_DAYS), to: today };
  const { data, isPlaceholderData } = useGql(AnyActivityDocument, { organizationId: org.id, period });
  const metrics = isPlaceholderData ? null : data?.organization?.metrics;
  return metrics == null ? null : metrics.sessions > 0 || metrics.runs > 0;
}
