import type { UsersSummaryQuery } from '@/gql/graphql';
import { count, decimal, duration, moneyShort, percent } from '@/lib/format';
import type { GqlResult } from '@/lib/use-gql';
import { Card } from '@/ui/card';
import { Figures } from '@/ui/figures';
import { Failed } from '@/ui/notice';

type Users = NonNullable<UsersSummaryQuery['organization']>['users'];

function figures(users: Users | undefined) {
  const { totalCount, summary } = users ?? {};
  const show = <Value,>(value: Value | undefined, write: (value: Value) => string) =>
    value === undefined ? undefined : write(value);
  return [
    {
      name: 'Users',
      value: show(totalCount, count),
      help: 'Members, and everybody with a run or session in the range',
    },
    { name: 'Active', value: show(summary?.activeUsers, count), help: 'Users with a run in the range' },
    { name: 'Sessions', value: show(summary?.sessions, count) },
    { name: 'Runs', value: show(summary?.runs, count) },
    { name: 'Runs / session', value: show(summary?.runsPerSession, decimal) },
    { name: 'Success', value: show(summary?.successRate, percent), help: 'Successful runs / runs' },
    { name: 'Active / session', value: show(summary?.activeTimePerSessionMs, duration), help: 'Time in runs' },
    {
      name: 'Lifespan / session',
      value: show(summary?.lifespanPerSessionMs, duration),
      help: 'From the first to the last event',
    },
    { name: 'Handoff', value: show(summary?.handoffRate, percent), help: 'Sessions with a local handoff' },
    {
      name: 'Post-handoff',
      value: show(summary?.postHandoffRate, percent),
      help: 'Sessions in which a run ended within 4 hours after a handoff',
    },
    { name: 'Cost', value: show(summary?.costUsd, moneyShort) },
    { name: 'Cost / run', value: show(summary?.costPerRunUsd, moneyShort) },
  ];
}

/** The figures of all users that are found, on whichever page one is. */
export function Summary({ query }: { query: GqlResult<UsersSummaryQuery> }) {
  const { data, error, isPlaceholderData } = query;
  if (error !== null && (data === undefined || isPlaceholderData)) {
    return (
      <Card>
        <Failed error={error} onRetry={() => void query.refetch()} />
      </Card>
    );
  }
  return (
    <Card className="dim-while-stale px-4 py-3" data-stale={isPlaceholderData} aria-busy={data === undefined}>
      <Figures label="All users of the list" figures={figures(data?.organization?.users)} />
    </Card>
  );
}
